package io.caxton.jepsen.workload;

import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.jepsen.history.Op;
import io.caxton.jepsen.run.Checker;
import io.caxton.jepsen.run.Context;
import io.caxton.jepsen.run.Verdict;
import io.caxton.jepsen.run.Verdict.Answer;
import io.caxton.jepsen.run.Workload;
import io.caxton.v1.ListTasksRequest;
import io.caxton.v1.ListTasksResponse;
import io.caxton.v1.NewTask;
import io.caxton.v1.Page;
import io.caxton.v1.TaskFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Submits only; each acknowledged one must be there at the end, once. Tries the harness out. */
final class Submits implements Workload {
  private static final int WORKERS = 6;
  private static final Duration CALL = Duration.ofSeconds(5);

  @Override
  public String name() {
    return "submits";
  }

  @Override
  public String description() {
    return "tasks are submitted; every acknowledged one must be there at the end";
  }

  @Override
  public void setUp(Context context) {}

  @Override
  public List<Worker> workers(Context context) {
    AtomicLong next = new AtomicLong();
    List<Worker> workers = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      workers.add(new Submitter(context, context.client(CALL), next));
    }
    return workers;
  }

  private static final class Submitter implements Worker {
    private final Context context;
    private final CaxtonClient client;
    private final AtomicLong next;
    private int process;

    Submitter(Context context, CaxtonClient client, AtomicLong next) {
      this.context = context;
      this.client = client;
      this.next = next;
      process = context.newProcess();
    }

    @Override
    public void step() throws InterruptedException {
      long number = next.getAndIncrement();
      Op op = Op.invoke(process, "add", "all", number);
      context.record(op);
      try {
        NewTask task =
            NewTask.newBuilder()
                .setId(context.prefix() + "-" + number)
                .setQueue(context.prefix())
                .build();
        CaxtonException.join(client.tasks().submit(task));
        context.record(op.ok(number));
      } catch (CaxtonException e) {
        if (e.definite()) {
          context.record(op.fail(e.getMessage()));
        } else {
          context.record(op.info(e.getMessage()));
          process = context.newProcess();
        }
      }
      Thread.sleep(20);
    }
  }

  @Override
  public void drain(Context context) {
    CaxtonClient client = context.client(Duration.ofSeconds(30));
    Op op = Op.invoke(context.newProcess(), "read", "all", null);
    context.record(op);
    List<Object> found = new ArrayList<>();
    String token = "";
    do {
      ListTasksResponse page =
          client
              .tasks()
              .list(
                  ListTasksRequest.newBuilder()
                      .setFilter(TaskFilter.newBuilder().setQueue(context.prefix()))
                      .setPage(Page.newBuilder().setToken(token).setSize(1_000))
                      .build())
              .join();
      page.getTasksList().forEach(task -> found.add(Long.parseLong(task.getId().split("-")[1])));
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    context.record(op.ok(found));
  }

  @Override
  public List<Checker> checkers() {
    return List.of(new AllThere());
  }

  private static final class AllThere implements Checker {
    @Override
    public String name() {
      return "set";
    }

    @Override
    public Verdict check(List<Op> history) {
      Set<Object> found = new HashSet<>();
      Set<Object> added = new HashSet<>();
      for (Op op : history) {
        if (op.type() == Op.Type.OK && op.value() instanceof List<?> all) {
          found.addAll(all);
        } else if (op.type() == Op.Type.OK) {
          added.add(op.value());
        }
      }
      added.removeAll(found);
      return added.isEmpty()
          ? new Verdict(Answer.VALID, List.of(), Map.of("elements", found.size()))
          : new Verdict(Answer.INVALID, List.of("lost: " + added), Map.of());
    }
  }
}
