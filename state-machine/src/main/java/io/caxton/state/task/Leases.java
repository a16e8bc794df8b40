package io.caxton.state.task;

import io.caxton.v1.Task;

/** When grants end. */
final class Leases {
  private Leases() {}

  /** The end of a lease that begins now, no later than the attempt may last; 0 means no bound. */
  static long until(long tick, int leaseMillis, long grantedTick, int attemptTimeoutMillis) {
    long until = tick + leaseMillis;
    return attemptTimeoutMillis == 0 ? until : Math.min(until, grantedTick + attemptTimeoutMillis);
  }

  /** Why a grant that is due has ended. */
  static Cause cause(Task task) {
    boolean timedOut =
        task.getAttemptTimeoutMillis() != 0
            && task.getLeaseUntilTick() >= task.getGrantedTick() + task.getAttemptTimeoutMillis();
    return timedOut ? Cause.ATTEMPT_TIMEOUT : Cause.LEASE_ENDED;
  }
}
