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
import java.time.zone.ZoneRules;
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
  private final ZoneRules rules;
  private final boolean everyHour;

  private CronInstants(Cron cron, ZoneId zone) {
    this.times = ExecutionTime.forCron(cron);
    this.rules = zone.getRules();
    this.everyHour = cron.retrieve(CronFieldName.HOUR).getExpression() instanceof Always;
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
    Instant from = Instant.ofEpochMilli(wallMillis);
    return everyHour ? flowing(from) : named(from);
  }

  /** The next local time, counted on from the last change of the clocks. */
  private OptionalLong flowing(Instant start) {
    Instant from = start;
    LocalDateTime local = LocalDateTime.ofInstant(from, rules.getOffset(from));
    for (Optional<LocalDateTime> next = next(local); next.isPresent(); next = next(local)) {
      Instant instant = next.get().toInstant(rules.getOffset(from));
      ZoneOffsetTransition change = rules.nextTransition(from);
      if (change == null || instant.isBefore(change.getInstant())) {
        return OptionalLong.of(instant.toEpochMilli());
      }
      from = change.getInstant();
      local = change.getDateTimeAfter().minusNanos(1);
    }
    return OptionalLong.empty();
  }

  /** The next of the local times that are named, each placed once. */
  private OptionalLong named(Instant from) {
    Optional<LocalDateTime> next = next(LocalDateTime.ofInstant(from, rules.getOffset(from)));
    while (next.isPresent()) {
      Instant instant = place(next.get());
      if (instant.isAfter(from)) {
        return OptionalLong.of(instant.toEpochMilli());
      }
      next = next(next.get());
    }
    return OptionalLong.empty();
  }

  private Instant place(LocalDateTime local) {
    ZoneOffsetTransition change = rules.getTransition(local);
    return change != null && change.isGap()
        ? change.getInstant()
        : local.toInstant(rules.getValidOffsets(local).getFirst());
  }

  /** As if clocks were never changed. */
  private Optional<LocalDateTime> next(LocalDateTime local) {
    return times.nextExecution(local.atZone(ZoneOffset.UTC)).map(ZonedDateTime::toLocalDateTime);
  }
}
