package io.caxton.jepsen.workload;

import io.caxton.client.CaxtonClient;
import io.caxton.jepsen.checker.CommitChecker;
import io.caxton.jepsen.checker.SameAnswer;
import io.caxton.jepsen.checker.Statistics;
import io.caxton.jepsen.checker.WellFormed;
import io.caxton.jepsen.run.Checker;
import io.caxton.jepsen.run.Context;
import io.caxton.jepsen.run.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Steps of agents as one call each, by instances that take the agent over from each other. */
final class CommitWorkload implements Workload {
  private static final int AGENTS = 3;
  private static final int INSTANCES = 2;
  private static final int PAUSE_MILLIS = 40;
  private static final int CALLS_PER_SESSION = 4_000;

  private final List<CommitCell> cells = new ArrayList<>();
  private final List<ResentCalls> calls = new CopyOnWriteArrayList<>();
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicLong resent = new AtomicLong();

  @Override
  public String name() {
    return "commit";
  }

  @Override
  public String description() {
    return "atomic commits: task, event, message, ack, follow-up and checkpoint, all or nothing";
  }

  @Override
  public void setUp(Context context) {
    CaxtonClient client = context.client(Calls.TIMEOUT);
    for (int i = 0; i < AGENTS; i++) {
      CommitCell cell = new CommitCell(context.prefix() + "-k" + i, numbers);
      cell.setUp(client);
      cells.add(cell);
    }
  }

  @Override
  public List<Worker> workers(Context context) {
    List<Worker> workers = new ArrayList<>();
    for (CommitCell cell : cells) {
      for (int i = 0; i < INSTANCES; i++) {
        Random random = context.random(cell.name() + "-" + i);
        ResentCalls resending = new ResentCalls(context, random, resent, CALLS_PER_SESSION);
        calls.add(resending);
        CommitInstance instance =
            new CommitInstance(
                new Caller(context), context.client(Calls.TIMEOUT), resending, cell, random);
        Pace pace = new Pace(random, PAUSE_MILLIS);
        workers.add(
            () -> {
              instance.step();
              pace.pause();
            });
      }
    }
    return workers;
  }

  @Override
  public void drain(Context context) {
    Calls.together(calls, ResentCalls::manyAgain);
    CaxtonClient client = context.client(Duration.ofSeconds(20));
    Calls.together(cells, cell -> cell.readAll(new Caller(context), client));
  }

  @Override
  public List<Checker> checkers() {
    return List.of(new WellFormed(), new Statistics(), new CommitChecker(), new SameAnswer());
  }
}
