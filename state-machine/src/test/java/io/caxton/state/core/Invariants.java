package io.caxton.state.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.state.time.TimerHeap;
import io.caxton.v1.Agent;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import java.util.HashMap;
import java.util.Map;

/** Whatever must hold between tables and indexes after every record. */
public final class Invariants {
  private Invariants() {}

  public static void check(Core core) {
    int running = 0;
    int delayed = 0;
    int deadlines = 0;
    int expiries = 0;
    int gates = 0;
    int leases = 0;
    int retentions = 0;
    for (Fleet fleet : core.fleets().all()) {
      checkTasks(fleet);
      leases += checkAgents(fleet);
      for (AgentEntry entry : fleet.agentEntries().values()) {
        running += entry.runningTasks();
      }
      deadlines += fleet.deadlines().size();
      expiries += fleet.expiries().size();
      for (QueueState queue : fleet.queueStates().values()) {
        checkRetention(queue);
        retentions += queue.oldestEnded() != null ? 1 : 0;
        delayed += queue.delayed.size();
        gates += checkGate(queue);
      }
    }
    assertThat(core.deadlines().grants().size()).as("grant timers").isEqualTo(running);
    assertThat(core.deadlines().delays().size()).as("delay timers").isEqualTo(delayed);
    assertThat(core.deadlines().wallDeadlines().size() + core.deadlines().holds().size())
        .as("wall timers and holds")
        .isEqualTo(deadlines);
    SagaInvariants.check(core);
    assertThat(core.deadlines().expiries().size()).as("expiry timers").isEqualTo(expiries);
    assertThat(core.deadlines().gates().size()).as("gates").isEqualTo(gates);
    assertThat(core.deadlines().agentLeases().size()).as("lease timers").isEqualTo(leases);
    assertThat(core.deadlines().retentions().size()).as("retentions").isEqualTo(retentions);
    assertThat(core.deadlines().sessions().size()).isEqualTo(core.sessions().size());
    checkHeap(core.deadlines().grants());
    MailInvariants.check(core);
    MemoryInvariants.check(core);
    ScheduleInvariants.check(core);
  }

  /** Every unfinished task is ready, delayed or running, in one way only. */
  private static void checkTasks(Fleet fleet) {
    Map<String, Integer> ready = new HashMap<>();
    Map<String, Integer> pending = new HashMap<>();
    Map<String, Integer> running = new HashMap<>();
    Map<String, Integer> finished = new HashMap<>();
    Map<String, Integer> dead = new HashMap<>();
    Map<String, Integer> delayed = new HashMap<>();
    KeyInvariants keys = new KeyInvariants();
    Map<String, Integer> held = new HashMap<>();
    Map<String, Integer> undoing = new HashMap<>();
    int deadlines = 0;
    int expiries = 0;
    for (Task task : fleet.tasks().freeze().values()) {
      keys.add(task);
      if (TaskStore.isDeadLetter(task)) {
        dead.merge(task.getQueue(), 1, Integer::sum);
      } else if (TaskStore.isFinished(task)) {
        finished.merge(task.getQueue(), 1, Integer::sum);
        assertThat(task.getLeaseUntilTick()).isZero();
      } else if (TaskPhase.isGranted(task)) {
        running.merge(task.getQueue(), 1, Integer::sum);
        checkRunning(fleet, task);
      } else {
        assertThat(task.getState())
            .isIn(TaskState.TASK_STATE_PENDING, TaskState.TASK_STATE_COMPENSATING);
        pending.merge(task.getQueue(), 1, Integer::sum);
        undoing.merge(task.getQueue(), TaskPhase.isCompensating(task) ? 1 : 0, Integer::sum);
        if (TaskPhase.isHeld(task)) {
          held.merge(task.getQueue(), 1, Integer::sum);
          assertThat(fleet.deadlines()).doesNotContainKey(task.getId());
          continue;
        }
        if (TaskPhase.isCompensating(task)) {
          deadlines++;
          assertThat(task.getDeadlineWallMillis()).isZero();
          assertThat(fleet.deadlines().get(task.getId()).at()).isEqualTo(task.getHoldAtTick());
        }
        if (task.getNotBeforeTick() == 0) {
          ready.merge(task.getQueue(), 1, Integer::sum);
        } else {
          delayed.merge(task.getQueue(), 1, Integer::sum);
          TaskTimer timer = fleet.queueStates().get(task.getQueue()).delayed.get(task.getOrder());
          assertThat(timer.isSet()).isTrue();
          assertThat(timer.at()).isEqualTo(task.getNotBeforeTick());
          assertThat(timer.tie()).isEqualTo(task.getOrder());
        }
        if (task.getDeadlineWallMillis() != 0) {
          deadlines++;
          TaskTimer timer = fleet.deadlines().get(task.getId());
          assertThat(timer.isSet()).isTrue();
          assertThat(timer.at()).isEqualTo(task.getDeadlineWallMillis());
        }
        if (TaskIndex.expiryTick(task) != 0) {
          expiries++;
          TaskTimer timer = fleet.expiries().get(task.getId());
          assertThat(timer.isSet()).isTrue();
          assertThat(timer.at()).isEqualTo(TaskIndex.expiryTick(task));
        }
      }
    }
    assertThat(fleet.deadlines()).hasSize(deadlines);
    assertThat(fleet.expiries()).hasSize(expiries);
    for (QueueState queue : fleet.queueStates().values()) {
      String name = queue.name();
      int blocked = queue.lanes.blockedTasks();
      assertThat(queue.ready.tasks() + blocked).as("ready in %s", name).isEqualTo(of(ready, name));
      assertThat(queue.ready.isEmpty()).isEqualTo(queue.ready.tasks() == 0);
      assertThat(queue.delayed).as("delayed in %s", name).hasSize(of(delayed, name));
      keys.check(queue);
      assertThat(queue.pendingTasks).as("pending in %s", name).isEqualTo(of(pending, name));
      assertThat(queue.heldTasks).as("held in %s", name).isEqualTo(of(held, name));
      assertThat(queue.undoingTasks).as("undoing in %s", name).isEqualTo(of(undoing, name));
      assertThat(queue.runningTasks).as("running in %s", name).isEqualTo(of(running, name));
      assertThat(queue.retainedTasks()).as("ended in %s", name).isEqualTo(of(finished, name));
      assertThat(queue.deadTasks()).as("dead in %s", name).isEqualTo(of(dead, name));
      QueueTotals totals = queue.totals;
      assertThat(totals.submitted + totals.revived)
          .isEqualTo(
              totals.completed
                  + totals.cancelled
                  + totals.dead
                  + totals.purged
                  + queue.unfinishedTasks());
    }
  }

  private static int of(Map<String, Integer> counts, String name) {
    return counts.getOrDefault(name, 0);
  }

  private static void checkRunning(Fleet fleet, Task task) {
    TaskTimer timer = fleet.agentEntries().get(task.getAgentId()).get(task.getId());
    assertThat(timer.isSet()).isTrue();
    assertThat(timer.at()).isEqualTo(task.getLeaseUntilTick());
    assertThat(timer.tie()).isEqualTo(task.getOrder());
    Agent agent = fleet.agents().get(task.getAgentId());
    assertThat(agent.getEpoch()).isEqualTo(task.getAgentEpoch());
    assertThat(agent.getLeaseUntilTick()).isPositive();
  }

  /** Returns how many leases are set. */
  private static int checkAgents(Fleet fleet) {
    int leases = 0;
    for (Agent agent : fleet.agents().rows().values()) {
      AgentEntry entry = fleet.agentEntries().get(agent.getId());
      assertThat(entry.isSet()).isEqualTo(agent.getLeaseUntilTick() != 0);
      if (entry.isSet()) {
        leases++;
        assertThat(entry.at()).isEqualTo(agent.getLeaseUntilTick());
      } else {
        assertThat(entry.runningTasks()).as("runs at %s", agent).isZero();
      }
    }
    assertThat(fleet.agentEntries()).hasSameSizeAs(fleet.agents().rows());
    return leases;
  }

  private static void checkRetention(QueueState queue) {
    assertThat(queue.isSet()).isEqualTo(queue.retainedTasks() + queue.deadTasks() > 0);
    if (queue.isSet()) {
      Task oldest = queue.oldestEnded();
      assertThat(queue.tie()).isEqualTo(oldest.getOrder());
      assertThat(queue.at())
          .isEqualTo(
              TaskStore.isDeadLetter(oldest)
                  ? queue.deadTasks() > queue.policy().deadTasksMax()
                      ? 0
                      : oldest.getFinishedTick() + queue.policy().deadRetentionMillis()
                  : queue.retainedTasks() > queue.policy().retentionTasks()
                      ? 0
                      : oldest.getFinishedTick() + queue.policy().retentionMillis());
    }
  }

  /** Returns 1 if the queue's gate is set: it waits for its rate and for nothing else. */
  private static int checkGate(QueueState queue) {
    long until = queue.waitsForRateUntil();
    assertThat(queue.gate().isSet()).isEqualTo(until != 0);
    if (until != 0) {
      assertThat(queue.gate().at()).isEqualTo(until);
    }
    return until == 0 ? 0 : 1;
  }

  private static void checkHeap(TimerHeap<?> heap) {
    assertThat(heap.nextAt()).isEqualTo(heap.size() == 0 ? TimerHeap.NEVER : heap.first().at());
  }
}
