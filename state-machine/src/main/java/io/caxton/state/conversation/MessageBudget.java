package io.caxton.state.conversation;

import io.caxton.v1.InboxMessage;

/** How much the messages of one answer may carry; at least one is given. */
final class MessageBudget {
  /** With a body of at most 1 MiB on top, well below the 4 MiB that gRPC takes by default. */
  static final int BYTES_MAX = 1 << 20;

  private long left = BYTES_MAX;

  boolean isSpent() {
    return left <= 0;
  }

  void spend(InboxMessage message) {
    left -= message.getBytes();
  }
}
