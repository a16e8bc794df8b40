package io.caxton.client.bench;

import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.cluster.LocalNode;
import io.caxton.client.cluster.Readiness;
import io.caxton.client.console.Range;
import io.caxton.v1.GetNodeResponse;
import io.caxton.v1.NewTask;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "failover",
    description =
        "Kills the leader with SIGKILL again and again, under a modest load, and measures how long"
            + " until a call that was sent after the kill succeeds.",
    footer = {
      "",
      "false_elections counts changes of the term that no kill explains.",
      "",
      "Example:",
      "  caxton bench failover --trials 10 --rate 1000"
    })
final class FailoverBench extends Bench {
  private static final Duration ALL_READY = Duration.ofSeconds(60);
  private static final long DRAIN_MILLIS = 60_000;

  /** Load with everybody in, before the next kill. */
  private static final long QUIET_MILLIS = 2_000;

  @Option(
      names = "--trials",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many times (default: ${DEFAULT-VALUE}).")
  private int trials;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "500",
      description = "Submits offered per second meanwhile (default: ${DEFAULT-VALUE}).")
  private int rate;

  private final List<Long> firstSuccessMillis = new ArrayList<>();
  private final List<Long> allReadyMillis = new ArrayList<>();
  private final List<Long> termsByKill = new ArrayList<>();
  private long falseElections;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Range.check("--trials", trials, 1, 1_000);
    Range.check("--rate", rate, 1, 100_000);
    try (BenchHome home = BenchHome.open(options);
        CaxtonClient prober = home.newClient().build()) {
      home.own();
      SubmitWork work = new SubmitWork(home.client(), options.payload(4), 1);
      NewTask probe = NewTask.newBuilder().setQueue(Queues.newName() + "-probe").build();
      Loop loop = new OpenLoop(10_000, rate);
      Costs start = home.costs();
      loop.start(work::slot);
      loop.meter().measure();
      for (int trial = 1; trial <= trials; trial++) {
        CaxtonException.join(prober.tasks().submit(probe));
        trial(home, prober, probe, trial);
      }
      Histogram latency = loop.meter().stop();
      Costs end = home.costs();
      loop.stop(DRAIN_MILLIS);
      List<Stored> stored = work.stored(loop.meter());
      List<Long> sorted = new ArrayList<>(firstSuccessMillis);
      Collections.sort(sorted);
      BenchReport report =
          new BenchReport("failover")
              .put("first_success_millis", firstSuccessMillis)
              .put("median_millis", sorted.get((sorted.size() - 1) / 2))
              .put("max_millis", sorted.getLast())
              .put("false_elections", falseElections)
              .put("elections", end.term() - start.term())
              .put("terms_by_kill", termsByKill)
              .put("all_ready_millis", allReadyMillis)
              .rate(latency.getTotalCount(), end.secondsSince(start))
              .latency("", latency)
              .costs(start, end, latency.getTotalCount())
              .nodes(end.nodes())
              .stored(stored)
              .put("failed", loop.meter().failed())
              .put("rate", rate);
      return print(report, stored);
    }
  }

  private void trial(BenchHome home, CaxtonClient prober, NewTask probe, int trial)
      throws IOException, InterruptedException {
    home.readiness().awaitAll(ALL_READY);
    long quietTerm = home.costs().term();
    Thread.sleep(QUIET_MILLIS);
    List<GetNodeResponse> views = home.readiness().awaitAll(ALL_READY);
    long killTerm = home.costs().term();
    falseElections += killTerm - quietTerm;
    LocalNode leader = home.cluster().node(Readiness.leader(views).orElseThrow().getNodeId());

    long killed = System.nanoTime();
    leader.process().orElseThrow().kill();
    CaxtonException.join(prober.tasks().submit(probe));
    long millis = (System.nanoTime() - killed) / 1_000_000;
    long newTerm = home.costs().term();
    firstSuccessMillis.add(millis);
    termsByKill.add(newTerm - killTerm);

    leader.kill();
    home.own().start(() -> home.cluster().start(leader));
    home.readiness().awaitAll(ALL_READY);
    allReadyMillis.add((System.nanoTime() - killed) / 1_000_000);
    falseElections += home.costs().term() - newTerm;
    say(
        String.format(
            "trial %d: %s killed, served again after %d ms, all in again after %d ms",
            trial, leader.id(), millis, allReadyMillis.getLast()));
  }
}
