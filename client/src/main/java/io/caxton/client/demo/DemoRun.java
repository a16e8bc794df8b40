package io.caxton.client.demo;

import com.google.protobuf.ByteString;
import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.Watch;
import io.caxton.client.cluster.LocalNode;
import io.caxton.client.cluster.Readiness;
import io.caxton.client.cluster.TemporaryCluster;
import io.caxton.client.console.Progress;
import io.caxton.client.console.Text;
import io.caxton.v1.GetNodeResponse;
import io.caxton.v1.NewTask;
import io.caxton.v1.Noun;
import io.caxton.v1.Queue;
import io.caxton.v1.ReadOptions;
import io.caxton.v1.RetryPolicy;
import io.caxton.v1.Submitted;
import io.caxton.v1.WatchRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** One demo from start to end: hands out the work, kills processes meanwhile, and compares. */
final class DemoRun {
  private static final int NODES = 3;
  private static final Duration SERVE = Duration.ofSeconds(60);
  private static final long STANDSTILL_NANOS = 90_000_000_000L;
  private static final long LOOK_MILLIS = 40;

  /** No file is given up because its agents were killed too often. */
  private static final RetryPolicy RETRY =
      RetryPolicy.newBuilder()
          .setAttemptsMax(1_000_000)
          .setBackoffInitialMillis(20)
          .setBackoffMaxMillis(200)
          .build();

  private final DemoOptions options;
  private final InputFiles input;
  private final Waves waves;
  private final CompletionFeed feed = new CompletionFeed();
  private int handedOut;

  DemoRun(DemoOptions options, InputFiles input) {
    this.options = options;
    this.input = input;
    waves = new Waves(input.paths().size());
  }

  DemoReport run(Progress progress) throws IOException, InterruptedException {
    try (TemporaryCluster home = new TemporaryCluster("demo", NODES, options.keep(), List.of());
        CaxtonClient client =
            CaxtonClient.builder()
                .addresses(home.cluster().addresses())
                .clientName("demo driver")
                .callTimeout(Duration.ofMinutes(2))
                .build()) {
      startServers(home, client, progress);
      CaxtonException.join(
          client
              .queues()
              .put(
                  Queue.newBuilder()
                      .setName(DemoAgent.QUEUE)
                      .setRetentionTasks(input.paths().size() + 1_000)
                      .build()));
      WatchRequest completions =
          WatchRequest.newBuilder().addNouns(Noun.NOUN_TASK).setQueue(DemoAgent.QUEUE).build();
      try (Watch watch = client.watch(completions, feed)) {
        CaxtonException.join(watch.started());
        return work(home, client, progress);
      }
    }
  }

  private void startServers(TemporaryCluster home, CaxtonClient client, Progress progress)
      throws IOException {
    long began = System.nanoTime();
    home.start(home.cluster()::startAll);
    GetNodeResponse leader = new Readiness(home.cluster(), client).awaitLeader(SERVE);
    progress.say(
        "Servers: "
            + home.cluster().nodes().stream().map(LocalNode::id).collect(Collectors.joining(", "))
            + " serve after "
            + Text.millis((System.nanoTime() - began) / 1e6)
            + "; "
            + leader.getNodeId()
            + " leads"
            + (options.keep() ? "; their folder is " + home.dir() : ""));
  }

  private DemoReport work(TemporaryCluster home, CaxtonClient client, Progress progress)
      throws IOException, InterruptedException {
    long workMillis = options.workMillis().orElse(waves.workMillis(options.slots()));
    progress.say(
        "Agents:  "
            + options.agents()
            + " processes, "
            + Text.plural(options.concurrency(), "file")
            + " at once each, deliberately slow: "
            + workMillis
            + " ms a file");
    AgentProcesses agents =
        new AgentProcesses(
            home.children(),
            home.dir().resolve("agents"),
            id ->
                DemoAgent.command(
                    home.cluster().addresses(),
                    id,
                    input.root(),
                    options.concurrency(),
                    workMillis));
    agents.start(options.agents());
    long began = System.nanoTime();
    Killer killer = new Killer(home, client, agents, new Random(options.seed()), began);
    handOut(client, waves.handedOutAfter(0));
    killWhileWorking(client, agents, killer, progress);
    double seconds = (System.nanoTime() - began) / 1e9;

    progress.say("Compares with a plain sequential pass.");
    List<FileOutcome> outcomes = new Verification(client, input).outcomes();
    long completed = queue(client).getCompletedTotal();
    long distinct = outcomes.stream().filter(FileOutcome::completed).count();
    feed.awaitTasks((int) distinct, 5_000);
    return new DemoReport(
        outcomes,
        killer.kills(),
        Math.max(completed - distinct, feed.repeated()),
        agents.crashes(),
        seconds,
        options.seed(),
        input.bytes());
  }

  /** Until all is done, or nothing has been for a long time. */
  private void killWhileWorking(
      CaxtonClient client, AgentProcesses agents, Killer killer, Progress progress)
      throws IOException, InterruptedException {
    boolean killing = !options.crashEvery().isZero();
    int point = 0;
    long completed = 0;
    long progressNanos = System.nanoTime();
    long killNanos = System.nanoTime();
    while (System.nanoTime() - progressNanos < STANDSTILL_NANOS) {
      long now = queue(client).getCompletedTotal();
      if (now != completed) {
        completed = now;
        progressNanos = System.nanoTime();
        progress.at(completed);
      }
      if (completed >= input.paths().size()) {
        return;
      }
      agents.replaceFallen();
      if (point < Waves.POINTS && completed >= waves.completedAt(point + 1)) {
        point++;
        handOut(client, waves.handedOutAfter(point));
        do {
          killNanos = kill(killing, killer, progress);
        } while (killing && killer.hits() < Waves.killsAfter(point) && !allDone(client));
      } else if (System.nanoTime() - killNanos > options.crashEvery().toNanos()) {
        killNanos = kill(killing, killer, progress);
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  /** Gives the time when it was over. */
  private static long kill(boolean killing, Killer killer, Progress progress)
      throws IOException, InterruptedException {
    if (killing) {
      killer.killNext().ifPresent(kill -> progress.say(kill.line()));
    }
    return System.nanoTime();
  }

  private void handOut(CaxtonClient client, int until) {
    List<CompletableFuture<Submitted>> calls = new ArrayList<>();
    for (; handedOut < until; handedOut++) {
      calls.add(
          client
              .tasks()
              .submit(
                  NewTask.newBuilder()
                      .setId(Verification.taskId(handedOut))
                      .setQueue(DemoAgent.QUEUE)
                      .setPayload(ByteString.copyFromUtf8(input.paths().get(handedOut)))
                      .setRetry(RETRY)
                      .build()));
    }
    calls.forEach(CaxtonException::join);
  }

  private boolean allDone(CaxtonClient client) {
    return queue(client).getCompletedTotal() >= input.paths().size();
  }

  private static Queue queue(CaxtonClient client) {
    return CaxtonException.join(
            client.queues().get(DemoAgent.QUEUE, ReadOptions.getDefaultInstance()))
        .getQueue();
  }
}
