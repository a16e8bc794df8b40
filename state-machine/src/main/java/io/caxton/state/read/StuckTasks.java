package io.caxton.state.read;

import io.caxton.state.State;
import io.caxton.state.core.TaskGlance;
import io.caxton.state.core.TaskPhase;
import io.caxton.state.core.TaskStore;
import io.caxton.state.table.LayeredRows;
import io.caxton.state.table.RowBytes;
import io.caxton.v1.Agent;
import io.caxton.v1.Queue;
import io.caxton.v1.Task;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The invariant of tasks, looked at in a view: every unfinished one has a live lease, a timer, or
 * is ready in a queue that gives tasks; only a held compensation waits for a person. Goes through
 * all tasks.
 */
public final class StuckTasks {
  /** So long after its time a timer counts as forgotten: no sweep takes that long. */
  static final long OVERDUE_MILLIS = 60_000;

  private static final int EXAMPLES_MAX = 10;

  /** Why nothing will move a task on. */
  public enum Cause {
    /** It runs and has no lease. */
    NO_LEASE,
    /** It runs at an agent that is not there, in another epoch, or without a lease. */
    NO_OWNER,
    /** The tick has long passed its lease or delay, or the wall its deadline. */
    OVERDUE,
    /** Its queue is not known. */
    NO_QUEUE,
    /**
     * It is ready in a queue that is paused: somebody has to resume it. No fault of the cluster.
     */
    QUEUE_PAUSED,
    /** A compensation that is held: somebody has to resolve it. No fault of the cluster. */
    HELD,
    /** The queue counts more or fewer unfinished tasks than there are. */
    MISCOUNTED;

    boolean isFault() {
      return this != QUEUE_PAUSED && this != HELD;
    }

    /** As in metrics. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** One task that is stuck; for MISCOUNTED the name of a queue instead of a task's id. */
  public record Stuck(String fleet, String id, Cause cause) {}

  /** What was found; some of those that are a fault as examples. */
  public record Report(long unfinished, Map<Cause, Long> counts, List<Stuck> examples) {
    public long count(Cause cause) {
      return counts.getOrDefault(cause, 0L);
    }

    /** Something is wrong with the state machine itself. */
    public boolean isFault() {
      return counts.keySet().stream().anyMatch(Cause::isFault);
    }
  }

  private final State state;
  private final Map<Cause, Long> counts = new EnumMap<>(Cause.class);
  private final List<Stuck> examples = new ArrayList<>();
  private long unfinished;
  private String fleet = "";
  private Map<String, Agent> agents = Map.of();
  private Map<String, Queue> queues = Map.of();
  private Map<String, long[]> unfinishedOf = new HashMap<>();

  private StuckTasks(State state) {
    this.state = state;
  }

  public static Report of(State state) {
    StuckTasks look = new StuckTasks(state);
    state.fleets().forEach(look::fleet);
    return new Report(look.unfinished, Map.copyOf(look.counts), List.copyOf(look.examples));
  }

  private void fleet(String name) {
    fleet = name;
    agents = state.agents(name);
    queues = state.queues(name);
    unfinishedOf = new HashMap<>();
    all(state.tasks(name));
    for (Queue queue : queues.values()) {
      long counted = queue.getPendingTasks() + queue.getRunningTasks();
      long[] there = unfinishedOf.getOrDefault(queue.getName(), new long[1]);
      if (counted != there[0]) {
        stuck(queue.getName(), Cause.MISCOUNTED);
      }
    }
  }

  @SuppressWarnings("unchecked") // Tasks are what the map has.
  private void all(Map<String, Task> tasks) {
    if (tasks instanceof LayeredRows<?> rows) {
      LayeredRows<Task> layered = (LayeredRows<Task>) rows;
      layered.messages().values().forEach(this::task);
      TaskGlance glance = new TaskGlance();
      for (RowBytes row : layered.packed()) {
        glance.at(row.array(), row.from(), row.length());
        // Of a million that wait no message is made.
        Queue queue = queues.get(glance.queue());
        if (glance.isPlainReady() && queue != null && !queue.getPaused()) {
          count(glance.queue());
        } else {
          task(layered.parse(row));
        }
      }
    } else {
      tasks.values().forEach(this::task);
    }
  }

  private void task(Task task) {
    if (TaskStore.isFinished(task)) {
      return;
    }
    count(task.getQueue());
    if (!queues.containsKey(task.getQueue())) {
      stuck(task.getId(), Cause.NO_QUEUE);
    }
    if (TaskPhase.isHeld(task)) {
      stuck(task.getId(), Cause.HELD);
    } else if (TaskPhase.isGranted(task)) {
      granted(task);
    } else {
      pending(task);
    }
  }

  private void pending(Task task) {
    if (isPast(task.getNotBeforeTick(), state.tick())
        || (task.getAttempt() == 0 && isPast(task.getStartByTick(), state.tick()))
        || isPast(task.getEndByTick(), state.tick())
        || isPast(task.getHoldAtTick(), state.tick())
        || isPast(task.getDeadlineWallMillis(), state.wallMillis())) {
      stuck(task.getId(), Cause.OVERDUE);
    } else if (task.getNotBeforeTick() == 0 && isPaused(task.getQueue())) {
      stuck(task.getId(), Cause.QUEUE_PAUSED);
    }
  }

  private boolean isPaused(String queue) {
    return queues.containsKey(queue) && queues.get(queue).getPaused();
  }

  private void granted(Task task) {
    Agent owner = agents.get(task.getAgentId());
    if (task.getLeaseUntilTick() == 0) {
      stuck(task.getId(), Cause.NO_LEASE);
    } else if (owner == null
        || owner.getEpoch() != task.getAgentEpoch()
        || owner.getLeaseUntilTick() == 0) {
      stuck(task.getId(), Cause.NO_OWNER);
    } else if (isPast(task.getLeaseUntilTick(), state.tick())) {
      stuck(task.getId(), Cause.OVERDUE);
    }
  }

  private static boolean isPast(long due, long now) {
    return due != 0 && now - due > OVERDUE_MILLIS;
  }

  private void count(String queue) {
    unfinished++;
    unfinishedOf.computeIfAbsent(queue, name -> new long[1])[0]++;
  }

  private void stuck(String id, Cause cause) {
    counts.merge(cause, 1L, Long::sum);
    if (cause.isFault() && examples.size() < EXAMPLES_MAX) {
      examples.add(new Stuck(fleet, id, cause));
    }
  }
}
