package io.caxton.state.agent;

import io.caxton.state.Refusals;
import io.caxton.state.core.Core;
import io.caxton.v1.AgentState;
import io.caxton.v1.Refusal;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.RegisterAgentResponse;
import io.caxton.v1.Reply;
import java.util.Optional;

/** Starts a new epoch of an agent id that has nothing to recover: it runs at once. */
public final class RegisterAgent {
  private final Core core;
  private final NewEpoch newEpoch;

  public RegisterAgent(Core core) {
    this.core = core;
    this.newEpoch = new NewEpoch(core);
  }

  public Reply apply(RegisterAgentRequest request) {
    Optional<Refusal> refusal = newEpoch.check(core.fleets().get(request.getFleet()), request);
    if (refusal.isPresent()) {
      return Refusals.reply(refusal.get());
    }
    NewEpoch.Begun begun = newEpoch.begin(request, AgentState.AGENT_STATE_RUNNING);
    return Reply.newBuilder()
        .setRegisterAgent(
            RegisterAgentResponse.newBuilder().setApplied(core.applied()).setAgent(begun.agent()))
        .build();
  }
}
