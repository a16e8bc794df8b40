package io.caxton.state.core;

import io.caxton.state.Effect;
import io.caxton.v1.InboxMessage;

/**
 * The one way to change messages that are not acked: keeps table, indexes and loads together. Where
 * a message stands depends on its stored row alone, so a rebuilt inbox equals the live one.
 */
public final class InboxStore {
  private final Core core;

  InboxStore(Core core) {
    this.core = core;
  }

  /** A new message. */
  public void add(ConversationEntry conversation, InboxMessage row) {
    core.fleets().touch(conversation.fleet());
    put(conversation.fleet(), row);
    index(conversation, row);
  }

  /** Also for loads. */
  void index(ConversationEntry conversation, InboxMessage row) {
    MessageEntry entry = new MessageEntry(conversation, row);
    conversation.add(entry);
    enter(entry);
    changeLoad(entry, 1);
    core.conversations().setTimer(conversation);
  }

  /** The epoch has it, until it acks it or gives it back. */
  public void deliver(MessageEntry entry, long epoch) {
    InboxMessage row = entry.row();
    replace(
        entry,
        row.toBuilder()
            .setDeliveredEpoch(epoch)
            .setDeliveryCount(row.getDeliveryCount() + 1)
            .build());
  }

  /** A delivered one waits again, in its old place, after a delay. */
  public void giveBack(MessageEntry entry, long delayMillis) {
    long notBefore = delayMillis == 0 ? 0 : core.progress().tick() + delayMillis;
    replace(
        entry, entry.row().toBuilder().setDeliveredEpoch(0).setNotBeforeTick(notBefore).build());
  }

  /** Its delay is over. */
  public void endDelay(MessageEntry entry) {
    replace(entry, entry.row().toBuilder().setNotBeforeTick(0).build());
  }

  /** Into the inbox of another agent, or to those that wait for a provider: the empty name. */
  void move(MessageEntry entry, String agentId) {
    boolean waited = !entry.isUnrouted() && !entry.isDelivered();
    String before = entry.row().getToAgent();
    changeLoad(entry, -1);
    replace(entry, entry.row().toBuilder().setToAgent(agentId).build());
    changeLoad(entry, 1);
    if (waited) {
      tellReady(entry.conversation().fleet().mail().mailbox(before));
    }
  }

  /** It is done, or will not be delivered any more. */
  public void remove(MessageEntry entry) {
    ConversationEntry conversation = entry.conversation();
    core.fleets().touch(conversation.fleet());
    InboxMessage row = entry.row();
    boolean waited = !entry.isUnrouted() && !entry.isDelivered();
    leave(entry);
    if (waited) {
      // It may have been what held up those behind it.
      tellReady(conversation.fleet().mail().mailbox(row.getToAgent()));
    }
    changeLoad(entry, -1);
    conversation.remove(entry);
    conversation.fleet().mail().inbox().remove(MailKeys.of(row.getConversationId(), row.getSeq()));
    core.conversations().setTimer(conversation);
  }

  private void replace(MessageEntry entry, InboxMessage after) {
    core.fleets().touch(entry.conversation().fleet());
    leave(entry);
    entry.setRow(after);
    put(entry.conversation().fleet(), after);
    enter(entry);
  }

  private static void put(Fleet fleet, InboxMessage row) {
    fleet.mail().inbox().put(MailKeys.of(row.getConversationId(), row.getSeq()), row);
  }

  private void leave(MessageEntry entry) {
    FleetMail mail = entry.conversation().fleet().mail();
    if (entry.isUnrouted()) {
      mail.providers().removeUnrouted(entry);
    } else if (entry.isDelivered()) {
      mail.mailbox(entry.row().getToAgent()).removeDelivered(entry);
    } else {
      mail.mailbox(entry.row().getToAgent()).removeWaiting(entry);
    }
    core.deadlines().messages().clear(entry);
  }

  private void enter(MessageEntry entry) {
    FleetMail mail = entry.conversation().fleet().mail();
    if (entry.isUnrouted()) {
      mail.providers().addUnrouted(entry);
    } else if (entry.isDelivered()) {
      mail.mailbox(entry.row().getToAgent()).addDelivered(entry);
    } else {
      Mailbox box = mail.mailbox(entry.row().getToAgent());
      box.addWaiting(entry);
      tellReady(box);
    }
    long due = entry.dueTick();
    if (due != Long.MAX_VALUE) {
      core.deadlines().messages().set(entry, due, entry.row().getOrder());
    }
  }

  private void tellReady(Mailbox box) {
    long position = core.progress().position();
    if (box.hasReady() && box.readyToldPosition != position) {
      box.readyToldPosition = position;
      core.output().add(new Effect.InboxReady(box.fleet().name(), box.agentId()));
    }
  }

  private void changeLoad(MessageEntry entry, int by) {
    if (!entry.isUnrouted()) {
      FleetMail mail = entry.conversation().fleet().mail();
      String name = Ask.nameOf(entry.row().getToCapability());
      mail.providers().changeLoad(mail.mailbox(entry.row().getToAgent()), name, by);
    }
  }
}
