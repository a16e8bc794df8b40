package io.caxton.jepsen.workload;

import io.caxton.client.AgentEpoch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** One agent's journal, with what its writers know of it together. Thread-safe. */
final class JournalCell {
  private final AgentEpoch agent;
  private final AtomicLong numbers;

  /** The highest sequence that anybody was told. */
  private final AtomicLong last = new AtomicLong();

  /** Up to here it may be trimmed. */
  private final AtomicLong trimmed = new AtomicLong();

  /**
   * @param numbers of events, shared by all journals of a run
   */
  JournalCell(AgentEpoch agent, AtomicLong numbers) {
    this.agent = agent;
    this.numbers = numbers;
  }

  AgentEpoch agent() {
    return agent;
  }

  String key() {
    return agent.agentId();
  }

  List<Long> next(int events) {
    List<Long> next = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      next.add(numbers.incrementAndGet());
    }
    return next;
  }

  long last() {
    return last.get();
  }

  void reached(long seq) {
    last.accumulateAndGet(seq, Math::max);
  }

  long trimmed() {
    return trimmed.get();
  }

  void trims(long throughSeq) {
    trimmed.accumulateAndGet(throughSeq, Math::max);
  }
}
