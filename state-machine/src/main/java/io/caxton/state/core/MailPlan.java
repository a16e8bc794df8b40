package io.caxton.state.core;

import io.caxton.v1.Obligation;
import io.caxton.v1.RecoveryPlan;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * What a recovery plan says of conversations, by the live indexes. The lists end where the plan
 * would become too large for one answer; their totals say how many there are.
 */
public final class MailPlan {
  private static final int CONVERSATIONS_MAX = 10_000;
  private static final int OBLIGATIONS_MAX = 1_000;
  private static final int LIST_BYTES_MAX = 512 << 10;

  private MailPlan() {}

  public static void addTo(RecoveryPlan.Builder plan, Fleet fleet, String agentId) {
    if (!fleet.mail().hasMailbox(agentId)) {
      return;
    }
    Mailbox box = fleet.mail().mailbox(agentId);
    plan.addAllConversations(conversations(box.openConversations()))
        .setConversationsTotal(box.openConversations().size())
        .addAllOwes(obligations(box.owes().stream().map(ObligationEntry::row).iterator()))
        .setOwesTotal(box.owes().size())
        .addAllOwed(obligations(box.owed().stream().map(ObligationEntry::row).iterator()))
        .setOwedTotal(box.owed().size())
        .setInboxMessages(box.load());
  }

  /** As many of the ids as a plan takes. */
  public static List<String> conversations(Iterable<String> ids) {
    return first(ids.iterator(), CONVERSATIONS_MAX, String::length);
  }

  /** As many of them as a plan takes. */
  public static List<Obligation> obligations(Iterator<Obligation> obligations) {
    return first(obligations, OBLIGATIONS_MAX, Obligation::getSerializedSize);
  }

  private static <T> List<T> first(Iterator<T> all, int max, ToIntFunction<T> bytesOf) {
    List<T> first = new ArrayList<>();
    long bytes = 0;
    while (all.hasNext() && first.size() < max && bytes < LIST_BYTES_MAX) {
      T next = all.next();
      bytes += bytesOf.applyAsInt(next);
      first.add(next);
    }
    return first;
  }
}
