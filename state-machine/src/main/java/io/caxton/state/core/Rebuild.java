package io.caxton.state.core;

import io.caxton.v1.Agent;
import io.caxton.v1.Queue;
import io.caxton.v1.Schedule;
import io.caxton.v1.StateHeader;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Builds everything derived from loaded tables, in an order that the stored rows alone decide. */
public final class Rebuild {
  private Rebuild() {}

  /** {@code tasks} by the names of their fleets; all other rows are in their tables. */
  public static void all(Core core, StateHeader header, Map<String, TaskLoad> tasks) {
    core.progress().load(header);
    for (Fleet fleet : core.fleets().all()) {
      fleet(core, fleet, Optional.ofNullable(tasks.get(fleet.name())));
    }
    core.sessions().rebuild();
    core.output().begin();
    core.feed().restart(core.progress().position());
  }

  private static void fleet(Core core, Fleet fleet, Optional<TaskLoad> tasks) {
    for (Queue row : fleet.queues().rows().values()) {
      fleet.addQueue(row);
    }
    for (Agent agent : fleet.agents().rows().values()) {
      AgentEntry entry = fleet.agentEntry(agent.getId());
      core.recoveries().agentChanged(null, agent);
      if (agent.getLeaseUntilTick() != 0) {
        core.deadlines()
            .agentLeases()
            .set(entry, agent.getLeaseUntilTick(), agent.getRegisteredPosition());
      }
    }
    tasks.ifPresent(load -> load.into(core.tasks().index()));
    for (QueueState built : fleet.queueStates().values()) {
      check(built, fleet.queues().get(built.name()));
      core.tasks().index().settleGate(built);
    }
    core.sagas().rebuild(fleet);
    MemoryRebuild.fleet(core, fleet);
    MailRebuild.fleet(core, fleet);
    for (Schedule schedule : fleet.schedules().rows().rows().values()) {
      core.schedules().index(fleet, schedule);
    }
    fleet.settle();
    core.fleets().touch(fleet);
  }

  private static void check(QueueState queue, Queue stored) {
    if (queue.pendingTasks != stored.getPendingTasks()
        || queue.runningTasks != stored.getRunningTasks()
        || queue.heldTasks != stored.getHeldTasks()
        // Once dead letters were counted among the others.
        || queue.retainedTasks() + queue.deadTasks()
            != stored.getRetainedTasks() + stored.getDeadTasks()) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "the tasks of queue \"%s\" are not those it counted: %s",
              queue.name(),
              stored));
    }
  }
}
