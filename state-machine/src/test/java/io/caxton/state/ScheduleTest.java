package io.caxton.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.caxton.state.core.ScheduleStore;
import io.caxton.state.read.ScheduleReads;
import io.caxton.v1.Agent;
import io.caxton.v1.CatchUp;
import io.caxton.v1.Command;
import io.caxton.v1.DeleteScheduleRequest;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.FireSchedule;
import io.caxton.v1.Grant;
import io.caxton.v1.ListSchedulesRequest;
import io.caxton.v1.NewTask;
import io.caxton.v1.Overlap;
import io.caxton.v1.PauseScheduleRequest;
import io.caxton.v1.PutQueueRequest;
import io.caxton.v1.PutScheduleRequest;
import io.caxton.v1.Queue;
import io.caxton.v1.Refusal;
import io.caxton.v1.ResumeScheduleRequest;
import io.caxton.v1.Schedule;
import io.caxton.v1.ScheduleSpec;
import io.caxton.v1.ScheduleState;
import io.caxton.v1.TriggerScheduleRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a schedule's instants; the test is the leader that finds them due. */
class ScheduleTest {
  private static final long START = 1_000_000;
  private static final long EVERY = 60_000;
  private static final String QUEUE = "default";

  private final Replica replica = new Replica();

  @BeforeEach
  void begin() {
    replica.wallMillis = START;
  }

  @Test
  void shouldAskForItsFirstInstantThenForEachThatIsDue() {
    // given
    assertThat(replica.machine.nextScheduleWallMillis()).isEqualTo(Long.MAX_VALUE);
    put(every());
    assertThat(replica.machine.nextScheduleWallMillis()).isZero();

    // when
    lead();

    // then
    assertThat(schedule().getNextInstant()).isEqualTo(START + EVERY);
    assertThat(replica.machine.nextScheduleWallMillis()).isEqualTo(START + EVERY);
    assertThat(replica.machine.dueSchedules(START + EVERY - 1, 10)).isEmpty();
    assertThat(tasks()).isEmpty();

    // when
    goTo(START + EVERY);

    // then
    assertThat(tasks()).containsExactly("s/" + (START + EVERY));
    assertThat(replica.task("s/" + (START + EVERY)).getPayload().toStringUtf8()).isEqualTo("p");
    assertThat(schedule().getNextInstant()).isEqualTo(START + 2 * EVERY);
  }

  @Test
  void shouldTakeNoProposalTwiceAndNoneThatIsStale() {
    // given
    Schedule put = put(every());
    lead();
    FireSchedule once =
        FireSchedule.newBuilder()
            .setScheduleId("s")
            .setRevision(put.getRevision())
            .setInstant(START + EVERY)
            .addDue(START + EVERY)
            .setNextInstant(START + 2 * EVERY)
            .build();

    // when it comes before its time, under another revision, then twice
    boolean early = fire(once).getStale();
    replica.wallMillis = START + EVERY;
    boolean other = fire(once.toBuilder().setRevision(put.getRevision() + 1).build()).getStale();
    boolean unknown = fire(once.toBuilder().setScheduleId("nobody").build()).getStale();
    int first = fire(once).getTasks();
    Schedule after = schedule();
    boolean second = fire(once).getStale();

    // then
    assertThat(List.of(early, other, unknown, second)).containsOnly(true);
    assertThat(first).isOne();
    assertThat(schedule()).isEqualTo(after);
    assertThat(tasks()).hasSize(1);
  }

  @Test
  void shouldNotRunTheLastInstantAgainOnceItHasEnded() {
    // given
    Schedule put =
        put(
            base()
                .setSpec(
                    ScheduleSpec.newBuilder()
                        .setAt(ScheduleSpec.At.newBuilder().setWallMillis(START + 5))));
    replica.wallMillis = START + 5;
    FireSchedule only =
        FireSchedule.newBuilder()
            .setScheduleId("s")
            .setRevision(put.getRevision())
            .addDue(START + 5)
            .build();

    // when
    fire(only);
    replica.reply(cancel("s/" + (START + 5)));
    fire(only);

    // then
    assertThat(schedule().getState()).isEqualTo(ScheduleState.SCHEDULE_STATE_ENDED);
    assertThat(schedule().getSubmittedTotal()).isOne();
    assertThat(replica.machine.nextScheduleWallMillis()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldSkipWhatWasMissed() {
    put(every().setOverlap(Overlap.OVERLAP_ALLOW));
    lead();

    goTo(START + 5 * EVERY + 500);

    assertThat(tasks()).containsExactly("s/" + (START + 5 * EVERY));
    assertThat(schedule().getMissedTotal()).isEqualTo(4);
  }

  @Test
  void shouldRunTheNewestOfThoseMissed() {
    put(every().setOverlap(Overlap.OVERLAP_ALLOW).setCatchUp(CatchUp.CATCH_UP_ONE));
    lead();

    goTo(START + 5 * EVERY + 30_000);

    assertThat(tasks()).containsExactly("s/" + (START + 5 * EVERY));
    assertThat(schedule().getMissedTotal()).isEqualTo(4);
  }

  @Test
  void shouldRunTheNewestOfThoseMissedUpToTheBoundAndTheOneInTime() {
    put(
        every()
            .setOverlap(Overlap.OVERLAP_ALLOW)
            .setCatchUp(CatchUp.CATCH_UP_ALL)
            .setCatchUpMax(3));
    lead();

    goTo(START + 9 * EVERY + 1);

    assertThat(tasks())
        .containsExactly(
            "s/" + (START + 6 * EVERY),
            "s/" + (START + 7 * EVERY),
            "s/" + (START + 8 * EVERY),
            "s/" + (START + 9 * EVERY));
    assertThat(schedule().getMissedTotal()).isEqualTo(5);
  }

  @Test
  void shouldCountOlderOnesThanWereListedAsMissed() {
    Schedule put = put(every().setCatchUp(CatchUp.CATCH_UP_ONE));
    lead();
    replica.wallMillis = START + 3_000 * EVERY;

    fire(
        FireSchedule.newBuilder()
            .setScheduleId("s")
            .setRevision(put.getRevision())
            .setInstant(START + EVERY)
            .setOlder(2_998)
            .addDue(START + 2_999 * EVERY)
            .setNextInstant(START + 3_001 * EVERY)
            .build());

    assertThat(schedule().getMissedTotal()).isEqualTo(2_998);
    assertThat(schedule().getSubmittedTotal()).isOne();
  }

  @Test
  void shouldCallLateOnlyWhatIsLaterThanItsBound() {
    put(every().setLateAfterMillis(2_000));
    lead();

    goTo(START + EVERY + 2_000);
    complete();
    goTo(START + 2 * EVERY + 2_001);

    assertThat(schedule().getSubmittedTotal()).isOne();
    assertThat(schedule().getMissedTotal()).isOne();
  }

  @Test
  void shouldNotRunBesideAnUnfinishedOne() {
    put(every());
    lead();
    goTo(START + EVERY);

    goTo(START + 2 * EVERY);
    complete();
    goTo(START + 3 * EVERY);

    assertThat(tasks()).containsExactly("s/" + (START + EVERY), "s/" + (START + 3 * EVERY));
    assertThat(schedule().getOverlappedTotal()).isOne();
  }

  @Test
  void shouldRunBesideAnUnfinishedOneIfAllowed() {
    put(every().setOverlap(Overlap.OVERLAP_ALLOW));
    lead();
    goTo(START + EVERY);
    goTo(START + 2 * EVERY);

    assertThat(tasks()).hasSize(2);
  }

  @Test
  void shouldKeepOneUntilTheOtherHasEnded() {
    // given
    put(every().setOverlap(Overlap.OVERLAP_BUFFER_ONE));
    lead();
    goTo(START + EVERY);

    // when
    goTo(START + 2 * EVERY);
    goTo(START + 3 * EVERY);

    // then
    assertThat(schedule().getBufferedInstant()).isEqualTo(START + 2 * EVERY);
    assertThat(schedule().getOverlappedTotal()).isOne();
    assertThat(tasks()).hasSize(1);
    assertThat(replica.machine.nextScheduleWallMillis()).isEqualTo(START + 4 * EVERY);

    // when
    complete();

    // then
    assertThat(replica.machine.nextScheduleWallMillis()).isZero();
    lead();
    assertThat(tasks()).containsExactly("s/" + (START + EVERY), "s/" + (START + 2 * EVERY));
    assertThat(schedule().getBufferedInstant()).isZero();
    assertThat(replica.machine.nextScheduleWallMillis()).isEqualTo(START + 4 * EVERY);
  }

  @Test
  void shouldRunWhatIsBufferedAfterItsEnd() {
    put(every().setOverlap(Overlap.OVERLAP_BUFFER_ONE).setUntilWallMillis(START + 2 * EVERY + 1));
    lead();
    goTo(START + EVERY);
    goTo(START + 2 * EVERY);
    assertThat(schedule().getState()).isEqualTo(ScheduleState.SCHEDULE_STATE_ENDED);

    complete();
    lead();

    assertThat(tasks()).containsExactly("s/" + (START + EVERY), "s/" + (START + 2 * EVERY));
    assertThat(replica.machine.nextScheduleWallMillis()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldEndAfterItsRuns() {
    put(every().setRunsMax(2).setOverlap(Overlap.OVERLAP_ALLOW).setCatchUp(CatchUp.CATCH_UP_ALL));
    lead();

    goTo(START + 7 * EVERY);

    assertThat(tasks()).hasSize(2);
    assertThat(schedule().getState()).isEqualTo(ScheduleState.SCHEDULE_STATE_ENDED);
    assertThat(schedule().getNote()).contains("runs_max");
    assertThat(replica.refusal(trigger()).getReason()).isEqualTo(ErrorReason.SCHEDULE_ENDED);
    assertThat(replica.refusal(pause()).getReason()).isEqualTo(ErrorReason.SCHEDULE_ENDED);
    assertThat(replica.refusal(resume()).getReason()).isEqualTo(ErrorReason.SCHEDULE_ENDED);
  }

  @Test
  void shouldHoldWhilePausedAndCatchUpWhenResumed() {
    // given
    Schedule put = put(every().setCatchUp(CatchUp.CATCH_UP_ONE));
    lead();

    // when
    Schedule paused = replica.reply(pause()).getPauseSchedule().getSchedule();
    Schedule again = replica.reply(pause()).getPauseSchedule().getSchedule();
    goTo(START + 3 * EVERY);

    // then
    assertThat(paused.getRevision()).isGreaterThan(put.getRevision());
    assertThat(paused.getTask().getPayload()).isEmpty();
    assertThat(paused.getNote()).isEqualTo("why");
    assertThat(again).isEqualTo(paused);
    assertThat(tasks()).isEmpty();
    assertThat(replica.machine.nextScheduleWallMillis()).isEqualTo(Long.MAX_VALUE);

    // when
    replica.wallMillis += 20_000;
    replica.reply(resume());
    lead();

    // then
    assertThat(tasks()).containsExactly("s/" + (START + 3 * EVERY));
    assertThat(schedule().getMissedTotal()).isEqualTo(2);
  }

  @Test
  void shouldBePausedWithTheReasonIfItsInstantsCannotBeComputed() {
    Schedule put = put(every());

    fire(
        FireSchedule.newBuilder()
            .setScheduleId("s")
            .setRevision(put.getRevision())
            .setProblem("cron.zone: no such zone")
            .build());

    assertThat(schedule().getState()).isEqualTo(ScheduleState.SCHEDULE_STATE_PAUSED);
    assertThat(schedule().getNote()).contains("no such zone");
    assertThat(schedule().getRevision()).isGreaterThan(put.getRevision());
  }

  @Test
  void shouldRunWhenTriggeredUnlessItWouldOverlap() {
    // given
    put(every());
    lead();
    replica.reply(pause());

    // when
    Result triggered = replica.apply(trigger());
    String taskId = triggered.reply().getTriggerSchedule().getTaskId();
    Refusal overlap = replica.refusal(trigger());

    // then
    assertThat(taskId).isEqualTo("s/now-" + triggered.position());
    assertThat(tasks()).containsExactly(taskId);
    assertThat(overlap.getReason()).isEqualTo(ErrorReason.SCHEDULE_OVERLAP);
    assertThat(overlap.getDetails(0).getValue()).isEqualTo(taskId);
    assertThat(schedule().getTriggeredTotal()).isOne();
    assertThat(schedule().getRuns()).isOne();
  }

  @Test
  void shouldGoOnAfterARefusedSubmitAndSayWhy() {
    // given
    replica.apply(
        Command.newBuilder()
            .setPutQueue(
                PutQueueRequest.newBuilder()
                    .setQueue(Queue.newBuilder().setName(QUEUE).setTasksMax(1))));
    replica.submit("other");
    put(every());
    lead();

    // when
    goTo(START + EVERY);
    Refusal triggered = replica.refusal(trigger());
    replica.reply(cancel("other"));
    goTo(START + 2 * EVERY);

    // then
    assertThat(triggered.getReason()).isEqualTo(ErrorReason.LIMIT_REACHED);
    assertThat(schedule().getRefusedTotal()).isOne();
    assertThat(schedule().getLastRefusal().getReason()).isEqualTo(ErrorReason.LIMIT_REACHED);
    assertThat(schedule().getSubmittedTotal()).isOne();
  }

  @Test
  void shouldAccountForEachInstantAlsoWhenARunIsRefused() {
    // given a queue with one place left, and one run left
    replica.apply(
        Command.newBuilder()
            .setPutQueue(
                PutQueueRequest.newBuilder()
                    .setQueue(Queue.newBuilder().setName(QUEUE).setTasksMax(1))));
    replica.submit("other");
    put(every().setRunsMax(1).setOverlap(Overlap.OVERLAP_ALLOW).setLateAfterMillis(600_000));
    lead();

    // when
    goTo(START + 3 * EVERY);

    // then
    assertThat(schedule().getState()).isEqualTo(ScheduleState.SCHEDULE_STATE_ACTIVE);
    assertThat(schedule().getRefusedTotal()).isOne();
    assertThat(schedule().getMissedTotal()).isEqualTo(2);
  }

  @Test
  void shouldBeginAnewWhenPutAgain() {
    // given
    Schedule first = put(every().setOverlap(Overlap.OVERLAP_BUFFER_ONE).setRunsMax(9));
    lead();
    goTo(START + EVERY);
    goTo(START + 2 * EVERY);
    replica.wallMillis = START + 10 * EVERY;

    // when
    Schedule second = put(every());
    lead();

    // then
    assertThat(second.getCreatedPosition()).isEqualTo(first.getCreatedPosition());
    assertThat(second.getRuns()).isZero();
    assertThat(second.getSubmittedTotal()).isOne();
    assertThat(second.getMissedTotal()).isOne();
    assertThat(schedule().getNextInstant()).isEqualTo(START + 11 * EVERY);
    assertThat(tasks()).hasSize(1);
  }

  @Test
  void shouldStayPausedWhenPutAgain() {
    put(every());
    replica.reply(pause());

    assertThat(put(every()).getState()).isEqualTo(ScheduleState.SCHEDULE_STATE_PAUSED);
  }

  @Test
  void shouldPutAndDeleteOnlyOverTheExpectedRevision() {
    // given
    Schedule put = put(every());

    // when
    Refusal exists =
        replica.refusal(
            Command.newBuilder()
                .setPutSchedule(
                    PutScheduleRequest.newBuilder().setSchedule(every()).setExpectedRevision(0)));
    lead();
    Refusal mismatch = replica.refusal(delete(put.getRevision() + 1));
    boolean deleted = replica.reply(delete(put.getRevision())).hasDeleteSchedule();

    // then
    assertThat(exists.getReason()).isEqualTo(ErrorReason.REVISION_MISMATCH);
    assertThat(mismatch.getReason()).isEqualTo(ErrorReason.REVISION_MISMATCH);
    assertThat(deleted).isTrue();
    assertThat(replica.refusal(delete(1)).getReason()).isEqualTo(ErrorReason.NOT_FOUND);
    assertThat(replica.refusal(pause()).getReason()).isEqualTo(ErrorReason.NOT_FOUND);
    assertThat(replica.refusal(resume()).getReason()).isEqualTo(ErrorReason.NOT_FOUND);
    assertThat(replica.refusal(trigger()).getReason()).isEqualTo(ErrorReason.NOT_FOUND);
    assertThat(replica.machine.nextScheduleWallMillis()).isEqualTo(Long.MAX_VALUE);
    assertThat(replica.machine.freeze().fleets()).isEmpty();
  }

  @Test
  void shouldRefuseWhatWouldNeverRun() {
    Schedule.Builder past =
        base()
            .setSpec(
                ScheduleSpec.newBuilder().setAt(ScheduleSpec.At.newBuilder().setWallMillis(START)));

    assertThat(refusedPut(past)).isEqualTo(ErrorReason.SCHEDULE_NEVER);
    assertThat(refusedPut(every().setUntilWallMillis(START))).isEqualTo(ErrorReason.SCHEDULE_NEVER);
  }

  @Test
  void shouldHoldNoMoreThanItsBound() {
    for (int i = 0; i < ScheduleStore.SCHEDULES_MAX; i++) {
      put(every().setId("s" + i));
    }

    assertThat(refusedPut(every())).isEqualTo(ErrorReason.LIMIT_REACHED);
    assertThat(put(every().setId("s0")).getId()).isEqualTo("s0");
    assertThat(replica.machine.dueSchedules(START, 100)).hasSize(100).doesNotHaveDuplicates();
  }

  @Test
  void shouldListByPrefixAndStateWithoutPayloads() {
    put(every().setId("b/2"));
    put(every().setId("a"));
    put(every().setId("b/1"));
    replica.reply(
        Command.newBuilder()
            .setPauseSchedule(PauseScheduleRequest.newBuilder().setScheduleId("b/2")));

    List<Schedule> listed =
        ScheduleReads.list(
            replica.machine.freeze(),
            ListSchedulesRequest.newBuilder()
                .setIdPrefix("b/")
                .addStates(ScheduleState.SCHEDULE_STATE_ACTIVE)
                .build());

    assertThat(listed).extracting(Schedule::getId).containsExactly("b/1");
    assertThat(listed.getFirst().getTask().getPayload()).isEmpty();
    assertThat(
            ScheduleReads.list(replica.machine.freeze(), ListSchedulesRequest.getDefaultInstance()))
        .extracting(Schedule::getId)
        .containsExactly("a", "b/1", "b/2");
  }

  private static Schedule.Builder base() {
    return Schedule.newBuilder()
        .setId("s")
        .setTask(NewTask.newBuilder().setPayload(ByteString.copyFromUtf8("p")));
  }

  private static Schedule.Builder every() {
    return base()
        .setSpec(
            ScheduleSpec.newBuilder()
                .setEvery(
                    ScheduleSpec.Every.newBuilder()
                        .setEveryMillis(EVERY)
                        .setAnchorWallMillis(START)));
  }

  private Schedule put(Schedule.Builder schedule) {
    return replica
        .reply(
            Command.newBuilder()
                .setPutSchedule(PutScheduleRequest.newBuilder().setSchedule(schedule)))
        .getPutSchedule()
        .getSchedule();
  }

  private ErrorReason refusedPut(Schedule.Builder schedule) {
    return replica
        .refusal(
            Command.newBuilder()
                .setPutSchedule(PutScheduleRequest.newBuilder().setSchedule(schedule)))
        .getReason();
  }

  private static Command.Builder pause() {
    return Command.newBuilder()
        .setPauseSchedule(PauseScheduleRequest.newBuilder().setScheduleId("s").setNote("why"));
  }

  private static Command.Builder resume() {
    return Command.newBuilder()
        .setResumeSchedule(ResumeScheduleRequest.newBuilder().setScheduleId("s"));
  }

  private static Command.Builder trigger() {
    return Command.newBuilder()
        .setTriggerSchedule(TriggerScheduleRequest.newBuilder().setScheduleId("s"));
  }

  private static Command.Builder delete(long revision) {
    return Command.newBuilder()
        .setDeleteSchedule(
            DeleteScheduleRequest.newBuilder().setScheduleId("s").setExpectedRevision(revision));
  }

  private static Command.Builder cancel(String taskId) {
    return Command.newBuilder()
        .setCancelTasks(io.caxton.v1.CancelTasksRequest.newBuilder().addTaskIds(taskId));
  }

  private io.caxton.v1.FiredSchedule fire(FireSchedule fire) {
    return replica.reply(Command.newBuilder().setFireSchedule(fire)).getFireSchedule();
  }

  /** The wall stands still meanwhile; then the leader looks. */
  private void goTo(long wallMillis) {
    replica.wallMillis = wallMillis;
    lead();
  }

  /** What the leader does for schedules with steps of {@link #EVERY}. */
  private void lead() {
    for (DueSchedule due : replica.machine.dueSchedules(replica.wallMillis, 10)) {
      Schedule schedule = due.schedule();
      FireSchedule.Builder fire =
          FireSchedule.newBuilder()
              .setFleet(due.fleet())
              .setScheduleId(schedule.getId())
              .setRevision(schedule.getRevision())
              .setInstant(schedule.getNextInstant());
      long next =
          schedule.getNextInstant() == 0
              ? START + ((schedule.getPutWallMillis() - START) / EVERY + 1) * EVERY
              : schedule.getNextInstant();
      for (; next <= replica.wallMillis; next += EVERY) {
        fire.addDue(next);
      }
      fire(fire.setNextInstant(next).build());
    }
  }

  /** An agent does all that waits. */
  private void complete() {
    Agent agent = replica.register("worker");
    for (Grant grant : replica.grants(agent, 100)) {
      replica.completeOne(agent, grant);
    }
  }

  private Schedule schedule() {
    return replica.machine.freeze().schedule("", "s").orElseThrow();
  }

  /** The schedule's tasks in the order of their submission. */
  private List<String> tasks() {
    List<String> ids = new ArrayList<>();
    io.caxton.state.read.TaskReads.list(
            replica.machine.freeze(),
            "",
            io.caxton.v1.TaskFilter.newBuilder().setIdPrefix("s/").build())
        .forEach(task -> ids.add(task.getId()));
    return ids;
  }
}
