package io.caxton.client.demo;

import io.caxton.client.CaxtonClient;
import io.caxton.client.cluster.LocalNode;
import io.caxton.client.cluster.Readiness;
import io.caxton.client.cluster.TemporaryCluster;
import io.caxton.client.console.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Sends a hundred messages to an agent that counts them, kills it at one step of its loop, starts
 * it again, and compares what it counted with an agent that nobody killed; for every step asked
 * for.
 */
final class HundredRun {
  static final int MESSAGES = 100;

  /** Sent before the kill; the others after it. */
  static final int HALF = 50;

  static final int CHECKPOINT_EVENTS = 10;

  private static final Duration SERVE = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A step may be on its way when the agent dies: how far it comes is left to chance. */
  private static final int DYING_MILLIS_MAX = 12;

  private final HundredOptions options;
  private final Random random;
  private final TemporaryCluster home;
  private final CaxtonClient client;
  private final Path logs;

  private HundredRun(HundredOptions options, TemporaryCluster home, CaxtonClient client)
      throws IOException {
    this.options = options;
    this.home = home;
    this.client = client;
    random = new Random(options.seed());
    logs = Files.createDirectories(home.dir().resolve("agents"));
  }

  static HundredReport run(HundredOptions options, Progress progress)
      throws IOException, InterruptedException {
    try (TemporaryCluster home = new TemporaryCluster("hundred", 3, options.keep(), List.of());
        CaxtonClient client =
            CaxtonClient.builder()
                .addresses(home.cluster().addresses())
                .clientName("caxton demo hundred")
                .callTimeout(PATIENCE)
                .build()) {
      home.start(home.cluster()::startAll);
      new Readiness(home.cluster(), client).awaitAll(SERVE);
      if (options.keep()) {
        progress.say("Servers and logs: " + home.dir());
      }
      return new HundredRun(options, home, client).steps(progress);
    }
  }

  private HundredReport steps(Progress progress) throws IOException, InterruptedException {
    long began = System.nanoTime();
    HundredSender sender = new HundredSender(client);
    String calm = calm(sender);
    List<HundredOutcome> outcomes = new ArrayList<>();
    for (HundredStep step : options.steps()) {
      HundredOutcome outcome = killedAt(step, sender);
      outcomes.add(outcome);
      progress.say(outcome.line(calm));
      progress.at(outcomes.size());
    }
    return new HundredReport(outcomes, calm, options.seed(), (System.nanoTime() - began) / 1e9);
  }

  private HundredProcess start(String agentId, Optional<HundredStep> standAt, int afterCount)
      throws IOException {
    List<String> addresses = home.cluster().addresses();
    return HundredProcess.start(
        home.children(),
        standAt
            .map(step -> HundredAgent.command(addresses, agentId, step.word(), afterCount))
            .orElseGet(() -> HundredAgent.command(addresses, agentId)),
        logs.resolve(agentId + ".log"));
  }

  /** The digest of a state that was never interrupted. */
  private String calm(HundredSender sender) throws IOException, InterruptedException {
    String agentId = "counter-calm";
    sender.open(agentId);
    sender.send(agentId, 1, MESSAGES);
    HundredProcess agent = start(agentId, Optional.empty(), 0);
    String digest = agent.await(HundredAgent.DONE, PATIENCE);
    agent.kill();
    return digest;
  }

  private HundredOutcome killedAt(HundredStep step, HundredSender sender)
      throws IOException, InterruptedException {
    String agentId = "counter-" + step.word();
    int afterCount = step.afterCount(random);
    sender.open(agentId);
    sender.send(agentId, 1, HALF);
    if (step.inRecovery()) {
      firstLife(agentId, afterCount);
    }
    HundredProcess agent = start(agentId, Optional.of(step), step.inRecovery() ? 0 : afterCount);
    agent.await(HundredAgent.AT, PATIENCE);
    Thread.sleep(random.nextInt(DYING_MILLIS_MAX + 1));
    Optional<LocalNode> leader = options.killLeader() ? Optional.of(leader()) : Optional.empty();
    long killed = System.nanoTime();
    if (leader.isPresent()) {
      leader.get().kill();
    }
    agent.kill();
    sender.send(agentId, HALF + 1, MESSAGES);
    HundredProcess next = start(agentId, Optional.empty(), 0);
    String digest = next.await(HundredAgent.DONE, PATIENCE);
    long back = (System.nanoTime() - killed) / 1_000_000;
    next.kill();
    if (leader.isPresent()) {
      LocalNode node = leader.get();
      home.start(() -> home.cluster().start(node));
      new Readiness(home.cluster(), client).awaitAll(SERVE);
    }
    StoredLife<Tally> life = new StoredLife<>(client, agentId, Tally.TYPE);
    return new HundredOutcome(
        step.word(), afterCount, leader.isPresent(), life.counted(), digest, life.digest(), back);
  }

  /** Leaves something to recover. */
  private void firstLife(String agentId, int afterCount) throws IOException, InterruptedException {
    HundredStep dies = HundredStep.of("message-received");
    HundredProcess agent = start(agentId, Optional.of(dies), afterCount);
    agent.await(HundredAgent.AT, PATIENCE);
    agent.kill();
  }

  private LocalNode leader() throws IOException {
    var views = new Readiness(home.cluster(), client).awaitAll(SERVE);
    return home.cluster().node(Readiness.leader(views).orElseThrow().getNodeId());
  }
}
