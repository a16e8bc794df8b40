package io.caxton.state.conversation;

import io.caxton.state.Refusals;
import io.caxton.state.agent.AgentGuard;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.MailKeys;
import io.caxton.state.core.Mailbox;
import io.caxton.state.core.MessageEntry;
import io.caxton.v1.MessageId;
import io.caxton.v1.RedeliverMessages;
import io.caxton.v1.RedeliveredMessages;
import io.caxton.v1.Refusal;
import io.caxton.v1.Reply;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What was delivered to this epoch and is not listed waits again: it was lost on its way. */
public final class RedeliverUnheld {
  private final Core core;

  public RedeliverUnheld(Core core) {
    this.core = core;
  }

  public Reply apply(RedeliverMessages request) {
    Fleet fleet = core.fleets().get(request.getFleet());
    Optional<Refusal> refusal =
        AgentGuard.checkActive(fleet, request.getFleet(), request.getAgentId(), request.getEpoch());
    if (refusal.isPresent()) {
      return Refusals.reply(refusal.get());
    }
    Mailbox box = fleet.mail().mailbox(request.getAgentId());
    Set<String> held = new HashSet<>();
    for (MessageId id : request.getHeldList()) {
      held.add(MailKeys.of(id.getConversationId(), id.getSeq()));
    }
    for (MessageEntry message : box.delivered()) {
      String key = MailKeys.of(message.conversation().id(), message.row().getSeq());
      if (!held.contains(key)) {
        core.inboxes().giveBack(message, 0);
      }
    }
    return Reply.newBuilder()
        .setRedeliverMessages(RedeliveredMessages.newBuilder().setWaiting(box.waiting()))
        .build();
  }
}
