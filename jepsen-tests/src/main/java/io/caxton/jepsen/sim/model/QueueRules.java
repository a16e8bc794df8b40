package io.caxton.jepsen.sim.model;

import io.caxton.v1.ErrorReason;
import io.caxton.v1.PurgeQueueRequest;
import io.caxton.v1.PutQueueRequest;
import io.caxton.v1.Queue;
import io.caxton.v1.SteerQueueRequest;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;

/** Queues: begun when first needed; put, steered and purged. */
final class QueueRules {
  private static final int PURGED_MAX = 1_000;
  private static final Comparator<TaskModel> BY_PLACE =
      Comparator.comparingInt((TaskModel task) -> -task.submitted.getPriority())
          .thenComparingLong(task -> task.order);

  private final Model model;

  QueueRules(Model model) {
    this.model = model;
  }

  static String nameOf(String given) {
    return given.isEmpty() ? "default" : given;
  }

  /** Queues come into being when first needed, within the limits. */
  Optional<QueueModel> queue(FleetModel fleet, String given) {
    String name = nameOf(given);
    QueueModel queue = fleet.queues.get(name);
    if (queue == null) {
      if (!model.admit(fleet) || fleet.queues.size() >= model.limits.queuesMax()) {
        return Optional.empty();
      }
      queue = new QueueModel(fleet, name, model.position);
      fleet.queues.put(name, queue);
    }
    return Optional.of(queue);
  }

  String put(PutQueueRequest request) {
    FleetModel fleet = model.fleet(request.getFleet());
    Optional<QueueModel> found = queue(fleet, request.getQueue().getName());
    if (found.isEmpty()) {
      return ErrorReason.LIMIT_REACHED.name();
    }
    QueueModel queue = found.get();
    Queue defaults = request.getQueue();
    if (defaults.getRateTasks() == 0) {
      queue.bucket = null;
    } else if (queue.bucket == null
        || queue.bucket.tasks != defaults.getRateTasks()
        || queue.bucket.periodMillis != defaults.getRatePeriodMillis()) {
      queue.bucket =
          new BucketModel(defaults.getRateTasks(), defaults.getRatePeriodMillis(), model.tick);
    }
    queue.defaults = defaults;
    queue.revision = model.position;
    return queue.totals();
  }

  String steer(SteerQueueRequest request) {
    QueueModel queue = model.fleet(request.getFleet()).queues.get(nameOf(request.getQueue()));
    if (queue == null) {
      return ErrorReason.NOT_FOUND.name();
    }
    queue.paused = request.hasPaused() ? request.getPaused() : queue.paused;
    queue.draining = request.hasDraining() ? request.getDraining() : queue.draining;
    queue.revision = model.position;
    return queue.totals();
  }

  String purge(PurgeQueueRequest request) {
    QueueModel queue = model.fleet(request.getFleet()).queues.get(nameOf(request.getQueue()));
    if (queue == null) {
      return ErrorReason.NOT_FOUND.name();
    }
    int max = request.getTasksMax() == 0 ? PURGED_MAX : request.getTasksMax();
    int purged = 0;
    Optional<TaskModel> next = next(queue);
    while (purged < max && next.isPresent()) {
      Returns.forget(next.get());
      queue.purged++;
      purged++;
      next = next(queue);
    }
    return Summary.purged(purged, queue.pending());
  }

  private static Optional<TaskModel> next(QueueModel queue) {
    return first(queue, task -> task.isReady() && task.isPlain(), BY_PLACE)
        .or(
            () ->
                first(
                    queue,
                    TaskModel::isReady,
                    Comparator.comparing((TaskModel task) -> task.submitted.getCapability())
                        .thenComparing(BY_PLACE)))
        .or(() -> first(queue, TaskModel::isBlocked, Comparator.comparingLong(task -> task.order)))
        .or(() -> first(queue, TaskModel::isPending, Comparator.comparingLong(task -> task.order)));
  }

  private static Optional<TaskModel> first(
      QueueModel queue, Predicate<TaskModel> kind, Comparator<TaskModel> order) {
    return queue.fleet.tasksOf(queue).filter(kind).min(order);
  }
}
