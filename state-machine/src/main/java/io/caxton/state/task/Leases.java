package io.caxton.state.task;

import io.caxton.v1.Task;

/** When grants end. */
final class Leases {
  private Leases() {}

  /** The end of a lease that begins now, no later than the attempt and the task may last. */
  static long until(long tick, int leaseMillis, long grantedTick, Task task) {
    long until = tick + leaseMillis;
    if (task.getAttemptTimeoutMillis() != 0) {
      until = Math.min(until, grantedTick + task.getAttemptTimeoutMillis());
    }
    return task.getEndByTick() == 0 ? until : Math.min(until, task.getEndByTick());
  }

  /** Why a grant that is due has ended. */
  static Cause cause(Task task) {
    if (task.getEndByTick() != 0 && task.getLeaseUntilTick() >= task.getEndByTick()) {
      return Cause.TOTAL_TIMEOUT;
    }
    boolean timedOut =
        task.getAttemptTimeoutMillis() != 0
            && task.getLeaseUntilTick() >= task.getGrantedTick() + task.getAttemptTimeoutMillis();
    return timedOut ? Cause.ATTEMPT_TIMEOUT : Cause.LEASE_ENDED;
  }
}
