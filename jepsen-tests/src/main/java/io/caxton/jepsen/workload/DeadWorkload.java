package io.caxton.jepsen.workload;

import io.caxton.client.AgentEpoch;
import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.GrantedTasks;
import io.caxton.jepsen.checker.DeadChecker;
import io.caxton.jepsen.checker.Exercised;
import io.caxton.jepsen.checker.Statistics;
import io.caxton.jepsen.checker.StoredTasks;
import io.caxton.jepsen.checker.WellFormed;
import io.caxton.jepsen.history.Operation;
import io.caxton.jepsen.run.Checker;
import io.caxton.jepsen.run.Context;
import io.caxton.jepsen.run.Workload;
import io.caxton.v1.ParkedResult;
import io.caxton.v1.Queue;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * Tasks that fail until they are dead, operators who redrive and purge them, and results that come
 * when their grant is lost, under each of the three policies.
 */
final class DeadWorkload implements Workload {
  private static final int QUEUES = 2;
  private static final int WORKERS_PER_QUEUE = 5;
  private static final int UNDERTAKERS_PER_QUEUE = 2;
  private static final int SUBMIT_PAUSE_MILLIS = 80;
  private static final int PAUSE_MILLIS = 25;
  private static final int OPERATOR_PAUSE_MILLIS = 250;
  private static final int RETENTION_TASKS = 1_000_000;
  private static final Duration FINAL_READ = Duration.ofSeconds(20);

  private final List<GrantedTasks> agents = new ArrayList<>();

  @Override
  public String name() {
    return "dead";
  }

  @Override
  public String description() {
    return "tasks that die, redriven and purged, and late results under each policy";
  }

  private static String queue(Context context, int i) {
    return context.prefix() + "-d" + i;
  }

  @Override
  public void setUp(Context context) {
    for (int i = 0; i < QUEUES; i++) {
      CaxtonClient client = context.client(Calls.TIMEOUT);
      Queue queue =
          Queue.newBuilder()
              .setName(queue(context, i))
              .setRetentionTasks(RETENTION_TASKS)
              .setDeadTasksMax(RETENTION_TASKS)
              .build();
      Calls.untilAnswered(() -> client.queues().put(queue));
      AgentEpoch agent = Calls.registered(client, queue(context, i) + "-w");
      agents.add(client.tasks().of(agent));
    }
  }

  @Override
  public List<Worker> workers(Context context) {
    List<Worker> workers = new ArrayList<>();
    CaxtonClient client = context.client(Calls.TIMEOUT);
    for (int i = 0; i < QUEUES; i++) {
      String queue = queue(context, i);
      Random random = context.random("source-" + i);
      DeadSource source = new DeadSource(new Caller(context), client, queue, random);
      workers.add(Pace.each(source::step, random, SUBMIT_PAUSE_MILLIS));
      for (int j = 0; j < WORKERS_PER_QUEUE; j++) {
        Random own = context.random("worker-" + i + "-" + j);
        LateWorker worker = new LateWorker(new Caller(context), agents.get(i), queue, own);
        workers.add(Pace.each(worker::step, own, PAUSE_MILLIS));
      }
      for (int j = 0; j < UNDERTAKERS_PER_QUEUE; j++) {
        Random own = context.random("undertaker-" + i + "-" + j);
        Undertaker undertaker = new Undertaker(new Caller(context), client, queue, own);
        workers.add(Pace.each(undertaker::step, own, OPERATOR_PAUSE_MILLIS));
      }
    }
    return workers;
  }

  /** Works until nothing comes for longer than any lease and backoff, then reads all there is. */
  @Override
  public void drain(Context context) {
    CaxtonClient client = context.client(Duration.ofSeconds(20));
    List<Integer> queues = new ArrayList<>();
    for (int i = 0; i < QUEUES; i++) {
      queues.add(i);
    }
    Calls.together(
        queues,
        i -> {
          String queue = queue(context, i);
          Caller caller = new Caller(context);
          new LateWorker(caller, agents.get(i), queue, context.random("drain-" + i)).drain();
          Calls.untilPresent(
              FINAL_READ,
              () ->
                  caller.look(
                      "stored", queue, null, () -> stored(client, queue), entries -> entries));
        });
  }

  private static List<Object> stored(CaxtonClient client, String queue) {
    List<CompletableFuture<Map<String, Object>>> entries = new ArrayList<>();
    for (Task task : StoredTasks.of(client, queue).values()) {
      // Lists leave out the results.
      entries.add(
          task.getState() == TaskState.TASK_STATE_COMPLETED
              ? client.tasks().get(task.getId()).thenApply(DeadWorkload::entry)
              : CompletableFuture.completedFuture(entry(task)));
    }
    List<Object> all = new ArrayList<>();
    entries.forEach(entry -> all.add(CaxtonException.join(entry)));
    return all;
  }

  private static Map<String, Object> entry(Task task) {
    return Operation.map(
        "task",
        task.getId(),
        "state",
        task.getState().name().substring("TASK_STATE_".length()),
        "charged",
        task.getAttemptsCharged(),
        "causes",
        task.getFailuresList().stream()
            .map(failed -> List.<Object>of(failed.getFence(), failed.getCause()))
            .toList(),
        "parked",
        task.getParkedList().stream().map(ParkedResult::getFence).toList(),
        "result",
        task.getResult().isEmpty() ? 0 : Bodies.number(task.getResult()),
        "from",
        task.getRedrivenFrom(),
        "to",
        task.getRedrivenTo());
  }

  @Override
  public List<Checker> checkers() {
    return List.of(
        new WellFormed(),
        new Statistics(),
        new Exercised(new DeadChecker(DeadSource.ATTEMPTS_MAX), DeadChecker.EXERCISED));
  }
}
