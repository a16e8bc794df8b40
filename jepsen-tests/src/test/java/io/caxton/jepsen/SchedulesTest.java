package io.caxton.jepsen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.jepsen.node.TestCluster;
import io.caxton.jepsen.node.TestNode;
import io.caxton.v1.CatchUp;
import io.caxton.v1.ListTasksRequest;
import io.caxton.v1.NewTask;
import io.caxton.v1.Overlap;
import io.caxton.v1.Page;
import io.caxton.v1.ReadOptions;
import io.caxton.v1.Schedule;
import io.caxton.v1.ScheduleSpec;
import io.caxton.v1.ScheduleState;
import io.caxton.v1.Task;
import io.caxton.v1.TaskFilter;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Schedules while servers die: each instant as its policy says, none twice. */
@Tag("slow")
class SchedulesTest {
  private static final int EVERY = 2_000;
  private static final int LATE_AFTER = 1_500;
  private static final int CATCH_UP_MAX = 3;
  private static final Duration OUTAGE = Duration.ofSeconds(20);

  @RegisterExtension final Clusters clusters = new Clusters();

  private TestCluster cluster;
  private CaxtonClient client;

  private void start() {
    cluster = clusters.of(3).start();
    cluster.awaitLeader();
    client = clusters.closing(cluster.client());
  }

  @Test
  void shouldDoAsItsPolicySaysOfWhatWasMissedWhileTheWholeClusterWasDown() {
    // given a schedule of each policy, each of which has run
    start();
    put(every("skip", EVERY, LATE_AFTER).setCatchUp(CatchUp.CATCH_UP_SKIP));
    put(every("one", EVERY, LATE_AFTER).setCatchUp(CatchUp.CATCH_UP_ONE));
    put(
        every("all", EVERY, LATE_AFTER)
            .setCatchUp(CatchUp.CATCH_UP_ALL)
            .setCatchUpMax(CATCH_UP_MAX));
    await("each to run")
        .until(() -> List.of("skip", "one", "all").stream().allMatch(id -> get(id).getRuns() > 0));

    // when the whole cluster is down over several instants
    cluster.killAll();
    long downAt = System.currentTimeMillis();
    await("the outage")
        .pollDelay(OUTAGE)
        .until(() -> System.currentTimeMillis() - downAt > OUTAGE.toMillis());
    cluster.restartDown();
    long upAt = System.currentTimeMillis();
    await("each to go on")
        .until(
            () ->
                List.of("skip", "one", "all").stream()
                    .allMatch(id -> get(id).getLastInstant() > upAt));

    // then
    assertThat(latePerFiring("skip", downAt)).isEmpty();
    assertThat(latePerFiring("one", downAt)).isNotEmpty().allMatch(late -> late.size() == 1);
    // At the first firing after the outage more than the bound were late.
    assertThat(latePerFiring("all", downAt)).anyMatch(late -> late.size() == CATCH_UP_MAX);
    assertThat(latePerFiring("all", downAt)).allMatch(late -> late.size() <= CATCH_UP_MAX);
    for (String id : List.of("skip", "one", "all")) {
      checkAccounts(id);
      checkNewestLate(id);
    }
  }

  @Test
  void shouldRunEachInstantOnceWhenTheLeaderDiesAtIt() {
    // given one that misses nothing, and one that comes once
    start();
    long onceAt = System.currentTimeMillis() + 12_000;
    put(every("often", 3_000, 600_000));
    put(
        base("once", 600_000)
            .setSpec(
                ScheduleSpec.newBuilder()
                    .setAt(ScheduleSpec.At.newBuilder().setWallMillis(onceAt))));
    await("the first run").until(() -> get("often").getRuns() > 0);

    // when the leader dies at an instant, again and again
    for (int i = 0; i < 4; i++) {
      TestNode leader = cluster.awaitLeader();
      long instant = get("often").getNextInstant() + clusters.random().nextInt(60) - 20;
      await("an instant")
          .pollInterval(Duration.ofMillis(1))
          .until(() -> System.currentTimeMillis() >= instant);
      leader.kill();
      cluster.awaitLeaderOtherThan(leader);
      cluster.restartDown();
    }
    await("the one that comes once")
        .until(() -> get("once").getState() == ScheduleState.SCHEDULE_STATE_ENDED);
    long now = System.currentTimeMillis();
    await("the newest instant").until(() -> get("often").getLastInstant() > now);

    // then
    assertThat(tasks("once")).hasSize(1);
    assertThat(get("once").getSubmittedTotal()).isOne();
    assertThat(get("once").getMissedTotal()).isZero();
    assertThat(get("often").getMissedTotal()).isZero();
    checkAccounts("often");
  }

  /** All instants from the first to the last: each has its task, or was counted as missed. */
  private void checkAccounts(String id) {
    Schedule schedule = pause(id);
    List<Long> instants = tasks(id).stream().map(SchedulesTest::instant).sorted().toList();
    long every = schedule.getSpec().getEvery().getEveryMillis();
    long first = (schedule.getPutWallMillis() / every + 1) * every;
    long all = (schedule.getNextInstant() - first) / every;
    assertThat(instants).doesNotHaveDuplicates().allMatch(instant -> instant % every == 0);
    assertThat(schedule.getSubmittedTotal()).as("%s", schedule).isEqualTo(instants.size());
    assertThat(schedule.getSubmittedTotal() + schedule.getMissedTotal())
        .as("%s", schedule)
        .isEqualTo(all);
    assertThat(schedule.getOverlappedTotal() + schedule.getRefusedTotal()).isZero();
    assertThat(schedule.getNextInstant()).isGreaterThan(schedule.getLastInstant());
  }

  /** Of those that were late together the newest were taken: no later one is left out. */
  private void checkNewestLate(String id) {
    List<Task> all = tasks(id);
    List<Long> instants = all.stream().map(SchedulesTest::instant).toList();
    for (Task task : all) {
      long next = instant(task) + EVERY;
      if (isLate(task) && task.getSubmittedWallMillis() - next > LATE_AFTER) {
        assertThat(instants).as("after %s", task.getId()).contains(next);
      }
    }
  }

  /** The tasks that were submitted late, by the command that did it, oldest first. */
  private Collection<List<Task>> latePerFiring(String id, long afterWallMillis) {
    return tasks(id).stream()
        .filter(task -> isLate(task) && instant(task) > afterWallMillis - EVERY)
        .collect(
            Collectors.groupingBy(Task::getSubmittedPosition, TreeMap::new, Collectors.toList()))
        .values();
  }

  private static boolean isLate(Task task) {
    return task.getSubmittedWallMillis() - instant(task) > LATE_AFTER;
  }

  private static long instant(Task task) {
    return Long.parseLong(task.getId().substring(task.getId().lastIndexOf('/') + 1));
  }

  private static Schedule.Builder base(String id, int lateAfterMillis) {
    return Schedule.newBuilder()
        .setId(id)
        .setTask(NewTask.newBuilder().setQueue("scheduled"))
        .setOverlap(Overlap.OVERLAP_ALLOW)
        .setLateAfterMillis(lateAfterMillis);
  }

  private static Schedule.Builder every(String id, int everyMillis, int lateAfterMillis) {
    return base(id, lateAfterMillis)
        .setSpec(
            ScheduleSpec.newBuilder()
                .setEvery(ScheduleSpec.Every.newBuilder().setEveryMillis(everyMillis)));
  }

  private void put(Schedule.Builder schedule) {
    CaxtonException.join(client.schedules().put(schedule.build(), OptionalLong.empty()));
  }

  private Schedule get(String id) {
    return CaxtonException.join(client.schedules().get(id, ReadOptions.getDefaultInstance()))
        .getSchedule();
  }

  private Schedule pause(String id) {
    return CaxtonException.join(client.schedules().pause(id, "the test looks"));
  }

  private List<Task> tasks(String id) {
    return CaxtonException.join(
            client
                .tasks()
                .list(
                    ListTasksRequest.newBuilder()
                        .setFilter(TaskFilter.newBuilder().setIdPrefix(id + "/"))
                        .setPage(Page.newBuilder().setSize(1_000))
                        .build()))
        .getTasksList();
  }
}
