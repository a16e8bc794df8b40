package io.caxton.state.core;

import io.caxton.v1.Obligation;

/** The one way to change obligations: keeps table, indexes and deadlines together. */
public final class ObligationStore {
  private final Core core;

  ObligationStore(Core core) {
    this.core = core;
  }

  /** Somebody owes an answer from here on. */
  public void add(ConversationEntry conversation, Obligation row) {
    core.fleets().touch(conversation.fleet());
    put(conversation.fleet(), row);
    index(conversation, row);
  }

  /** Also for loads. */
  void index(ConversationEntry conversation, Obligation row) {
    ObligationEntry entry = new ObligationEntry(conversation, row);
    conversation.add(entry);
    FleetMail mail = conversation.fleet().mail();
    mail.mailbox(row.getCreditor()).owedByOrder().put(row.getOrder(), entry);
    if (!row.getDebtor().isEmpty()) {
      mail.mailbox(row.getDebtor()).owesByOrder().put(row.getOrder(), entry);
    }
    if (row.getReplyByTick() != 0) {
      core.deadlines().obligations().set(entry, row.getReplyByTick(), row.getOrder());
    }
  }

  /** It has its answer, or will get none. */
  public void end(ObligationEntry entry) {
    Obligation row = entry.row();
    FleetMail mail = entry.conversation().fleet().mail();
    core.fleets().touch(entry.conversation().fleet());
    mail.obligations().remove(MailKeys.of(row.getConversationId(), row.getSeq()));
    entry.conversation().remove(entry);
    mail.mailbox(row.getCreditor()).owedByOrder().remove(row.getOrder());
    if (!row.getDebtor().isEmpty()) {
      mail.mailbox(row.getDebtor()).owesByOrder().remove(row.getOrder());
    }
    core.deadlines().obligations().clear(entry);
  }

  /** Another agent owes the answer, or for now none: the empty name. */
  void move(ObligationEntry entry, String debtor) {
    Obligation before = entry.row();
    FleetMail mail = entry.conversation().fleet().mail();
    if (!before.getDebtor().isEmpty()) {
      mail.mailbox(before.getDebtor()).owesByOrder().remove(before.getOrder());
    }
    entry.setRow(before.toBuilder().setDebtor(debtor).build());
    put(entry.conversation().fleet(), entry.row());
    if (!debtor.isEmpty()) {
      mail.mailbox(debtor).owesByOrder().put(before.getOrder(), entry);
    }
  }

  private static void put(Fleet fleet, Obligation row) {
    fleet.mail().obligations().put(MailKeys.of(row.getConversationId(), row.getSeq()), row);
  }
}
