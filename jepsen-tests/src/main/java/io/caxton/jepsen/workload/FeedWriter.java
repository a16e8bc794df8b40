package io.caxton.jepsen.workload;

import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.Tasks;
import io.caxton.jepsen.history.Operation;
import io.caxton.v1.Change;
import io.caxton.v1.NewTask;
import io.caxton.v1.Route;
import io.caxton.v1.SubmitTasksResponse;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Makes changes that watchers can tell apart: no two have the same text. For one thread. */
final class FeedWriter {
  private static final int ROUTES = 4;

  private final Caller caller;
  private final CaxtonClient client;
  private final String prefix;
  private final int number;
  private final Random random;
  private final List<String> pending = new ArrayList<>();
  private long values;

  FeedWriter(Caller caller, CaxtonClient client, String prefix, int number, Random random) {
    this.caller = caller;
    this.client = client;
    this.prefix = prefix;
    this.number = number;
    this.random = random;
  }

  /** A change as histories show it. */
  static String text(Change change) {
    String removed = change.getKind() == Change.Kind.KIND_REMOVED ? " removed" : "";
    return switch (change.getResourceCase()) {
      case ROUTE -> text(change.getRoute()) + removed;
      case TASK -> text(change.getTask()) + removed;
      default -> throw new IllegalStateException("was not watched: " + change);
    };
  }

  private static String text(Route route) {
    return route.getName() + "=" + RouteCell.of(route).value().orElseThrow();
  }

  private static String text(Task task) {
    return text(task.getId(), task.getState());
  }

  private static String text(String task, TaskState state) {
    return task + " " + state.name().substring("TASK_STATE_".length());
  }

  void step() {
    int dice = random.nextInt(100);
    if (dice < 50) {
      put();
    } else if (dice < 80 || pending.isEmpty()) {
      submit();
    } else {
      cancel(pending.remove(random.nextInt(pending.size())));
    }
  }

  /** Its position, if it was acknowledged. */
  Optional<Long> put() {
    String route = prefix + "/r" + number + "-" + random.nextInt(ROUTES);
    long value = ++values;
    return caller
        .change(
            "put",
            prefix,
            route + "=" + value,
            () -> CaxtonException.join(client.routes().put(RouteCell.put(route, value).build())),
            put -> landed(text(put), Optional.of(put.getRevision())))
        .map(Route::getRevision);
  }

  private void submit() {
    String id = prefix + "/t" + number + "-" + ++values;
    NewTask task = NewTask.newBuilder().setId(id).setQueue(prefix).build();
    String change = text(id, TaskState.TASK_STATE_PENDING);
    caller
        .change(
            "submit",
            prefix,
            change,
            () -> submit(task),
            stored -> landed(change, Optional.of(stored.getApplied().getPosition())))
        .ifPresent(stored -> pending.add(id));
  }

  private SubmitTasksResponse submit(NewTask task) {
    SubmitTasksResponse stored = CaxtonException.join(client.tasks().submitAll(List.of(task)));
    Optional<CaxtonException> refusal = Tasks.refusal(stored.getResults(0));
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    return stored;
  }

  private void cancel(String id) {
    caller.change(
        "cancel",
        prefix,
        text(id, TaskState.TASK_STATE_CANCELLED),
        () -> CaxtonException.join(client.tasks().cancel(id)),
        state -> landed(text(id, TaskState.TASK_STATE_CANCELLED), Optional.empty()));
  }

  private static Object landed(String change, Optional<Long> position) {
    return Operation.map("change", change, "position", position.orElse(null));
  }
}
