package io.caxton.state.core;

import io.caxton.state.time.Timer;
import io.caxton.v1.Conversation;
import io.caxton.v1.ConversationProvider;
import io.caxton.v1.ConversationState;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * One conversation: its row, its messages that are not acked, and its open obligations. As a timer
 * it is due when an open one was idle for too long, or a closed one is to be forgotten.
 */
public final class ConversationEntry extends Timer {
  static final long RETENTION_MILLIS = 3_600_000;

  private final Fleet fleet;
  private final TreeMap<Long, MessageEntry> messages = new TreeMap<>();
  private final TreeMap<Long, ObligationEntry> obligations = new TreeMap<>();
  private Conversation row;

  ConversationEntry(Fleet fleet, Conversation row) {
    this.fleet = fleet;
    this.row = row;
  }

  public Fleet fleet() {
    return fleet;
  }

  public String id() {
    return row.getId();
  }

  public Conversation row() {
    return row;
  }

  void setRow(Conversation after) {
    row = after;
  }

  /** Where its last message to the capability went, if that is kept; else empty. */
  public String providerOf(String name) {
    for (ConversationProvider provider : row.getProvidersList()) {
      if (provider.getCapability().equals(name)) {
        return provider.getAgentId();
      }
    }
    return "";
  }

  public boolean isOpen() {
    return row.getState() == ConversationState.CONVERSATION_STATE_OPEN;
  }

  /** Null if it is not waiting or delivered. */
  public MessageEntry message(long seq) {
    return messages.get(seq);
  }

  /** By sequence: those that wait or were delivered and not acked. */
  Collection<MessageEntry> messages() {
    return messages.values();
  }

  void add(MessageEntry message) {
    messages.put(message.row().getSeq(), message);
  }

  void remove(MessageEntry message) {
    messages.remove(message.row().getSeq());
  }

  /** The body of no message from here on may go; Long.MAX_VALUE if all are acked. */
  long firstUnacked() {
    return messages.isEmpty() ? Long.MAX_VALUE : messages.firstKey();
  }

  /** Of the message that asks; null if it asked for nothing or has its answer. */
  public ObligationEntry obligation(long seq) {
    return obligations.get(seq);
  }

  /** Open ones, the oldest first. */
  public List<ObligationEntry> obligations() {
    return List.copyOf(obligations.values());
  }

  public int openObligations() {
    return obligations.size();
  }

  void add(ObligationEntry obligation) {
    obligations.put(obligation.row().getSeq(), obligation);
  }

  void remove(ObligationEntry obligation) {
    obligations.remove(obligation.row().getSeq());
  }

  /** The tick at which it is due by what is stored, or {@code TimerHeap.NEVER}. */
  long dueTick() {
    if (isOpen()) {
      return row.getIdleTimeoutMillis() == 0
          ? Long.MAX_VALUE
          : row.getLastMessageTick() + row.getIdleTimeoutMillis();
    }
    return messages.isEmpty() ? row.getClosedTick() + RETENTION_MILLIS : Long.MAX_VALUE;
  }
}
