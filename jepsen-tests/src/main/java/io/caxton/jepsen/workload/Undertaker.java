package io.caxton.jepsen.workload;

import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.jepsen.history.Operation;
import io.caxton.v1.DeadResult;
import io.caxton.v1.DeadSelection;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.ListTasksRequest;
import io.caxton.v1.Page;
import io.caxton.v1.ParkedResult;
import io.caxton.v1.Task;
import io.caxton.v1.TaskFilter;
import io.caxton.v1.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Looks through the dead letters and parked results of a queue: submits them again, removes them,
 * accepts or drops. Tries what it did before once more, as another one beside it does.
 */
final class Undertaker {
  private static final int PAGE = 1_000;
  private static final int DONE_MAX = 200;

  private record Done(String f, Task task) {}

  private final Caller caller;
  private final CaxtonClient client;
  private final String queue;
  private final Random random;
  private final List<Done> done = new ArrayList<>();

  Undertaker(Caller caller, CaxtonClient client, String queue, Random random) {
    this.caller = caller;
    this.client = client;
    this.queue = queue;
    this.random = random;
  }

  void step() {
    if (!done.isEmpty() && random.nextInt(5) == 0) {
      Done earlier = done.get(random.nextInt(done.size()));
      act(earlier.f(), earlier.task());
      return;
    }
    List<Task> tasks = tasks();
    if (tasks.isEmpty()) {
      return;
    }
    Task task = tasks.get(random.nextInt(tasks.size()));
    // One of four lies where it is; which ones does not change.
    int dice = Math.floorMod(task.getId().hashCode(), 8);
    if (task.getParkedCount() > 0 && random.nextInt(3) > 0) {
      settle(task, task.getParked(random.nextInt(task.getParkedCount())), random.nextInt(3) > 0);
    } else if (task.getState() == TaskState.TASK_STATE_DEAD && dice > 1) {
      act(dice < 4 ? "purge" : "redrive", task);
    }
  }

  /** Dead letters, and what a late result is parked with. Not part of the history. */
  private List<Task> tasks() {
    try {
      return CaxtonException.join(
              client
                  .tasks()
                  .list(
                      ListTasksRequest.newBuilder()
                          .setFilter(
                              TaskFilter.newBuilder()
                                  .setQueue(queue)
                                  .addStates(TaskState.TASK_STATE_DEAD)
                                  .addStates(TaskState.TASK_STATE_RUNNING)
                                  .addStates(TaskState.TASK_STATE_PENDING))
                          .setPage(Page.newBuilder().setSize(PAGE))
                          .build()))
          .getTasksList()
          .stream()
          .filter(
              task ->
                  task.getRedrivenTo().isEmpty()
                      && (task.getParkedCount() > 0
                          || task.getState() == TaskState.TASK_STATE_DEAD))
          .toList();
    } catch (CaxtonException notNow) {
      return List.of();
    }
  }

  private void act(String f, Task task) {
    if (done.size() < DONE_MAX) {
      done.add(new Done(f, task));
    } else {
      done.set(random.nextInt(DONE_MAX), new Done(f, task));
    }
    DeadSelection one = DeadSelection.newBuilder().addTaskIds(task.getId()).build();
    caller.change(
        f,
        queue,
        Operation.map("task", task.getId()),
        () -> f.equals("purge") ? purge(one) : redrive(one),
        answer -> answer);
  }

  private Map<String, Object> redrive(DeadSelection one) {
    DeadResult result = CaxtonException.join(client.deadTasks().redrive(one)).getResults(0);
    return result.hasRefusal()
        ? answer(result.getRefusal().getReason().name())
        : Operation.map("result", "ok", "new", result.getNewTaskId());
  }

  private Map<String, Object> purge(DeadSelection one) {
    DeadResult result = CaxtonException.join(client.deadTasks().purge(one)).getResults(0);
    return answer(result.hasRefusal() ? result.getRefusal().getReason().name() : "ok");
  }

  private void settle(Task task, ParkedResult parked, boolean accept) {
    caller.change(
        "settle",
        queue,
        Operation.map("task", task.getId(), "token", parked.getFence(), "accept", accept),
        () ->
            found(
                () -> {
                  CaxtonException.join(
                      client.deadTasks().settle(task.getId(), parked.getFence(), accept));
                  return "ok";
                }),
        answer -> answer);
  }

  private static Map<String, Object> found(Supplier<String> call) {
    try {
      return answer(call.get());
    } catch (CaxtonException failure) {
      if (failure.definite() && failure.reason() == ErrorReason.NOT_FOUND) {
        return answer("NOT_FOUND");
      }
      throw failure;
    }
  }

  private static Map<String, Object> answer(String result) {
    return Operation.map("result", result);
  }
}
