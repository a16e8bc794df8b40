package io.caxton.jepsen.workload;

import io.caxton.client.AgentEpoch;
import io.caxton.client.CaxtonClient;
import io.caxton.jepsen.checker.RecoveryChecker;
import io.caxton.jepsen.checker.Statistics;
import io.caxton.jepsen.checker.WellFormed;
import io.caxton.jepsen.run.Checker;
import io.caxton.jepsen.run.Context;
import io.caxton.jepsen.run.Workload;
import io.caxton.v1.OpenConversationRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stateful agents that die without a word, come back elsewhere with the agent SDK, and go on
 * calling in epochs that are over.
 */
final class RecoveryWorkload implements Workload {
  private static final int AGENTS = 3;
  private static final int HOSTS_PER_AGENT = 2;
  private static final int PAUSE_MILLIS = 30;
  private static final Duration FINAL = Duration.ofSeconds(25);

  private final List<String> agents = new ArrayList<>();
  private final List<RecoveryHost> hosts = new ArrayList<>();
  private final AtomicLong numbers = new AtomicLong();

  @Override
  public String name() {
    return "recovery";
  }

  @Override
  public String description() {
    return "stateful agents that die, come back with their state, and haunt their successors";
  }

  @Override
  public void setUp(Context context) {
    CaxtonClient client = context.client(Calls.TIMEOUT);
    for (int i = 0; i < AGENTS; i++) {
      String name = context.prefix() + "-r" + i;
      AgentEpoch first = Calls.registered(client, name);
      OpenConversationRequest open =
          OpenConversationRequest.newBuilder().setConversationId(name).build();
      Calls.untilAnswered(() -> client.conversations().of(first).open(open));
      agents.add(name);
    }
  }

  @Override
  public List<Worker> workers(Context context) {
    List<Worker> workers = new ArrayList<>();
    CaxtonClient zombies = context.client(Calls.TIMEOUT);
    for (String name : agents) {
      for (int i = 0; i < HOSTS_PER_AGENT; i++) {
        Random random = context.random(name + "-host-" + i);
        RecoveryHost host = new RecoveryHost(context, zombies, name, numbers, random);
        hosts.add(host);
        Pace pace = new Pace(random, PAUSE_MILLIS);
        workers.add(
            () -> {
              host.step();
              pace.pause();
            });
      }
    }
    return workers;
  }

  /** Each comes back once more, on a cluster that is whole. */
  @Override
  public void drain(Context context) {
    hosts.forEach(RecoveryHost::die);
    CaxtonClient client = context.client(Duration.ofSeconds(20));
    Calls.together(
        agents,
        name -> {
          RecoveryHost last =
              new RecoveryHost(context, client, name, numbers, context.random(name + "-last"));
          Calls.untilPresent(FINAL, () -> last.recover() ? Optional.of(last) : Optional.empty());
          last.die();
          last.readLog(client, FINAL);
        });
  }

  @Override
  public List<Checker> checkers() {
    return List.of(new WellFormed(), new Statistics(), new RecoveryChecker());
  }
}
