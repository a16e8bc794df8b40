package io.caxton.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.v1.ScheduleSpec;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class InstantsTest {
  private static final String BERLIN = "Europe/Berlin";

  @Test
  void shouldComeOnceAtItsTime() {
    Instants at =
        Instants.of(
            ScheduleSpec.newBuilder()
                .setAt(ScheduleSpec.At.newBuilder().setWallMillis(500))
                .build());

    assertThat(at.after(0)).hasValue(500);
    assertThat(at.after(499)).hasValue(500);
    assertThat(at.after(500)).isEmpty();
  }

  @Test
  void shouldComeAtTheAnchorAndEveryStepAfterIt() {
    Instants every =
        Instants.of(
            ScheduleSpec.newBuilder()
                .setEvery(
                    ScheduleSpec.Every.newBuilder().setEveryMillis(100).setAnchorWallMillis(1_007))
                .build());

    assertThat(every.after(0)).hasValue(1_007);
    assertThat(every.after(1_006)).hasValue(1_007);
    assertThat(every.after(1_007)).hasValue(1_107);
    assertThat(every.after(1_106)).hasValue(1_107);
    assertThat(every.after(1_107)).hasValue(1_207);
  }

  @Test
  void shouldReadTheFieldsOfUnixCron() {
    assertThat(next("0 9 * * MON-FRI", "", "2026-11-27T09:00:00Z", 2))
        .containsExactly("2026-11-30T09:00Z", "2026-12-01T09:00Z");
    assertThat(next("*/15 8-9 * * *", "", "2026-11-30T08:44:59.999Z", 3))
        .containsExactly("2026-11-30T08:45Z", "2026-11-30T09:00Z", "2026-11-30T09:15Z");
    assertThat(next("0 0 29 FEB *", "", "2026-11-30T00:00:00Z", 1))
        .containsExactly("2028-02-29T00:00Z");
    assertThat(next("30 2 * * *", "Asia/Kolkata", "2026-11-30T00:00:00Z", 1))
        .containsExactly("2026-12-01T02:30+05:30");
  }

  @Test
  void shouldRunASkippedTimeWhenTheClockIsSetForward() {
    // On 29 March 2026 Berlin goes from 2:00 to 3:00.
    assertThat(next("30 2 * * *", BERLIN, "2026-03-28T12:00:00Z", 2))
        .containsExactly("2026-03-29T03:00+02:00", "2026-03-30T02:30+02:00");
  }

  @Test
  void shouldRunSeveralSkippedTimesOnce() {
    assertThat(next("15,45 2 * * *", BERLIN, "2026-03-28T12:00:00Z", 2))
        .containsExactly("2026-03-29T03:00+02:00", "2026-03-30T02:15+02:00");
    assertThat(next("0,30 2,3 * * *", BERLIN, "2026-03-28T12:00:00Z", 3))
        .containsExactly(
            "2026-03-29T03:00+02:00", "2026-03-29T03:30+02:00", "2026-03-30T02:00+02:00");
  }

  @Test
  void shouldRunATimeThatComesTwiceTheFirstTimeOnly() {
    // On 25 October 2026 Berlin goes from 3:00 back to 2:00.
    assertThat(next("30 2 * * *", BERLIN, "2026-10-24T12:00:00Z", 2))
        .containsExactly("2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00");
    assertThat(next("0 2,3 * * *", BERLIN, "2026-10-24T12:00:00Z", 3))
        .containsExactly(
            "2026-10-25T02:00+02:00", "2026-10-25T03:00+01:00", "2026-10-26T02:00+01:00");
  }

  @Test
  void shouldGoOnFromTheMiddleOfTheHourThatComesTwice() {
    assertThat(next("30 2 * * *", BERLIN, "2026-10-25T01:10:00Z", 1))
        .containsExactly("2026-10-26T02:30+01:00");
    assertThat(next("30 2 * * *", BERLIN, "2026-10-25T00:10:00Z", 1))
        .containsExactly("2026-10-25T02:30+02:00");
  }

  @Test
  void shouldFollowTheTimeThatPassesWhereEveryHourIsMeant() {
    assertThat(next("*/20 * * * *", BERLIN, "2026-03-29T00:40:00Z", 3))
        .containsExactly(
            "2026-03-29T03:00+02:00", "2026-03-29T03:20+02:00", "2026-03-29T03:40+02:00");
    assertThat(next("*/30 * * * *", BERLIN, "2026-10-24T23:30:00Z", 6))
        .containsExactly(
            "2026-10-25T02:00+02:00",
            "2026-10-25T02:30+02:00",
            "2026-10-25T02:00+01:00",
            "2026-10-25T02:30+01:00",
            "2026-10-25T03:00+01:00",
            "2026-10-25T03:30+01:00");
  }

  @Test
  void shouldRiseAlwaysThroughYearsOfChangedClocks() {
    for (String zone : List.of(BERLIN, "America/New_York", "Australia/Lord_Howe", "")) {
      for (String cron : List.of("*/7 * * * *", "17 1,2,3 * * *", "0 */2 * * *", "59 23 * * SUN")) {
        Instants instants = cron(cron, zone);
        long at = millis("2025-12-31T00:00:00Z");
        for (int i = 0; i < 3_000; i++) {
          long next = instants.after(at).orElseThrow();
          assertThat(next).as("%s in %s", cron, zone).isGreaterThan(at);
          assertThat(instants.after(next - 1)).hasValue(next);
          at = next;
        }
      }
    }
  }

  @Test
  void shouldNeverComeWhereNoDayIsMeant() {
    assertThat(cron("0 0 30 2 *", "").after(0)).isEmpty();
    assertThat(cron("0 * 30 2 *", BERLIN).after(0)).isEmpty();
    assertThat(cron("* * 30 2 *", BERLIN).after(0)).isEmpty();
  }

  @Test
  void shouldRefuseWhatMeansNothingAndNameTheField() {
    for (String bad :
        List.of(
            "", " ", "61 * * * *", "* * *", "@daily", "*/0 * * * *", "a b c d e", "0 0 L * *")) {
      assertThatThrownBy(() -> cron(bad, ""))
          .as("'%s'", bad)
          .isInstanceOfSatisfying(
              BadSpecException.class, e -> assertThat(e.field()).isEqualTo("cron.expression"))
          .hasMessageContaining("\"" + bad + "\"");
    }
    for (String bad : List.of("Nowhere/Land", "berlin", "+25:00")) {
      assertThatThrownBy(() -> cron("* * * * *", bad))
          .isInstanceOfSatisfying(
              BadSpecException.class, e -> assertThat(e.field()).isEqualTo("cron.zone"))
          .hasMessageContaining(bad);
    }
    assertThatThrownBy(() -> Instants.of(ScheduleSpec.getDefaultInstance()))
        .isInstanceOf(BadSpecException.class);
  }

  private static Instants cron(String expression, String zone) {
    return Instants.of(
        ScheduleSpec.newBuilder()
            .setCron(ScheduleSpec.Cron.newBuilder().setExpression(expression).setZone(zone))
            .build());
  }

  private static long millis(String moment) {
    return OffsetDateTime.parse(moment).toInstant().toEpochMilli();
  }

  private static List<String> next(String expression, String zone, String from, int count) {
    Instants instants = cron(expression, zone);
    ZoneId shown = ZoneId.of(zone.isEmpty() ? "UTC" : zone);
    List<String> shownInstants = new ArrayList<>();
    OptionalLong at = instants.after(millis(from));
    while (at.isPresent() && shownInstants.size() < count) {
      shownInstants.add(
          java.time.Instant.ofEpochMilli(at.getAsLong())
              .atZone(shown)
              .toOffsetDateTime()
              .toString());
      at = instants.after(at.getAsLong());
    }
    return shownInstants;
  }
}
