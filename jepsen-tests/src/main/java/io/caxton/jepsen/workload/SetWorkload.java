package io.caxton.jepsen.workload;

import com.google.protobuf.ByteString;
import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.jepsen.checker.SameAnswer;
import io.caxton.jepsen.checker.SetChecker;
import io.caxton.jepsen.checker.Statistics;
import io.caxton.jepsen.checker.StoredTasks;
import io.caxton.jepsen.checker.WellFormed;
import io.caxton.jepsen.client.RawCall;
import io.caxton.jepsen.client.RawNode;
import io.caxton.jepsen.run.Checker;
import io.caxton.jepsen.run.Context;
import io.caxton.jepsen.run.Workload;
import io.caxton.v1.Label;
import io.caxton.v1.NewTask;
import io.caxton.v1.SubmitResult;
import io.caxton.v1.SubmitTasksRequest;
import io.caxton.v1.SubmitTasksResponse;
import io.caxton.v1.Task;
import io.caxton.v1.TasksGrpc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tasks without ids of the caller's, each with a number of its own as a label: nothing but the
 * session keeps a submit from being executed twice. In bulk their payloads are large, so that the
 * log is cut off and nodes that were away get snapshots; they are cancelled soon after, which drops
 * the payload and keeps the task.
 */
final class SetWorkload implements Workload {
  private static final int ADDERS = 6;

  /** Of each node; only the leader's do anything. One that is in flight when it falls tells. */
  private static final int ONCE = 4;

  private static final int PAUSE_MILLIS = 25;
  private static final int BULK_PAYLOAD_BYTES = 24 * 1024;
  private static final int BULK_KEPT = 400;
  private static final Duration FINAL_READ = Duration.ofSeconds(40);

  private final boolean bulk;
  private final AtomicLong numbers = new AtomicLong();
  private final List<ResentCalls> calls = new CopyOnWriteArrayList<>();
  private final AtomicLong resent = new AtomicLong();

  SetWorkload(boolean bulk) {
    this.bulk = bulk;
  }

  @Override
  public String name() {
    return bulk ? "bulk" : "set";
  }

  @Override
  public String description() {
    return bulk
        ? "as set, with megabytes a second: snapshots are taken and installed under load"
        : "many submits; in the end each that was acknowledged is there, once";
  }

  @Override
  public void setUp(Context context) {}

  private static String queue(Context context) {
    return context.prefix() + "-set";
  }

  @Override
  public List<Worker> workers(Context context) {
    List<Worker> workers = new ArrayList<>();
    CaxtonClient client = context.client(Calls.TIMEOUT);
    for (int i = 0; i < ADDERS; i++) {
      Random random = context.random("adder-" + i);
      workers.add(i % 2 == 0 ? raw(context, client, random) : library(context, client, random));
    }
    for (RawNode node : bulk ? List.<RawNode>of() : context.nodes()) {
      for (int i = 0; i < ONCE; i++) {
        workers.add(once(context, node, i));
      }
    }
    return workers;
  }

  private NewTask task(String queue, long number, Random random) {
    NewTask.Builder task =
        NewTask.newBuilder()
            .setQueue(queue)
            .addLabels(Label.newBuilder().setKey("x").setValue(Long.toString(number)));
    if (bulk) {
      byte[] payload = new byte[BULK_PAYLOAD_BYTES / 2 + random.nextInt(BULK_PAYLOAD_BYTES)];
      random.nextBytes(payload);
      task.setPayload(ByteString.copyFrom(payload));
    }
    return task.build();
  }

  private Worker library(Context context, CaxtonClient client, Random random) {
    String queue = queue(context);
    Caller caller = new Caller(context);
    Trash trash = new Trash(client);
    Pace pace = new Pace(random, PAUSE_MILLIS);
    return () -> {
      long number = numbers.incrementAndGet();
      NewTask task = task(queue, number, random);
      caller
          .change(
              "add",
              queue,
              number,
              () -> CaxtonException.join(client.tasks().submit(task)),
              submitted -> number)
          .ifPresent(submitted -> trash.add(submitted.getTaskId()));
      pace.pause();
    };
  }

  private Worker raw(Context context, CaxtonClient client, Random random) {
    String queue = queue(context);
    Caller caller = new Caller(context);
    Trash trash = new Trash(client);
    ResentCalls resending = new ResentCalls(context, random, resent, bulk ? 300 : 4_000);
    calls.add(resending);
    Pace pace = new Pace(random, PAUSE_MILLIS);
    return () -> {
      if (resending.hasSession()) {
        long number = numbers.incrementAndGet();
        NewTask task = task(queue, number, random);
        caller
            .change("add", queue, number, () -> submit(resending, task), id -> number)
            .ifPresent(trash::add);
        if (random.nextInt(bulk ? 20 : 3) == 0) {
          resending.again();
        }
      }
      pace.pause();
    };
  }

  private Worker once(Context context, RawNode node, int number) {
    String queue = queue(context);
    Random random = context.random("once-" + node.id() + "-" + number);
    SingleTry single = new SingleTry(context, node, random);
    Caller caller = new Caller(context);
    Pace pace = new Pace(random, PAUSE_MILLIS);
    return () -> {
      if (single.mayAnswer()) {
        long element = numbers.incrementAndGet();
        NewTask task = task(queue, element, random);
        caller.change("add", queue, element, () -> single.submit(task), id -> element);
        pace.pause();
      }
    };
  }

  private static String submit(ResentCalls resending, NewTask task) {
    SubmitResult result =
        resending
            .send(
                call ->
                    new RawCall<>(
                        TasksGrpc.getSubmitTasksMethod(),
                        SubmitTasksRequest.newBuilder().setCall(call).addTasks(task).build()),
                SubmitTasksResponse.class)
            .getResults(0);
    if (result.hasRefusal()) {
      throw new Caller.NoAnswer(result.getRefusal().toString(), true);
    }
    return result.getSubmitted().getTaskId();
  }

  /** Cancels the oldest, whatever comes of it; for one thread. */
  private final class Trash {
    private final CaxtonClient client;
    private final List<String> ids = new ArrayList<>();

    Trash(CaxtonClient client) {
      this.client = client;
    }

    void add(String id) {
      ids.add(id);
      if (bulk && ids.size() >= BULK_KEPT / ADDERS) {
        CompletableFuture.allOf(
            ids.stream().map(client.tasks()::cancel).toArray(CompletableFuture[]::new));
        ids.clear();
      }
    }
  }

  @Override
  public void drain(Context context) {
    Calls.together(calls, ResentCalls::manyAgain);
    CaxtonClient client = context.client(Duration.ofSeconds(20));
    Caller caller = new Caller(context);
    String queue = queue(context);
    Calls.untilPresent(
        FINAL_READ,
        () ->
            caller.look(
                "read", queue, null, () -> StoredTasks.of(client, queue), SetWorkload::numbers));
  }

  private static Object numbers(Map<String, Task> tasks) {
    return tasks.values().stream()
        .map(task -> Long.parseLong(task.getLabels(0).getValue()))
        .sorted()
        .toList();
  }

  @Override
  public List<Checker> checkers() {
    return List.of(new WellFormed(), new Statistics(), new SetChecker(), new SameAnswer());
  }
}
