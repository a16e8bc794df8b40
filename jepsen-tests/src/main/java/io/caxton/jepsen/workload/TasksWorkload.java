package io.caxton.jepsen.workload;

import io.caxton.client.AgentEpoch;
import io.caxton.client.CaxtonClient;
import io.caxton.client.GrantedTasks;
import io.caxton.jepsen.checker.Exercised;
import io.caxton.jepsen.checker.KeyRules;
import io.caxton.jepsen.checker.Statistics;
import io.caxton.jepsen.checker.TaskRules;
import io.caxton.jepsen.checker.WellFormed;
import io.caxton.jepsen.run.Checker;
import io.caxton.jepsen.run.Context;
import io.caxton.jepsen.run.Workload;
import io.caxton.v1.Queue;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.RetryPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Tasks with short leases, and workers who do not always behave: they hold on too long, give back,
 * try again with old tokens. Several share one agent, so that nothing but the fence tells the
 * grants of one task apart. The same with ordering keys, and attempts that fail.
 */
final class TasksWorkload implements Workload {
  private static final int QUEUES = 2;
  private static final int AGENTS_PER_QUEUE = 2;
  private static final int WORKERS_PER_AGENT = 2;
  private static final int PAUSE_MILLIS = 20;
  private static final int ENQUEUE_PAUSE_MILLIS = 30;
  private static final int KEYED_PAUSE_MILLIS = 90;
  private static final int ORDERING_KEYS = 8;

  /** The agents' own leases never end: a grant ends by its own lease or not at all. */
  private static final int AGENT_LEASE_MILLIS = 3_600_000;

  /** No task dies of its attempts, and none waits long for the next. */
  static final RetryPolicy RETRY =
      RetryPolicy.newBuilder()
          .setAttemptsMax(1_000_000)
          .setBackoffInitialMillis(10)
          .setBackoffMaxMillis(50)
          .setBackoffPercent(100)
          .build();

  private final boolean keyed;
  private final List<List<GrantedTasks>> agents = new ArrayList<>();

  TasksWorkload(boolean keyed) {
    this.keyed = keyed;
  }

  @Override
  public String name() {
    return keyed ? "keys" : "tasks";
  }

  @Override
  public String description() {
    return keyed
        ? "tasks with ordering keys: one at a time and in order, however attempts end"
        : "enqueue, claim, renew, release, complete, also too late and with old tokens";
  }

  private static String queue(Context context, int i) {
    return context.prefix() + "-q" + i;
  }

  @Override
  public void setUp(Context context) {
    CaxtonClient client = context.client(Calls.TIMEOUT);
    for (int i = 0; i < QUEUES; i++) {
      Queue queue = Queue.newBuilder().setName(queue(context, i)).setRetry(RETRY).build();
      Calls.untilAnswered(() -> client.queues().put(queue));
      List<GrantedTasks> ofQueue = new ArrayList<>();
      for (int j = 0; j < AGENTS_PER_QUEUE; j++) {
        RegisterAgentRequest request =
            RegisterAgentRequest.newBuilder()
                .setAgentId(context.prefix() + "-w" + i + "-" + j)
                .setLeaseMillis(AGENT_LEASE_MILLIS)
                .build();
        // A client for each agent: they fail over each on its own.
        CaxtonClient own = context.client(Calls.TIMEOUT);
        ofQueue.add(
            own.tasks()
                .of(AgentEpoch.of(Calls.untilAnswered(() -> own.agents().register(request)))));
      }
      agents.add(ofQueue);
    }
  }

  @Override
  public List<Worker> workers(Context context) {
    List<Worker> workers = new ArrayList<>();
    CaxtonClient client = context.client(Calls.TIMEOUT);
    for (int i = 0; i < QUEUES; i++) {
      String queue = queue(context, i);
      Random random = context.random("enqueuer-" + i);
      Enqueuer enqueuer =
          new Enqueuer(new Caller(context), client, queue, keyed ? ORDERING_KEYS : 0, random);
      Pace enqueues = new Pace(random, keyed ? KEYED_PAUSE_MILLIS : ENQUEUE_PAUSE_MILLIS);
      workers.add(
          () -> {
            enqueuer.step();
            enqueues.pause();
          });
      for (int j = 0; j < AGENTS_PER_QUEUE * WORKERS_PER_AGENT; j++) {
        Random own = context.random("worker-" + i + "-" + j);
        TaskWorker worker =
            new TaskWorker(
                new Caller(context), agents.get(i).get(j % AGENTS_PER_QUEUE), queue, keyed, own);
        Pace pace = new Pace(own, PAUSE_MILLIS);
        workers.add(
            () -> {
              worker.step();
              pace.pause();
            });
      }
    }
    return workers;
  }

  /** Claims and completes until nothing comes for longer than any lease. */
  @Override
  public void drain(Context context) {
    List<Integer> queues = new ArrayList<>();
    for (int i = 0; i < QUEUES; i++) {
      queues.add(i);
    }
    Calls.together(
        queues,
        i ->
            new TaskWorker(
                    new Caller(context),
                    agents.get(i).getFirst(),
                    queue(context, i),
                    false,
                    context.random("drain-" + i))
                .drain());
  }

  @Override
  public List<Checker> checkers() {
    List<Checker> checkers =
        new ArrayList<>(
            List.of(new WellFormed(), new Statistics(), new TaskRules(TaskRules.DRIFT_PERCENT)));
    if (keyed) {
      checkers.add(new Exercised(new KeyRules(), KeyRules.EXERCISED));
    }
    return checkers;
  }
}
