package io.caxton.jepsen.workload;

import io.caxton.client.AgentEpoch;
import io.caxton.client.CaxtonClient;
import io.caxton.client.GrantedTasks;
import io.caxton.jepsen.checker.SagaChecker;
import io.caxton.jepsen.checker.Statistics;
import io.caxton.jepsen.checker.WellFormed;
import io.caxton.jepsen.run.Checker;
import io.caxton.jepsen.run.Context;
import io.caxton.jepsen.run.Workload;
import io.caxton.v1.RegisterAgentRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Sagas whose steps fail and are cancelled at random, and workers that forget what they were
 * granted.
 */
final class SagasWorkload implements Workload {
  private static final int SUBMITTERS = 2;
  private static final int WORKERS = 6;
  private static final int SUBMIT_PAUSE_MILLIS = 200;
  private static final int WORK_PAUSE_MILLIS = 20;

  /** The agents' own leases never end: a grant ends by its own lease or not at all. */
  private static final int AGENT_LEASE_MILLIS = 3_600_000;

  private final List<GrantedTasks> agents = new ArrayList<>();
  private final List<SagaSubmitter> submitters = new ArrayList<>();

  @Override
  public String name() {
    return "sagas";
  }

  @Override
  public String description() {
    return "sagas whose steps fail, are cancelled and forgotten; all is completed or undone";
  }

  private static String queue(Context context) {
    return context.prefix() + "-sagas";
  }

  @Override
  public void setUp(Context context) {
    for (int i = 0; i < WORKERS; i++) {
      RegisterAgentRequest request =
          RegisterAgentRequest.newBuilder()
              .setAgentId(context.prefix() + "-sw" + i)
              .setLeaseMillis(AGENT_LEASE_MILLIS)
              .build();
      CaxtonClient own = context.client(Calls.TIMEOUT);
      agents.add(
          own.tasks().of(AgentEpoch.of(Calls.untilAnswered(() -> own.agents().register(request)))));
    }
  }

  @Override
  public List<Worker> workers(Context context) {
    List<Worker> workers = new ArrayList<>();
    for (int i = 0; i < SUBMITTERS; i++) {
      Random random = context.random("saga-submitter-" + i);
      SagaSubmitter submitter =
          new SagaSubmitter(
              new Caller(context),
              context.client(Calls.TIMEOUT).sagas(),
              context.prefix() + "-saga" + i + "-",
              queue(context),
              random);
      submitters.add(submitter);
      Pace pace = new Pace(random, SUBMIT_PAUSE_MILLIS);
      workers.add(
          () -> {
            submitter.step();
            pace.pause();
          });
    }
    for (int i = 0; i < WORKERS; i++) {
      Random random = context.random("saga-worker-" + i);
      SagaWorker worker =
          new SagaWorker(new Caller(context), agents.get(i), queue(context), random);
      Pace pace = new Pace(random, WORK_PAUSE_MILLIS);
      workers.add(
          () -> {
            worker.step();
            pace.pause();
          });
    }
    return workers;
  }

  /** Works on, without failing, until nothing comes any more; then reads every saga. */
  @Override
  public void drain(Context context) {
    Calls.together(
        agents,
        agent -> new SagaWorker(new Caller(context), agent, queue(context), new Random(0)).drain());
    submitters.forEach(SagaSubmitter::readAll);
  }

  @Override
  public List<Checker> checkers() {
    return List.of(new WellFormed(), new Statistics(), new SagaChecker());
  }
}
