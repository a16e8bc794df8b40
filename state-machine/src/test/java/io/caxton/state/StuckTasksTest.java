package io.caxton.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.state.read.StuckTasks;
import io.caxton.state.read.StuckTasks.Cause;
import io.caxton.v1.Agent;
import io.caxton.v1.NewTask;
import io.caxton.v1.Queue;
import io.caxton.v1.StateHeader;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import org.junit.jupiter.api.Test;

class StuckTasksTest {
  private final Replica replica = new Replica();

  @Test
  void shouldFindNothingInAStateThatIsWell() {
    Agent agent = replica.register("a");
    replica.submit("ready", "running");
    replica.submit(NewTask.newBuilder().setId("delayed").setDelayMillis(1_000));
    replica.grants(agent, 1);

    StuckTasks.Report report = StuckTasks.of(replica.machine.freeze());

    assertThat(report.unfinished()).isEqualTo(3);
    assertThat(report.isFault()).isFalse();
  }

  @Test
  void shouldLookAtTasksThatWaitPacked() {
    Replica small =
        new Replica(new Limits(9, 9, 9, 9, 9, 99, 16, 1 << 20, 2, ConversationLimits.BUILT_IN));
    for (int i = 0; i < 50; i++) {
      small.submit("t" + i);
    }

    StuckTasks.Report report = StuckTasks.of(small.machine.freeze());

    assertThat(report.unfinished()).isEqualTo(50);
    assertThat(report.isFault()).isFalse();
  }

  @Test
  void shouldCountThoseInAPausedQueueWithoutCallingThemAFault() {
    replica.submit("ready");
    replica.submit(NewTask.newBuilder().setId("delayed").setDelayMillis(1_000));
    replica.apply(
        io.caxton.v1.Command.newBuilder()
            .setSteerQueue(
                io.caxton.v1.SteerQueueRequest.newBuilder().setQueue("default").setPaused(true)));

    StuckTasks.Report report = StuckTasks.of(replica.machine.freeze());

    assertThat(report.count(Cause.QUEUE_PAUSED)).isOne();
    assertThat(report.isFault()).isFalse();
    assertThat(report.examples()).isEmpty();
  }

  @Test
  void shouldFindATimerThatNobodySwept() {
    Agent agent = replica.register("a");
    replica.submit("running");
    replica.grants(agent, 1, "default");
    replica.submit(NewTask.newBuilder().setId("delayed").setDelayMillis(1_000));
    replica.submit(
        NewTask.newBuilder().setId("deadline").setDeadlineWallMillis(replica.wallMillis + 1_000));
    // No sweep comes.
    replica.tick += 100_000;
    replica.wallMillis += 100_000;
    replica.apply(
        io.caxton.v1.Command.newBuilder().setNoOp(io.caxton.v1.NoOp.getDefaultInstance()));

    StuckTasks.Report late = StuckTasks.of(replica.machine.freeze());
    replica.sweep();
    StuckTasks.Report swept = StuckTasks.of(replica.machine.freeze());

    assertThat(late.count(Cause.OVERDUE)).isEqualTo(3);
    assertThat(late.examples())
        .extracting(StuckTasks.Stuck::id)
        .containsExactlyInAnyOrder("running", "delayed", "deadline");
    assertThat(swept.isFault()).isFalse();
  }

  @Test
  void shouldFindWhatRunsNowhere() {
    State state =
        new Rows()
            .queue("q", 0, 4)
            .agent("gone", 1, 0)
            .agent("newer", 2, 900)
            .running("no-lease", "newer", 2, 0)
            .running("owner-gone", "gone", 1, 900)
            .running("old-epoch", "newer", 1, 900)
            .running("unknown-owner", "nobody", 1, 900)
            .state();

    StuckTasks.Report report = StuckTasks.of(state);

    assertThat(report.count(Cause.NO_LEASE)).isOne();
    assertThat(report.count(Cause.NO_OWNER)).isEqualTo(3);
    assertThat(report.count(Cause.MISCOUNTED)).isZero();
    assertThat(report.isFault()).isTrue();
  }

  @Test
  void shouldFindWhatIsInNoQueueAndWhatWasMiscounted() {
    State state = new Rows().queue("q", 1, 0).pending("lost", "gone").state();

    StuckTasks.Report report = StuckTasks.of(state);

    assertThat(report.count(Cause.NO_QUEUE)).isOne();
    assertThat(report.count(Cause.MISCOUNTED)).isOne();
    assertThat(report.examples())
        .contains(
            new StuckTasks.Stuck("default", "lost", Cause.NO_QUEUE),
            new StuckTasks.Stuck("default", "q", Cause.MISCOUNTED));
  }

  /** A state that no history leads to. */
  private static final class Rows {
    private final io.caxton.state.core.Core core = new io.caxton.state.core.Core(Limits.BUILT_IN);
    private final io.caxton.state.core.Fleet fleet = core.fleets().add("");

    Rows queue(String name, long pending, long running) {
      fleet
          .queues()
          .put(
              name,
              Queue.newBuilder()
                  .setName(name)
                  .setPendingTasks(pending)
                  .setRunningTasks(running)
                  .build());
      return this;
    }

    Rows agent(String id, long epoch, long leaseUntil) {
      fleet
          .agents()
          .put(
              id,
              Agent.newBuilder().setId(id).setEpoch(epoch).setLeaseUntilTick(leaseUntil).build());
      return this;
    }

    Rows running(String id, String agent, long epoch, long leaseUntil) {
      return task(
          Task.newBuilder()
              .setId(id)
              .setQueue("q")
              .setState(TaskState.TASK_STATE_RUNNING)
              .setAgentId(agent)
              .setAgentEpoch(epoch)
              .setLeaseUntilTick(leaseUntil));
    }

    Rows pending(String id, String queue) {
      return task(
          Task.newBuilder().setId(id).setQueue(queue).setState(TaskState.TASK_STATE_PENDING));
    }

    private Rows task(Task.Builder task) {
      fleet.tasks().insert(task.getId(), task.build());
      return this;
    }

    State state() {
      fleet.schedules().rows().put("s", io.caxton.v1.Schedule.newBuilder().setId("s").build());
      return new State(
          StateHeader.newBuilder().setTick(100).setWallMillis(100).build(),
          core.fleets().freeze(),
          core.sessions().rows().freeze(),
          core.sessions().outcomes().freeze(),
          core.bodies());
    }
  }
}
