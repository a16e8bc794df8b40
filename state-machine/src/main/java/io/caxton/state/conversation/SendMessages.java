package io.caxton.state.conversation;

import io.caxton.state.Refusals;
import io.caxton.state.agent.AgentGuard;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.v1.NewMessage;
import io.caxton.v1.Refusal;
import io.caxton.v1.Reply;
import io.caxton.v1.SendMessagesRequest;
import io.caxton.v1.SendMessagesResponse;
import io.caxton.v1.SendResult;
import java.util.Optional;

/** Sends messages one after the other; a refused one leaves the others. */
public final class SendMessages {
  private final Core core;
  private final Sending sending;

  public SendMessages(Core core) {
    this.core = core;
    this.sending = new Sending(core);
  }

  public Reply apply(SendMessagesRequest request) {
    Fleet fleet = core.fleets().get(request.getFleet());
    Optional<Refusal> refusal =
        AgentGuard.checkActive(fleet, request.getFleet(), request.getAgentId(), request.getEpoch());
    if (refusal.isPresent()) {
      return Refusals.reply(refusal.get());
    }
    SendMessagesResponse.Builder response =
        SendMessagesResponse.newBuilder().setApplied(core.applied());
    for (int i = 0; i < request.getMessagesCount(); i++) {
      response.addResults(send(fleet, request.getAgentId(), request.getMessages(i)));
    }
    return Reply.newBuilder().setSendMessages(response).build();
  }

  private SendResult send(Fleet fleet, String sender, NewMessage message) {
    return switch (sending.decide(fleet, sender, message, Taken.NOTHING)) {
      case Sending.Refused(Refusal refusal) -> SendResult.newBuilder().setRefusal(refusal).build();
      case Sending.Goes goes ->
          SendResult.newBuilder().setSent(sending.send(sender, message, goes)).build();
    };
  }
}
