package io.caxton.client.agent.state;

import io.caxton.v1.Criticality;
import java.time.Duration;

/**
 * When an agent saves a checkpoint. Asked after every step and a few times a second; never answered
 * with yes while there is nothing new or a checkpoint is being saved.
 */
@FunctionalInterface
public interface CheckpointPolicy {
  boolean due(Progress since);

  /** Whichever asks first. */
  default CheckpointPolicy or(CheckpointPolicy other) {
    return since -> due(since) || other.due(since);
  }

  /** Only when a step or the program asks. */
  static CheckpointPolicy onDemand() {
    return since -> false;
  }

  /** After so many events. Too few: the agent saves more than it works. */
  static CheckpointPolicy everyEvents(long events) {
    if (events < 1) {
      throw new IllegalArgumentException("events is " + events + ", at least 1");
    }
    return since -> since.events() >= events;
  }

  /** After so much time, if there was an event. */
  static CheckpointPolicy every(Duration time) {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("time is " + time + ", must be above zero");
    }
    return since -> since.age().compareTo(time) >= 0;
  }

  /**
   * Whenever a recovery would take longer than this, by the measured speed of loading and replay.
   * What a checkpoint cannot mend it does not try to: it asks again only after a tenth of the
   * target has been added by replay.
   */
  static CheckpointPolicy recoveringWithin(Duration target) {
    return new RecoveryTarget(target);
  }

  /**
   * What suits an agent of this criticality: HIGH is back within half a second and loses no more
   * than 30 s of replay, NORMAL within 2 s, LOW within 10 s.
   */
  static CheckpointPolicy of(Criticality criticality) {
    return switch (criticality) {
      case CRITICALITY_HIGH ->
          recoveringWithin(Duration.ofMillis(500))
              .or(everyEvents(10_000))
              .or(every(Duration.ofSeconds(30)));
      case CRITICALITY_LOW ->
          recoveringWithin(Duration.ofSeconds(10)).or(every(Duration.ofMinutes(30)));
      default ->
          recoveringWithin(Duration.ofSeconds(2))
              .or(everyEvents(100_000))
              .or(every(Duration.ofMinutes(5)));
    };
  }
}
