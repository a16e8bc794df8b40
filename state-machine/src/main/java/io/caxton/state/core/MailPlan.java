package io.caxton.state.core;

import io.caxton.v1.Obligation;
import io.caxton.v1.RecoveryPlan;
import java.util.Collection;
import java.util.List;

/** What a recovery plan says of conversations, by the live indexes. */
public final class MailPlan {
  public static final int CONVERSATIONS_MAX = 10_000;
  public static final int OBLIGATIONS_MAX = 1_000;

  private MailPlan() {}

  public static void addTo(RecoveryPlan.Builder plan, Fleet fleet, String agentId) {
    if (!fleet.mail().hasMailbox(agentId)) {
      return;
    }
    Mailbox box = fleet.mail().mailbox(agentId);
    box.openConversations().stream().limit(CONVERSATIONS_MAX).forEach(plan::addConversations);
    plan.setConversationsTotal(box.openConversations().size())
        .addAllOwes(first(box.owes()))
        .setOwesTotal(box.owes().size())
        .addAllOwed(first(box.owed()))
        .setOwedTotal(box.owed().size())
        .setInboxMessages(box.load());
  }

  private static List<Obligation> first(Collection<ObligationEntry> obligations) {
    return obligations.stream().limit(OBLIGATIONS_MAX).map(ObligationEntry::row).toList();
  }
}
