package io.caxton.state.task;

import io.caxton.state.Refusals;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.QueueDefaults;
import io.caxton.state.core.QueueState;
import io.caxton.state.core.TaskMaker;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.NewTask;
import io.caxton.v1.Refusal;
import io.caxton.v1.Reply;
import io.caxton.v1.SubmitResult;
import io.caxton.v1.SubmitTasksRequest;
import io.caxton.v1.SubmitTasksResponse;
import io.caxton.v1.Submitted;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import java.util.Optional;

/** Puts new tasks into their queues. */
public final class SubmitTasks {
  private static final SubmitResult CREATED =
      SubmitResult.newBuilder().setSubmitted(Submitted.newBuilder().setCreated(true)).build();
  private static final SubmitResult EXISTED =
      SubmitResult.newBuilder().setSubmitted(Submitted.newBuilder()).build();

  private final Core core;
  private final ContentHash contentHash = new ContentHash();

  public SubmitTasks(Core core) {
    this.core = core;
  }

  public Reply apply(SubmitTasksRequest request) {
    Fleet fleet = core.fleets().get(request.getFleet());
    if (fleet == null) {
      Optional<Refusal> refusal = QueueLookup.checkFleets(core);
      if (refusal.isPresent()) {
        return Refusals.reply(refusal.get());
      }
      fleet = core.fleets().add(request.getFleet());
    }
    SubmitTasksResponse.Builder response =
        SubmitTasksResponse.newBuilder().setApplied(core.applied());
    QueueState queue = null;
    for (int i = 0; i < request.getTasksCount(); i++) {
      NewTask task = request.getTasks(i);
      Task existing = task.getId().isEmpty() ? null : fleet.tasks().get(task.getId());
      if (existing != null) {
        response.addResults(again(existing, task));
        continue;
      }
      // Only now: what is refused begins no queue.
      String name = QueueLookup.nameOf(task.getQueue());
      if (queue == null || !queue.name().equals(name)) {
        queue = fleet.queueStates().get(name);
      }
      if (queue == null) {
        Optional<Refusal> refusal = QueueLookup.checkQueues(core, fleet);
        if (refusal.isPresent()) {
          response.addResults(refused(refusal.get()));
          continue;
        }
        queue = QueueLookup.begin(core, fleet, name);
      }
      response.addResults(submit(queue, task, i));
    }
    return Reply.newBuilder().setSubmitTasks(response.build()).build();
  }

  /**
   * Whether one could be submitted now, after {@code taken}: what earlier ones of the same commit
   * will have taken, to which this one is added. Empty if it is new or there already.
   */
  public Optional<Refusal> check(Fleet fleet, NewTask task, TakenPlaces taken) {
    Task existing = task.getId().isEmpty() ? null : fleet.tasks().get(task.getId());
    if (existing != null) {
      taken.existing(task.getId());
      SubmitResult result = again(existing, task);
      return result.hasRefusal() ? Optional.of(result.getRefusal()) : Optional.empty();
    }
    if (!task.getId().isEmpty() && taken.contains(task.getId())) {
      return taken.isSame(task.getId(), contentHash.of(task))
          ? Optional.empty()
          : Optional.of(alreadyExists(task.getId(), TaskState.TASK_STATE_PENDING));
    }
    String name = QueueLookup.nameOf(task.getQueue());
    QueueState queue = fleet.queueStates().get(name);
    Optional<Refusal> refusal = checkQueue(fleet, name, taken);
    if (refusal.isEmpty() && !task.getCompensation().getQueue().isEmpty()) {
      refusal = checkQueue(fleet, task.getCompensation().getQueue(), taken);
    }
    if (refusal.isPresent()) {
      return refusal;
    }
    if (queue != null && queue.policy().isDraining()) {
      return Optional.of(draining(queue));
    }
    int tasksMax = queue == null ? QueueDefaults.TASKS_MAX : queue.policy().tasksMax();
    long unfinished = queue == null ? 0 : queue.unfinishedTasks();
    if (unfinished + taken.places(name) >= tasksMax) {
      return Optional.of(full(tasksMax));
    }
    taken.add(name, task.getId(), task.getId().isEmpty() ? 0 : contentHash.of(task));
    return Optional.empty();
  }

  private Optional<Refusal> checkQueue(Fleet fleet, String name, TakenPlaces taken) {
    if (fleet.queueStates().containsKey(name) || taken.begins(name)) {
      return Optional.empty();
    }
    Optional<Refusal> refusal = QueueLookup.checkQueues(core, fleet, taken.newQueues());
    if (refusal.isEmpty()) {
      taken.begin(name);
    }
    return refusal;
  }

  /** One that was checked; {@code index} is its place in the call. */
  public Submitted submit(Fleet fleet, NewTask task, int index, TakenPlaces taken) {
    if (!task.getId().isEmpty()
        && (taken.wasThere(task.getId()) || fleet.tasks().contains(task.getId()))) {
      return EXISTED.getSubmitted();
    }
    String name = QueueLookup.nameOf(task.getQueue());
    QueueState queue = fleet.queueStates().get(name);
    // Whatever the bound: a completion of the same commit may have gone on with a saga.
    return insert(queue == null ? QueueLookup.begin(core, fleet, name) : queue, task, index)
        .getSubmitted();
  }

  private SubmitResult again(Task existing, NewTask task) {
    return existing.getContentHash() == contentHash.of(task)
        ? EXISTED
        : refused(alreadyExists(existing.getId(), existing.getState()));
  }

  private SubmitResult submit(QueueState queue, NewTask task, int index) {
    Optional<Refusal> refusal = checkRoom(queue);
    if (refusal.isEmpty() && isWithoutUndoQueue(queue.fleet(), task)) {
      refusal = QueueLookup.checkQueues(core, queue.fleet());
    }
    if (refusal.isPresent()) {
      return refused(refusal.get());
    }
    return insert(queue, task, index);
  }

  private static boolean isWithoutUndoQueue(Fleet fleet, NewTask task) {
    return task.hasCompensation()
        && !task.getCompensation().getQueue().isEmpty()
        && !fleet.queueStates().containsKey(task.getCompensation().getQueue());
  }

  private SubmitResult insert(QueueState queue, NewTask task, int index) {
    if (isWithoutUndoQueue(queue.fleet(), task)) {
      // With the task: later nothing may refuse its compensation.
      QueueLookup.begin(core, queue.fleet(), task.getCompensation().getQueue());
    }
    boolean ownId = !task.getId().isEmpty();
    long hash = ownId ? contentHash.of(task) : 0;
    String id = ownId ? task.getId() : "t-" + core.progress().position() + "-" + index;
    while (!core.tasks().insert(queue, toTask(queue, task, id, hash, index))) {
      id += "x"; // A caller took the very id that was this one's turn.
    }
    return ownId
        ? CREATED
        : SubmitResult.newBuilder()
            .setSubmitted(Submitted.newBuilder().setTaskId(id).setCreated(true).build())
            .build();
  }

  private Task toTask(QueueState queue, NewTask task, String id, long hash, int index) {
    return TaskMaker.of(core.progress(), queue.name(), task)
        .setId(id)
        .setSubmittedIndex(index)
        .setContentHash(hash)
        .build();
  }

  /** Empty if the queue takes one task more. */
  static Optional<Refusal> checkRoom(QueueState queue) {
    if (queue.policy().isDraining()) {
      return Optional.of(draining(queue));
    }
    int tasksMax = queue.policy().tasksMax();
    return queue.unfinishedTasks() >= tasksMax ? Optional.of(full(tasksMax)) : Optional.empty();
  }

  private static Refusal draining(QueueState queue) {
    return Refusals.of(
        ErrorReason.QUEUE_DRAINING,
        "queue \"" + queue.name() + "\" takes no new tasks",
        "queue",
        queue.name());
  }

  private static Refusal full(int tasksMax) {
    return Refusals.limit("unfinished tasks of a queue", tasksMax);
  }

  private static Refusal alreadyExists(String taskId, TaskState state) {
    return Refusals.of(
        ErrorReason.ALREADY_EXISTS,
        "task \"" + taskId + "\" exists with other content",
        "state",
        state.name());
  }

  private static SubmitResult refused(Refusal refusal) {
    return SubmitResult.newBuilder().setRefusal(refusal).build();
  }
}
