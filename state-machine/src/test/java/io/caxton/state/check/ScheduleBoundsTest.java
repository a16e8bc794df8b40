package io.caxton.state.check;

import static io.caxton.state.check.Samples.CALL;
import static io.caxton.state.check.Samples.label;
import static io.caxton.state.check.Samples.many;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.caxton.v1.DeleteScheduleRequest;
import io.caxton.v1.NewTask;
import io.caxton.v1.PauseScheduleRequest;
import io.caxton.v1.PutScheduleRequest;
import io.caxton.v1.ResumeScheduleRequest;
import io.caxton.v1.Schedule;
import io.caxton.v1.ScheduleSpec;
import io.caxton.v1.ScheduleState;
import io.caxton.v1.TriggerScheduleRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every bound of a request about schedules, from both sides. */
class ScheduleBoundsTest {
  private static final PutScheduleRequest EVERY =
      put(
          ScheduleSpec.newBuilder()
              .setEvery(ScheduleSpec.Every.newBuilder().setEveryMillis(1_000))
              .build());
  private static final PutScheduleRequest AT =
      put(ScheduleSpec.newBuilder().setAt(ScheduleSpec.At.newBuilder().setWallMillis(1)).build());
  private static final PutScheduleRequest CRON =
      put(
          ScheduleSpec.newBuilder()
              .setCron(ScheduleSpec.Cron.newBuilder().setExpression("* * * * *"))
              .build());
  private static final List<Message> OTHERS =
      List.of(
          DeleteScheduleRequest.newBuilder().setCall(CALL).setScheduleId("s").build(),
          PauseScheduleRequest.newBuilder().setCall(CALL).setScheduleId("s").build(),
          ResumeScheduleRequest.newBuilder().setCall(CALL).setScheduleId("s").build(),
          TriggerScheduleRequest.newBuilder().setCall(CALL).setScheduleId("s").build());

  private static PutScheduleRequest put(ScheduleSpec spec) {
    return PutScheduleRequest.newBuilder()
        .setCall(CALL)
        .setSchedule(
            Schedule.newBuilder()
                .setId("s")
                .setSpec(spec)
                .setTask(NewTask.newBuilder().setQueue("q").addLabels(label("k")))
                .addLabels(label("k")))
        .build();
  }

  private static Bound of(Message good, String path) {
    return new Bound(good, path);
  }

  private static String x(int count) {
    return "x".repeat(count);
  }

  @Test
  void shouldBoundWhatEveryRequestHas() {
    for (Message good :
        List.of(EVERY, OTHERS.get(0), OTHERS.get(1), OTHERS.get(2), OTHERS.get(3))) {
      assertThat(Bound.check(good)).as("%s", good).isEmpty();
      of(good, "call.session_id").allows(1L, -1L).refuses(0L);
      of(good, "fleet").allows("", x(64), "A.b_c-9").refuses(x(65), "a b", "a/b", "é");
    }
    for (Message good : OTHERS) {
      of(good, "schedule_id").allows(x(200), "a.b_c:d/e-f").refuses("", x(201), "a b");
    }
    of(OTHERS.get(1), "note").allows("", x(256)).refuses(x(257));
  }

  @Test
  void shouldBoundSchedules() {
    of(EVERY, "schedule.id").allows(x(200), "a.b_c:d/e-f").refuses("", x(201), "a b");
    of(EVERY, "schedule.catch_up_max").allows(0, 1, 300).refuses(301, -1);
    of(EVERY, "schedule.late_after_millis").allows(0, 100, 600_000).refuses(99, 600_001, -1);
    of(EVERY, "schedule.until_wall_millis").allows(0L, Long.MAX_VALUE).refuses(-1L);
    of(EVERY, "schedule.runs_max").allows(0L, Long.MAX_VALUE).refuses(-1L);
    of(EVERY, "schedule.labels")
        .allows(many(32, i -> label("k" + i)))
        .refuses(many(33, i -> label("k" + i)));
    Schedule good = EVERY.getSchedule();
    of(EVERY, "schedule")
        .refusesAt("schedule.catch_up", good.toBuilder().setCatchUpValue(4).build());
    of(EVERY, "schedule")
        .refusesAt("schedule.overlap", good.toBuilder().setOverlapValue(4).build());
    of(EVERY, "schedule").refusesAt("schedule.spec", good.toBuilder().clearSpec().build());
    assertThat(Bound.check(EVERY.toBuilder().clearSchedule().build()))
        .hasValueSatisfying(r -> assertThat(r.getField()).isEqualTo("schedule"));
  }

  @Test
  void shouldTakeNoFieldThatOnlyTheClusterWrites() {
    Schedule good = EVERY.getSchedule();
    of(EVERY, "schedule")
        .refusesAt(
            "schedule.state",
            good.toBuilder().setState(ScheduleState.SCHEDULE_STATE_PAUSED).build());
    for (String field :
        List.of(
            "next_instant",
            "buffered_instant",
            "last_instant",
            "runs",
            "triggered_total",
            "submitted_total",
            "missed_total",
            "overlapped_total",
            "refused_total",
            "revision",
            "created_position",
            "put_wall_millis",
            "changed_position")) {
      of(EVERY, "schedule." + field).refuses(1L);
    }
    of(EVERY, "schedule.note").refuses("n");
    of(EVERY, "schedule.last_task_id").refuses("t");
  }

  @Test
  void shouldBoundSpecs() {
    of(AT, "schedule.spec.at.wall_millis").allows(1L, Long.MAX_VALUE).refuses(0L, -1L);
    of(EVERY, "schedule.spec.every.every_millis")
        .allows(1_000L, 31_536_000_000L)
        .refuses(0L, 999L, 31_536_000_001L, -1L);
    of(EVERY, "schedule.spec.every.anchor_wall_millis").allows(0L, 1L << 60).refuses(-1L);
    // Whether an expression or a zone means anything is not looked at here.
    of(CRON, "schedule.spec.cron.expression").allows("?", x(256)).refuses("", x(257));
    of(CRON, "schedule.spec.cron.zone").allows("", x(64)).refuses(x(65));
  }

  @Test
  void shouldBoundTheTask() {
    of(EVERY, "schedule.task.id").refuses("t");
    of(EVERY, "schedule.task.deadline_wall_millis").refuses(1L);
    of(EVERY, "schedule.task.payload")
        .allows(ByteString.EMPTY, ByteString.copyFrom(new byte[64 << 10]))
        .refuses(ByteString.copyFrom(new byte[(64 << 10) + 1]));
    of(EVERY, "schedule.task.queue").allows("", x(128)).refuses(x(129), "a b");
    of(EVERY, "schedule.task.priority").allows(0, 9).refuses(10, -1);
    of(EVERY, "schedule.task.labels[0].key").allows(x(63)).refuses("", x(64), "a b");
  }
}
