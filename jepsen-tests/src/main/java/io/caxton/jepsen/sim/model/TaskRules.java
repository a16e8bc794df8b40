package io.caxton.jepsen.sim.model;

import io.caxton.v1.AgentState;
import io.caxton.v1.CancelTasksRequest;
import io.caxton.v1.ClaimTasksRequest;
import io.caxton.v1.CompleteTasksRequest;
import io.caxton.v1.Completion;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.ExtendTasksRequest;
import io.caxton.v1.FailTasksRequest;
import io.caxton.v1.LateResults;
import io.caxton.v1.NewTask;
import io.caxton.v1.ReleaseTasksRequest;
import io.caxton.v1.SubmitTasksRequest;
import io.caxton.v1.TaskState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Tasks: granted by priority, then first in first out; changed by the holder of the fence only. */
final class TaskRules {
  private static final int PARKED_MAX = 3;

  private final Model model;

  TaskRules(Model model) {
    this.model = model;
  }

  String submit(SubmitTasksRequest request) {
    FleetModel fleet = model.fleet(request.getFleet());
    if (!model.admit(fleet)) {
      return ErrorReason.LIMIT_REACHED.name();
    }
    List<String> results = new ArrayList<>();
    for (int i = 0; i < request.getTasksCount(); i++) {
      results.add(submit(fleet, request.getTasks(i), i));
    }
    return Summary.each(results, result -> result);
  }

  private String submit(FleetModel fleet, NewTask task, int index) {
    TaskModel existing = task.getId().isEmpty() ? null : fleet.tasks.get(task.getId());
    if (existing != null) {
      return existing.isSame(task) ? "existed" : ErrorReason.ALREADY_EXISTS.name();
    }
    Optional<QueueModel> queue = model.queueRules.queue(fleet, task.getQueue());
    if (queue.isPresent() && queue.get().draining) {
      return ErrorReason.QUEUE_DRAINING.name();
    }
    if (queue.isEmpty()
        || queue.get().pending() + queue.get().running() >= queue.get().tasksMax()) {
      return ErrorReason.LIMIT_REACHED.name();
    }
    String made = "t-" + model.position + "-" + index;
    TaskModel stored =
        new TaskModel(task, task.getId().isEmpty() ? made : task.getId(), queue.get());
    stored.order = model.nextOrder();
    stored.notBeforeTick = task.getDelayMillis() == 0 ? 0 : model.tick + task.getDelayMillis();
    place(stored, index);
    return "created " + (task.getId().isEmpty() ? made : "");
  }

  /** It is new from here on. */
  void place(TaskModel task, int index) {
    NewTask as = task.submitted;
    task.submittedPosition = model.position;
    task.submittedIndex = index;
    if (as.getStartTimeoutMillis() != 0) {
      task.startByTick = model.tick + as.getDelayMillis() + as.getStartTimeoutMillis();
    }
    if (as.getTotalTimeoutMillis() != 0) {
      task.endByTick = model.tick + as.getTotalTimeoutMillis();
    }
    task.queue.fleet.tasks.put(task.id, task);
    task.queue.submitted++;
  }

  String claim(ClaimTasksRequest request) {
    FleetModel fleet = model.fleet(request.getFleet());
    Optional<ErrorReason> refusal =
        AgentRules.refusal(fleet, request.getAgentId(), request.getEpoch());
    if (refusal.isPresent()) {
      return refusal.get().name();
    }
    AgentModel agent = fleet.agents.get(request.getAgentId());
    if (agent.state == AgentState.AGENT_STATE_DRAINING) {
      return ErrorReason.AGENT_DRAINING.name();
    }
    List<String> queues =
        request.getQueuesCount() == 0 ? List.of("default") : request.getQueuesList();
    List<String> grants = new ArrayList<>();
    for (String name : queues) {
      QueueModel queue = fleet.queues.get(QueueRules.nameOf(name));
      Optional<TaskModel> next = Optional.empty();
      while (queue != null
          && grants.size() < Math.max(1, request.getMaxTasks())
          && queue.isOpen(model.tick)
          && (next = firstReady(queue, agent)).isPresent()) {
        String late = next.get().tooLate(model.tick, model.wallMillis);
        if (!late.isEmpty()) {
          model.returns.die(next.get(), late);
        } else {
          grants.add(grant(next.get(), agent, request.getLeaseMillis()));
        }
      }
    }
    return Summary.each(grants, grant -> grant);
  }

  private static Optional<TaskModel> firstReady(QueueModel queue, AgentModel agent) {
    return queue
        .fleet
        .tasksOf(queue)
        .filter(TaskModel::isReady)
        .filter(task -> task.mayGoTo(agent))
        .min(
            Comparator.comparingInt((TaskModel task) -> -task.submitted.getPriority())
                .thenComparingLong(task -> task.order));
  }

  private String grant(TaskModel task, AgentModel agent, int asked) {
    int own = task.submitted.getLeaseMillis();
    int lease = asked != 0 ? asked : own != 0 ? own : task.queue.leaseMillis();
    task.state = TaskState.TASK_STATE_RUNNING;
    task.attempt = task.charged + 1;
    task.fence = model.position;
    task.agentId = agent.id;
    task.agentEpoch = agent.epoch;
    task.grantedTick = model.tick;
    task.grantedLeaseMillis = lease;
    task.leaseUntilTick = task.leaseEnd(model.tick, lease);
    task.queue.granted++;
    if (task.queue.bucket != null) {
      task.queue.bucket.take(model.tick);
    }
    return Summary.granted(
        task.id, task.fence, task.attempt, Math.max(0, task.leaseUntilTick - model.tick));
  }

  /** Lets only the holder of the grant change a task. */
  private String asOwner(
      FleetModel fleet,
      String agentId,
      long epoch,
      String taskId,
      long fence,
      Function<TaskModel, String> change) {
    TaskModel task = fleet.tasks.get(taskId);
    if (task == null) {
      return ErrorReason.NOT_FOUND.name();
    }
    if (task.isFinished()) {
      return ErrorReason.TASK_FINISHED.name();
    }
    return task.runsAt(agentId, epoch) && task.fence == fence
        ? change.apply(task)
        : ErrorReason.LEASE_LOST.name();
  }

  /** Lets only a living newest instance do anything. */
  private <T> String asAgent(
      FleetModel fleet, String agentId, long epoch, List<T> items, Function<T, String> one) {
    return AgentRules.refusal(fleet, agentId, epoch)
        .map(ErrorReason::name)
        .orElseGet(() -> Summary.each(items, one));
  }

  String extend(ExtendTasksRequest r) {
    FleetModel fleet = model.fleet(r.getFleet());
    return asAgent(
        fleet,
        r.getAgentId(),
        r.getEpoch(),
        r.getExtensionsList(),
        item ->
            asOwner(
                fleet,
                r.getAgentId(),
                r.getEpoch(),
                item.getTaskId(),
                item.getFence(),
                task -> extend(task, item.getLeaseMillis())));
  }

  private String extend(TaskModel task, int asked) {
    task.leaseUntilTick = task.leaseEnd(model.tick, asked == 0 ? task.grantedLeaseMillis : asked);
    return Long.toString(Math.max(0, task.leaseUntilTick - model.tick));
  }

  String complete(CompleteTasksRequest r) {
    FleetModel fleet = model.fleet(r.getFleet());
    return asAgent(
        fleet,
        r.getAgentId(),
        r.getEpoch(),
        r.getCompletionsList(),
        item -> {
          String answer =
              asOwner(
                  fleet,
                  r.getAgentId(),
                  r.getEpoch(),
                  item.getTaskId(),
                  item.getFence(),
                  task -> complete(task, item));
          boolean inTime = answer.equals(TaskState.TASK_STATE_COMPLETED.name());
          TaskModel task = fleet.tasks.get(item.getTaskId());
          return inTime || task == null ? answer : late(task, r.getAgentId(), item, answer);
        });
  }

  private String complete(TaskModel task, Completion item) {
    task.result = item.getResult().toStringUtf8();
    return model.returns.finish(task, TaskState.TASK_STATE_COMPLETED).name();
  }

  /** The grant is lost: the task itself says what becomes of the result. */
  private String late(TaskModel task, String agentId, Completion item, String refusal) {
    boolean last = task.fence == item.getFence() && task.agentId.equals(agentId) && task.fence != 0;
    LateResults policy = task.submitted.getLateResults();
    if (policy == LateResults.LATE_RESULTS_ACCEPT_IF_UNASSIGNED && task.isPending() && last) {
      return complete(task, item);
    }
    boolean had =
        last
            || task.failures.stream()
                .anyMatch(f -> f.fence() == item.getFence() && f.agentId().equals(agentId));
    boolean open = !task.isFinished() || task.isDeadLetter();
    if (policy != LateResults.LATE_RESULTS_PARK || !had || !open) {
      return refusal;
    }
    if (task.parked.stream().noneMatch(parked -> parked.fence() == item.getFence())) {
      if (task.parked.size() >= PARKED_MAX) {
        return ErrorReason.LIMIT_REACHED.name();
      }
      task.parked.add(
          new TaskModel.Parked(item.getFence(), agentId, item.getResult().toStringUtf8()));
    }
    return "parked " + task.state.name();
  }

  String fail(FailTasksRequest r) {
    FleetModel fleet = model.fleet(r.getFleet());
    return asAgent(
        fleet,
        r.getAgentId(),
        r.getEpoch(),
        r.getFailuresList(),
        item ->
            asOwner(
                fleet,
                r.getAgentId(),
                r.getEpoch(),
                item.getTaskId(),
                item.getFence(),
                task ->
                    item.getFinal()
                        ? model.returns.failForGood(task).name()
                        : model.returns.charge(task, "failed").name()));
  }

  String release(ReleaseTasksRequest r) {
    FleetModel fleet = model.fleet(r.getFleet());
    return asAgent(
        fleet,
        r.getAgentId(),
        r.getEpoch(),
        r.getReleasesList(),
        item ->
            asOwner(
                fleet,
                r.getAgentId(),
                r.getEpoch(),
                item.getTaskId(),
                item.getFence(),
                task -> model.returns.release(task).name()));
  }

  String cancel(CancelTasksRequest request) {
    FleetModel fleet = model.fleet(request.getFleet());
    return Summary.each(
        request.getTaskIdsList(),
        id -> {
          TaskModel task = fleet.tasks.get(id);
          if (task == null) {
            return ErrorReason.NOT_FOUND.name();
          }
          return task.isFinished()
              ? ErrorReason.TASK_FINISHED.name()
              : model.returns.finish(task, TaskState.TASK_STATE_CANCELLED).name();
        });
  }
}
