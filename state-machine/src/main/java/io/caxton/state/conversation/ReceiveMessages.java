package io.caxton.state.conversation;

import io.caxton.state.Refusals;
import io.caxton.state.agent.AgentGuard;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.Mailbox;
import io.caxton.state.core.MessageEntry;
import io.caxton.v1.InboxMessage;
import io.caxton.v1.Message;
import io.caxton.v1.ReceiveMessagesRequest;
import io.caxton.v1.ReceiveMessagesResponse;
import io.caxton.v1.Refusal;
import io.caxton.v1.Reply;
import java.util.Optional;

/**
 * Delivers what waits in an inbox, in its order. The reply names the messages only; their contents
 * are read from where they are kept, by whoever answers.
 */
public final class ReceiveMessages {
  /** Expired messages that one receive ends on its way; the sweeper ends the others. */
  private static final int EXPIRED_MAX = 1_000;

  private final Core core;

  public ReceiveMessages(Core core) {
    this.core = core;
  }

  public Reply apply(ReceiveMessagesRequest request) {
    Fleet fleet = core.fleets().get(request.getFleet());
    Optional<Refusal> refusal =
        AgentGuard.checkActive(fleet, request.getFleet(), request.getAgentId(), request.getEpoch());
    if (refusal.isPresent()) {
      return Refusals.reply(refusal.get());
    }
    ReceiveMessagesResponse.Builder response =
        ReceiveMessagesResponse.newBuilder().setApplied(core.applied());
    if (fleet.mail().hasMailbox(request.getAgentId())) {
      deliver(fleet.mail().mailbox(request.getAgentId()), request, response);
    }
    return Reply.newBuilder().setReceiveMessages(response).build();
  }

  private void deliver(
      Mailbox box, ReceiveMessagesRequest request, ReceiveMessagesResponse.Builder into) {
    MessageBudget budget = new MessageBudget();
    int left = Math.max(1, request.getMaxMessages());
    int expired = 0;
    while (left > 0 && !budget.isSpent() && expired < EXPIRED_MAX && box.hasReady()) {
      MessageEntry message = box.firstReady();
      if (message.isExpired(core.progress().tick())) {
        core.mailRouting().expire(message);
        expired++;
      } else {
        core.inboxes().deliver(message, request.getEpoch());
        core.output().addDelivered(message.conversation().row().getStreamId());
        into.addMessages(named(message.row()));
        budget.spend(message.row());
        left--;
      }
    }
  }

  private static Message named(InboxMessage row) {
    return Message.newBuilder()
        .setConversationId(row.getConversationId())
        .setSeq(row.getSeq())
        .setDeliveryCount(row.getDeliveryCount())
        .build();
  }
}
