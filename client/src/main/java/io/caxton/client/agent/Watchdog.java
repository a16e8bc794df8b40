package io.caxton.client.agent;

import java.util.concurrent.TimeUnit;

/** Looks at all leases every few milliseconds: renews, extends, and interrupts in time. */
final class Watchdog {
  /** A new stream delivers what was lost at its start; later answers cannot be that old. */
  private static final long REDELIVERY_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Agent agent;

  Watchdog(Agent agent) {
    this.agent = agent;
  }

  void tick() {
    try {
      look(agent.nanoTime());
    } catch (RuntimeException bug) {
      // An agent nobody watches must not go on.
      agent.stop(new StopReason(StopReason.Kind.REFUSED, "the watchdog failed: " + bug));
    }
  }

  private void look(long now) {
    agent.renewals().sendIfDue(now);
    boolean agentInDoubt = agent.lease().over(now);
    for (Run run : agent.runs().all()) {
      if (agentInDoubt || run.lease().over(now)) {
        if (run.stop(Run.Stop.GIVE_BACK)) {
          agent.counters().interrupted.increment();
        }
      } else {
        run.extendIfDue(now);
      }
    }
    agent.intake().giveCredit(true);
    agent.runs().forgetSettledBefore(answersUnderWaySince(now));
  }

  private long answersUnderWaySince(long now) {
    long since = agent.renewals().sentNanos().orElse(now);
    long opened = agent.intake().openedNanos();
    boolean streamIsNew = now - opened < REDELIVERY_NANOS;
    return streamIsNew && opened - since < 0 ? opened : since;
  }
}
