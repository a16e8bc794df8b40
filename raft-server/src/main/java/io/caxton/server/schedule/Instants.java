package io.caxton.server.schedule;

import io.caxton.v1.ScheduleSpec;
import java.util.OptionalLong;

/** The instants of a schedule, as wall time in milliseconds since 1970. */
public sealed interface Instants permits Instants.At, Instants.Every, CronInstants {
  /** The first one after this wall time; empty if there is none. */
  OptionalLong after(long wallMillis);

  /**
   * Those of a spec.
   *
   * @throws BadSpecException if its cron expression or time zone means nothing
   */
  static Instants of(ScheduleSpec spec) {
    return switch (spec.getSpecCase()) {
      case AT -> new At(spec.getAt().getWallMillis());
      case EVERY ->
          new Every(spec.getEvery().getEveryMillis(), spec.getEvery().getAnchorWallMillis());
      case CRON -> CronInstants.of(spec.getCron());
      case SPEC_NOT_SET -> throw new BadSpecException("spec", "it is of a newer version");
    };
  }

  /** One. */
  record At(long atMillis) implements Instants {
    @Override
    public OptionalLong after(long wallMillis) {
      return atMillis > wallMillis ? OptionalLong.of(atMillis) : OptionalLong.empty();
    }
  }

  /** At the anchor and at every whole number of steps after it. */
  record Every(long everyMillis, long anchorMillis) implements Instants {
    @Override
    public OptionalLong after(long wallMillis) {
      return OptionalLong.of(
          wallMillis < anchorMillis
              ? anchorMillis
              : anchorMillis + ((wallMillis - anchorMillis) / everyMillis + 1) * everyMillis);
    }
  }
}
