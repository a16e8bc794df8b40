package io.caxton.client.agent;

import java.util.concurrent.atomic.LongAdder;

/** What {@link AgentStats} counts. */
final class Counters {
  final LongAdder completed = new LongAdder();
  final LongAdder failed = new LongAdder();
  final LongAdder released = new LongAdder();
  final LongAdder lost = new LongAdder();
  final LongAdder interrupted = new LongAdder();
  final LongAdder redelivered = new LongAdder();
  final LongAdder renewals = new LongAdder();
  final LongAdder streams = new LongAdder();

  AgentStats stats(int running, int held) {
    return new AgentStats(
        running,
        held,
        completed.sum(),
        failed.sum(),
        released.sum(),
        lost.sum(),
        interrupted.sum(),
        redelivered.sum(),
        renewals.sum(),
        streams.sum());
  }
}
