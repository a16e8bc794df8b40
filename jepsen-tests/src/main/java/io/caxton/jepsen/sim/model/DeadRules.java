package io.caxton.jepsen.sim.model;

import io.caxton.v1.DeadFilter;
import io.caxton.v1.DeadSelection;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.NewTask;
import io.caxton.v1.PurgeDeadTasksRequest;
import io.caxton.v1.RedriveTasksRequest;
import io.caxton.v1.SettleLateResultRequest;
import io.caxton.v1.TaskState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** Dead letters and parked results. */
final class DeadRules {
  private static final int TASKS_MAX = 1_000;

  private final Model model;

  DeadRules(Model model) {
    this.model = model;
  }

  String redrive(RedriveTasksRequest request) {
    int[] index = {0};
    return forEach(request.getFleet(), request.getSelection(), task -> redrive(task, index[0]++));
  }

  String purge(PurgeDeadTasksRequest request) {
    return forEach(
        request.getFleet(),
        request.getSelection(),
        task -> {
          Returns.forget(task);
          return Summary.dead(task.id, "");
        });
  }

  private String forEach(
      String fleetName, DeadSelection selection, Function<TaskModel, String> one) {
    FleetModel fleet = model.fleet(fleetName);
    List<String> results = new ArrayList<>();
    if (!selection.hasFilter()) {
      for (String id : selection.getTaskIdsList()) {
        TaskModel task = fleet.tasks.get(id);
        if (task == null) {
          results.add(Summary.dead(id, ErrorReason.NOT_FOUND.name()));
        } else if (task.isDeadLetter()) {
          results.add(one.apply(task));
        } else {
          results.add(Summary.dead(id, ErrorReason.TASK_NOT_DEAD.name()));
        }
      }
      return Summary.each(results, result -> result) + " then 0";
    }
    DeadFilter filter = selection.getFilter();
    QueueModel queue = fleet.queues.get(QueueRules.nameOf(filter.getQueue()));
    if (queue == null) {
      return "[] then 0";
    }
    int max = filter.getTasksMax() == 0 ? TASKS_MAX : filter.getTasksMax();
    List<TaskModel> all =
        fleet
            .tasksOf(queue)
            .filter(task -> task.isDeadLetter() && task.order > filter.getAfterOrder())
            .sorted(Comparator.comparingLong(task -> task.order))
            .toList();
    List<TaskModel> chosen = all.stream().filter(task -> meets(task, filter)).limit(max).toList();
    long last = chosen.size() < max ? Long.MAX_VALUE : chosen.getLast().order;
    boolean more = all.stream().anyMatch(task -> task.order > last);
    for (TaskModel task : chosen) {
      // It may have been pushed out by one before it.
      if (fleet.tasks.get(task.id) == task) {
        results.add(one.apply(task));
      }
    }
    return Summary.each(results, result -> result) + " then " + (more ? last : 0);
  }

  private static boolean meets(TaskModel task, DeadFilter filter) {
    return task.id.startsWith(filter.getIdPrefix())
        && task.submitted.getLabelsList().containsAll(filter.getLabelsList())
        && (filter.getCause().isEmpty()
            || (!task.failures.isEmpty()
                && task.failures.getLast().cause().equals(filter.getCause())));
  }

  private String redrive(TaskModel dead, int index) {
    QueueModel queue = dead.queue;
    if (queue.draining) {
      return Summary.dead(dead.id, ErrorReason.QUEUE_DRAINING.name());
    }
    if (queue.pending() + queue.running() >= queue.tasksMax()) {
      return Summary.dead(dead.id, ErrorReason.LIMIT_REACHED.name());
    }
    NewTask.Builder as = dead.submitted.toBuilder().clearId().clearDelayMillis();
    if (dead.isOverdue(model.wallMillis)) {
      as.clearDeadlineWallMillis();
    }
    TaskModel anew = new TaskModel(as.build(), "t-" + model.position + "-" + index, queue);
    anew.redrivenFrom = dead.id;
    anew.order = model.nextOrder();
    model.taskRules.place(anew, index);
    dead.redrivenTo = anew.id;
    dead.payloadDropped = true;
    dead.parked.clear();
    dead.order = model.nextOrder();
    queue.redriven++;
    Returns.forgetTooMany(queue);
    return Summary.dead(dead.id, anew.id);
  }

  String settle(SettleLateResultRequest request) {
    TaskModel task = model.fleet(request.getFleet()).tasks.get(request.getTaskId());
    TaskModel.Parked parked =
        task == null
            ? null
            : task.parked.stream()
                .filter(one -> one.fence() == request.getFence())
                .findFirst()
                .orElse(null);
    if (parked == null) {
      return ErrorReason.NOT_FOUND.name();
    }
    if (!request.getAccept()) {
      task.parked.remove(parked);
      return task.state.name();
    }
    task.queue.revived += task.state == TaskState.TASK_STATE_DEAD ? 1 : 0;
    task.result = parked.result();
    return model.returns.finish(task, TaskState.TASK_STATE_COMPLETED).name();
  }
}
