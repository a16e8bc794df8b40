package io.caxton.state.conversation;

import io.caxton.state.Refusals;
import io.caxton.state.agent.AgentGuard;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.MessageEntry;
import io.caxton.v1.AckResult;
import io.caxton.v1.MessageId;
import io.caxton.v1.NackMessagesRequest;
import io.caxton.v1.NackMessagesResponse;
import io.caxton.v1.Refusal;
import io.caxton.v1.Reply;
import java.util.Optional;

/** Delivered messages go back into the inbox, to come again in their old place. */
public final class NackMessages {
  private final Core core;

  public NackMessages(Core core) {
    this.core = core;
  }

  public Reply apply(NackMessagesRequest request) {
    Fleet fleet = core.fleets().get(request.getFleet());
    Optional<Refusal> refusal =
        AgentGuard.checkActive(fleet, request.getFleet(), request.getAgentId(), request.getEpoch());
    if (refusal.isPresent()) {
      return Refusals.reply(refusal.get());
    }
    NackMessagesResponse.Builder response =
        NackMessagesResponse.newBuilder().setApplied(core.applied());
    for (int i = 0; i < request.getMessagesCount(); i++) {
      MessageId id = request.getMessages(i);
      response.addResults(nack(fleet, request.getAgentId(), id, request.getDelayMillis()));
    }
    return Reply.newBuilder().setNackMessages(response).build();
  }

  private AckResult nack(Fleet fleet, String agentId, MessageId id, int delayMillis) {
    Optional<MessageEntry> message = HeldMessages.find(fleet, agentId, id);
    if (message.isEmpty()) {
      return HeldMessages.absent(fleet, agentId, id);
    }
    if (!message.get().isDelivered()) {
      return HeldMessages.NOTHING_LEFT;
    }
    core.inboxes().giveBack(message.get(), delayMillis);
    return HeldMessages.DONE;
  }
}
