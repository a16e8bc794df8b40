package io.caxton.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.v1.FireSchedule;
import io.caxton.v1.Schedule;
import io.caxton.v1.ScheduleSpec;
import io.caxton.v1.ScheduleState;
import org.junit.jupiter.api.Test;

class DueInstantsTest {
  private static final Schedule EVERY =
      Schedule.newBuilder()
          .setId("s")
          .setRevision(7)
          .setPutWallMillis(10_000)
          .setSpec(
              ScheduleSpec.newBuilder()
                  .setEvery(ScheduleSpec.Every.newBuilder().setEveryMillis(1_000)))
          .build();

  @Test
  void shouldFindTheFirstInstantAfterThePut() {
    FireSchedule found = DueInstants.find("f", EVERY, 10_500);

    assertThat(found)
        .isEqualTo(
            FireSchedule.newBuilder()
                .setFleet("f")
                .setScheduleId("s")
                .setRevision(7)
                .setNextInstant(11_000)
                .build());
  }

  @Test
  void shouldFindTheOneThatIsDueAndTheNext() {
    FireSchedule found =
        DueInstants.find("f", EVERY.toBuilder().setNextInstant(12_000).build(), 12_000);

    assertThat(found.getInstant()).isEqualTo(12_000);
    assertThat(found.getDueList()).containsExactly(12_000L);
    assertThat(found.getNextInstant()).isEqualTo(13_000);
    assertThat(found.getOlder()).isZero();
  }

  @Test
  void shouldListTheNewestAndCountTheOlder() {
    FireSchedule found =
        DueInstants.find("f", EVERY.toBuilder().setNextInstant(11_000).build(), 5_010_999);

    assertThat(found.getDueCount()).isEqualTo(DueInstants.DUE_MAX);
    assertThat(found.getDue(0)).isEqualTo(4_011_000);
    assertThat(found.getDue(DueInstants.DUE_MAX - 1)).isEqualTo(5_010_000);
    assertThat(found.getOlder()).isEqualTo(4_000);
    assertThat(found.getNextInstant()).isEqualTo(5_011_000);
  }

  @Test
  void shouldFindNoNextWhereThereIsNone() {
    Schedule once =
        EVERY.toBuilder()
            .setSpec(
                ScheduleSpec.newBuilder().setAt(ScheduleSpec.At.newBuilder().setWallMillis(10_100)))
            .build();

    FireSchedule found = DueInstants.find("f", once, 10_200);

    assertThat(found.getDueList()).containsExactly(10_100L);
    assertThat(found.getNextInstant()).isZero();
    assertThat(found.getProblem()).isEmpty();
  }

  @Test
  void shouldFindNothingDueOfOneThatHasEnded() {
    Schedule ended =
        EVERY.toBuilder()
            .setState(ScheduleState.SCHEDULE_STATE_ENDED)
            .setBufferedInstant(9)
            .build();

    FireSchedule found = DueInstants.find("f", ended, 5_010_999);

    assertThat(found.getRevision()).isEqualTo(7);
    assertThat(found.getDueCount()).isZero();
    assertThat(found.getNextInstant()).isZero();
  }

  @Test
  void shouldSayWhyNothingCanBeComputed() {
    Schedule bad =
        EVERY.toBuilder()
            .setSpec(
                ScheduleSpec.newBuilder()
                    .setCron(
                        ScheduleSpec.Cron.newBuilder().setExpression("* * * * *").setZone("Gone")))
            .build();

    FireSchedule found = DueInstants.find("f", bad, 10_200);

    assertThat(found.getProblem()).contains("cron.zone").contains("Gone");
    assertThat(found.getDueCount()).isZero();
  }
}
