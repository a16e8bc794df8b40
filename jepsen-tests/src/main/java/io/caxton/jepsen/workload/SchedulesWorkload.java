package io.caxton.jepsen.workload;

import io.caxton.client.CaxtonClient;
import io.caxton.client.GrantedTasks;
import io.caxton.jepsen.checker.Exercised;
import io.caxton.jepsen.checker.ScheduleChecker;
import io.caxton.jepsen.checker.Statistics;
import io.caxton.jepsen.checker.WellFormed;
import io.caxton.jepsen.run.Checker;
import io.caxton.jepsen.run.Context;
import io.caxton.jepsen.run.Workload;
import io.caxton.v1.Queue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Schedules of each kind and policy, paused and resumed and triggered while the cluster fails, and
 * workers that take their time with the tasks of those that must not overlap.
 */
final class SchedulesWorkload implements Workload {
  private static final int WORKERS = 3;
  private static final int PAUSE_MILLIS = 20;
  private static final int OPERATOR_PAUSE_MILLIS = 450;
  private static final Duration SET_UP = Duration.ofSeconds(30);
  private static final int RETENTION_TASKS = 1_000_000;

  private final List<ScheduleKind> always = ScheduleKind.always();

  /** Those that come once; put while the cluster fails. */
  private final List<ScheduleKind> once = new CopyOnWriteArrayList<>();

  private GrantedTasks agent;

  @Override
  public String name() {
    return "schedules";
  }

  @Override
  public String description() {
    return "schedules of each kind and policy: each instant once, and every one accounted for";
  }

  private static String queue(Context context) {
    return context.prefix() + "-scheduled";
  }

  @Override
  public void setUp(Context context) {
    CaxtonClient client = context.client(Calls.TIMEOUT);
    Queue queue =
        Queue.newBuilder()
            .setName(queue(context))
            .setRetry(TasksWorkload.RETRY)
            .setRetentionTasks(RETENTION_TASKS)
            .build();
    Calls.untilAnswered(() -> client.queues().put(queue));
    agent = client.tasks().of(Calls.registered(client, context.prefix() + "-s"));
    ScheduleKeeper keeper = keeper(context, client, "set-up");
    for (ScheduleKind kind : always) {
      Calls.untilPresent(SET_UP, () -> keeper.put(kind));
    }
  }

  private ScheduleKeeper keeper(Context context, CaxtonClient client, String name) {
    return new ScheduleKeeper(
        new Caller(context), client, queue(context), always, once, context.random(name));
  }

  @Override
  public List<Worker> workers(Context context) {
    List<Worker> workers = new ArrayList<>();
    ScheduleKeeper keeper = keeper(context, context.client(Calls.TIMEOUT), "keeper");
    workers.add(Pace.each(keeper::step, context.random("keeper-pace"), OPERATOR_PAUSE_MILLIS));
    for (int i = 0; i < WORKERS; i++) {
      Random random = context.random("worker-" + i);
      ScheduledWorker worker =
          new ScheduledWorker(new Caller(context), agent, queue(context), random);
      workers.add(Pace.each(worker::step, random, PAUSE_MILLIS));
    }
    return workers;
  }

  /** Resumes all and waits for some instants more, then pauses, works off and reads. */
  @Override
  public void drain(Context context) {
    CaxtonClient client = context.client(Duration.ofSeconds(20));
    ScheduleKeeper keeper = keeper(context, client, "drain");
    ScheduledWorker worker =
        new ScheduledWorker(
            new Caller(context), agent, queue(context), context.random("drain-worker"));
    Calls.together(
        List.<Runnable>of(
            worker::untilStopped,
            () -> {
              try {
                keeper.untilServed();
                keeper.pauseAll();
              } finally {
                worker.stopWhenEmpty();
              }
            }),
        Runnable::run);
    keeper.readAll();
  }

  @Override
  public List<Checker> checkers() {
    return List.of(
        new WellFormed(),
        new Statistics(),
        new Exercised(new ScheduleChecker(), ScheduleChecker.EXERCISED));
  }
}
