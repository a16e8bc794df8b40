package io.caxton.jepsen.workload;

import io.caxton.client.CaxtonClient;
import io.caxton.jepsen.checker.Statistics;
import io.caxton.jepsen.checker.WellFormed;
import io.caxton.jepsen.checker.ZombieChecker;
import io.caxton.jepsen.client.Stubborn;
import io.caxton.jepsen.run.Checker;
import io.caxton.jepsen.run.Context;
import io.caxton.jepsen.run.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Instances that fight for one agent id, with every kind of call that carries an epoch. */
final class ZombieWorkload implements Workload {
  private static final int AGENTS = 2;
  private static final int INSTANCES = 3;
  private static final int PAUSE_MILLIS = 10;

  @Override
  public String name() {
    return "zombies";
  }

  @Override
  public String description() {
    return "every kind of call in epochs that are over: refused as stale, whatever else is wrong";
  }

  @Override
  public void setUp(Context context) {}

  @Override
  public List<Worker> workers(Context context) {
    List<Worker> workers = new ArrayList<>();
    for (int i = 0; i < AGENTS; i++) {
      String name = context.prefix() + "-z" + i;
      for (int j = 0; j < INSTANCES; j++) {
        Random random = context.random(name + "-" + j);
        CaxtonClient client = context.client(Calls.TIMEOUT);
        ZombieInstance instance =
            new ZombieInstance(
                new Caller(context), client, new Stubborn(context.nodes(), random), name, random);
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

  /** What is to be judged has been judged: a refusal is an answer. */
  @Override
  public void drain(Context context) {}

  @Override
  public List<Checker> checkers() {
    return List.of(new WellFormed(), new Statistics(), new ZombieChecker());
  }
}
