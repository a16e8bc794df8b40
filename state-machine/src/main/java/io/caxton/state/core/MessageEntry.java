package io.caxton.state.core;

import io.caxton.state.time.Timer;
import io.caxton.v1.InboxMessage;

/**
 * A message that is not acked. As a timer, while it waits, it is due at the end of its delay or of
 * its time to live, whichever is first.
 */
public final class MessageEntry extends Timer {
  private final ConversationEntry conversation;
  private InboxMessage row;

  MessageEntry(ConversationEntry conversation, InboxMessage row) {
    this.conversation = conversation;
    this.row = row;
  }

  public ConversationEntry conversation() {
    return conversation;
  }

  public InboxMessage row() {
    return row;
  }

  void setRow(InboxMessage after) {
    row = after;
  }

  /** What it asks of a provider, if it is addressed to a capability. */
  public Ask ask() {
    return Ask.of(row.getToCapability(), row.getToLabelsList());
  }

  public boolean isDelivered() {
    return row.getDeliveredEpoch() != 0;
  }

  /** True if it waits for a provider. */
  public boolean isUnrouted() {
    return row.getToAgent().isEmpty();
  }

  /** True if it must not be delivered any more. */
  public boolean isExpired(long tick) {
    return row.getExpiresTick() != 0 && row.getExpiresTick() <= tick;
  }

  /** The tick at which it is due by what is stored, or {@code TimerHeap.NEVER}. */
  long dueTick() {
    if (isDelivered()) {
      return Long.MAX_VALUE;
    }
    long expires = row.getExpiresTick() == 0 ? Long.MAX_VALUE : row.getExpiresTick();
    long delayed = row.getNotBeforeTick() == 0 ? Long.MAX_VALUE : row.getNotBeforeTick();
    return Math.min(expires, delayed);
  }
}
