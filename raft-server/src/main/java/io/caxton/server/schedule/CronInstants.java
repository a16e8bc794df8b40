package io.caxton.server.schedule;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.field.CronFieldName;
import com.cronutils.model.field.expression.Always;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.caxton.v1.ScheduleSpec;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The instants of a cron expression in a time zone.
 *
 * <p>Where clocks are set forward or back: an expression whose hour is {@code *} follows the time
 * that passes, as if clocks were not touched. One with given hours runs once for each local time
 * that it names: a time that is skipped counts at the moment the clock is set forward, one that
 * comes twice counts the first time.
 */
final class CronInstants implements Instants {
  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  private final ExecutionTime times;
  private final ZoneId zone;
  private final boolean everyHour;

  private CronInstants(Cron cron, ZoneId zone) {
    this.times = ExecutionTime.forCron(cron);
    this.zone = zone;
    this.everyHour =
        cron.retrieve(CronFieldName.HOUR).getExpression() instanceof Always;
  }

  static CronInstants of(ScheduleSpec.Cron spec) {
    ZoneId zone = zone(spec.getZone());
    try {
      return new CronInstants(PARSER.parse(spec.getExpression()).validate(), zone);
    } catch (IllegalArgumentException e) {
      throw new BadSpecException(
          "cron.expression", "\"" + spec.getExpression() + "\" is none: " + e.getMessage());
    }
  }

  private static ZoneId zone(String name) {
    if (name.isEmpty()) {
      return ZoneOffset.UTC;
    }
    if (!ZoneId.getAvailableZoneIds().contains(name)) {
      throw new BadSpecException("cron.zone", "\"" + name + "\" is no time zone known here");
    }
    return ZoneId.of(name);
  }

  @Override
  public OptionalLong after(long wallMillis) {
    ZonedDateTime from = Instant.ofEpochMilli(wallMillis).atZone(zone);
    if (everyHour) {
      Optional<ZonedDateTime> next = times.nextExecution(from);
      return next.isPresent()
          ? OptionalLong.of(next.get().toInstant().toEpochMilli())
          : OptionalLong.empty();
    }
    // Local times in a zone that never changes its clocks, each then placed in the real one.
    Optional<ZonedDateTime> local =
        times.nextExecution(from.toLocalDateTime().atZone(ZoneOffset.UTC));
    while (local.isPresent()) {
      long instant = place(local.get().toLocalDateTime());
      if (instant > wallMillis) {
        return OptionalLong.of(instant);
      }
      local = times.nextExecution(local.get());
    }
    return OptionalLong.empty();
  }

  private long place(LocalDateTime local) {
    ZoneOffsetTransition change = zone.getRules().getTransition(local);
    Instant instant =
        change != null && change.isGap() ? change.getInstant() : local.atZone(zone).toInstant();
    return instant.toEpochMilli();
  }
}
