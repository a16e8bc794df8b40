package io.caxton.client.agent.state;

import java.time.Duration;

/** Asks for a checkpoint before a recovery gets longer than its target. */
record RecoveryTarget(Duration target) implements CheckpointPolicy {
  /** Below it nobody waits for a recovery, and the measurements mean nothing. */
  private static final Duration TARGET_MIN = Duration.ofMillis(10);

  RecoveryTarget {
    if (target.compareTo(TARGET_MIN) < 0) {
      throw new IllegalArgumentException("target is " + target + ", at least " + TARGET_MIN);
    }
  }

  @Override
  public boolean due(Progress since) {
    return since.recovery().compareTo(target) > 0
        && since.replay().compareTo(target.dividedBy(10)) > 0;
  }
}
