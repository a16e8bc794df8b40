package io.caxton.state.core;

import java.util.TreeMap;

/** What waits in one inbox of one conversation: delivered by rising sequence only. */
final class Lane {
  private final TreeMap<Long, MessageEntry> waiting = new TreeMap<>();

  void add(MessageEntry message) {
    waiting.put(message.row().getSeq(), message);
  }

  void remove(MessageEntry message) {
    if (waiting.remove(message.row().getSeq()) == null) {
      throw new IllegalStateException("message does not wait: " + message.row());
    }
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** There must be one. */
  MessageEntry first() {
    return waiting.firstEntry().getValue();
  }

  /** A delayed message holds up those behind it. */
  boolean isReady() {
    return !isEmpty() && first().row().getNotBeforeTick() == 0;
  }

  Iterable<MessageEntry> messages() {
    return waiting.values();
  }
}
