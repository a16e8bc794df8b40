package io.caxton.state.core;

import io.caxton.state.time.Timer;
import io.caxton.v1.Obligation;

/** An answer that is owed; as a timer it is due when its time for it is over. */
public final class ObligationEntry extends Timer {
  private final ConversationEntry conversation;
  private Obligation row;

  ObligationEntry(ConversationEntry conversation, Obligation row) {
    this.conversation = conversation;
    this.row = row;
  }

  public ConversationEntry conversation() {
    return conversation;
  }

  public Obligation row() {
    return row;
  }

  void setRow(Obligation after) {
    row = after;
  }
}
