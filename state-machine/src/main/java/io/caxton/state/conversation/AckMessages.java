package io.caxton.state.conversation;

import io.caxton.state.Refusals;
import io.caxton.state.agent.AgentGuard;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.MessageEntry;
import io.caxton.v1.AckMessagesRequest;
import io.caxton.v1.AckMessagesResponse;
import io.caxton.v1.AckResult;
import io.caxton.v1.MessageId;
import io.caxton.v1.Refusal;
import io.caxton.v1.Reply;
import java.util.Optional;

/**
 * The agent has done with messages: they leave its inbox. Also one that was delivered to an earlier
 * epoch only: the newest instance may know that its step is done.
 */
public final class AckMessages {
  private final Core core;

  public AckMessages(Core core) {
    this.core = core;
  }

  public Reply apply(AckMessagesRequest request) {
    Fleet fleet = core.fleets().get(request.getFleet());
    Optional<Refusal> refusal =
        AgentGuard.checkActive(fleet, request.getFleet(), request.getAgentId(), request.getEpoch());
    if (refusal.isPresent()) {
      return Refusals.reply(refusal.get());
    }
    AckMessagesResponse.Builder response =
        AckMessagesResponse.newBuilder().setApplied(core.applied());
    for (int i = 0; i < request.getMessagesCount(); i++) {
      response.addResults(ack(fleet, request.getAgentId(), request.getMessages(i)));
    }
    return Reply.newBuilder().setAckMessages(response).build();
  }

  private AckResult ack(Fleet fleet, String agentId, MessageId id) {
    Optional<MessageEntry> message = HeldMessages.find(fleet, agentId, id);
    if (message.isEmpty()) {
      return HeldMessages.absent(fleet, agentId, id);
    }
    core.mailRouting().ack(message.get());
    return HeldMessages.DONE;
  }
}
