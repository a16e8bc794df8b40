package io.caxton.jepsen.sim;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Simulates one seed after the other until one fails, all are done, or the time is over. */
@Command(
    name = "sim",
    description =
        "Simulate clusters on the deterministic core: three replicas, a bad network, restarts and"
            + " snapshots anywhere, all from a seed.",
    mixinStandardHelpOptions = true)
public final class SimCommand implements Callable<Integer> {
  private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(5);

  @Spec private CommandSpec spec;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "How many seeds; 1000 unless --seconds is given.")
  private Optional<Long> seeds = Optional.empty();

  @Option(names = "--from", paramLabel = "S", description = "The first seed; default: 1.")
  private long from = 1;

  @Option(names = "--seconds", paramLabel = "T", description = "Stop after so many seconds.")
  private Optional<Long> seconds = Optional.empty();

  @Option(names = "--json", description = "One JSON object at the end instead of words.")
  private boolean json;

  @Option(names = "--print", description = "Print every event.")
  private boolean print;

  @Override
  public Integer call() {
    long began = System.nanoTime();
    long seedsMax = seeds.orElse(seconds.isPresent() ? Long.MAX_VALUE : 1_000);
    long until =
        seconds.isPresent()
            ? began + TimeUnit.SECONDS.toNanos(seconds.get())
            : began + Long.MAX_VALUE / 2;
    Tally tally = new Tally(began);
    long nextReport = began + REPORT_NANOS;
    while (tally.seeds() < seedsMax && System.nanoTime() < until) {
      Outcome outcome = Simulation.run(from + tally.seeds(), print);
      tally.add(outcome);
      if (outcome.failure().isPresent()) {
        return failed(outcome, tally);
      }
      if (!json && System.nanoTime() >= nextReport) {
        nextReport += REPORT_NANOS;
        err().println(tally.progress());
        err().flush();
      }
    }
    out().println(json ? tally.json("valid") : tally.words() + "\nvalid");
    out().flush();
    return 0;
  }

  private int failed(Outcome outcome, Tally tally) {
    RuntimeException failure = outcome.failure().orElseThrow();
    err().println("the last events:");
    outcome.lastEvents().forEach(event -> err().println("  " + event));
    if (!(failure instanceof SimFailure)) {
      failure.printStackTrace(err());
    }
    err().flush();
    String again = "bin/caxton sim --seeds 1 --from " + outcome.seed();
    out()
        .println(
            json
                ? tally.json("invalid")
                : "seed %d, step %d: %s%nagain: %s%ninvalid"
                    .formatted(outcome.seed(), outcome.steps(), failure.getMessage(), again));
    out().flush();
    return 1;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** What was simulated so far. */
  private static final class Tally {
    private final long began;
    private long seeds;
    private long steps;
    private Outcome.Counts counts = Outcome.Counts.NONE;
    private Outcome last;

    Tally(long began) {
      this.began = began;
    }

    long seeds() {
      return seeds;
    }

    void add(Outcome outcome) {
      seeds++;
      steps += outcome.steps();
      counts = counts.plus(outcome.counts());
      last = outcome;
    }

    private double seconds() {
      return (System.nanoTime() - began) / 1e9;
    }

    private double rate() {
      return seeds / Math.max(1e-9, seconds());
    }

    String progress() {
      return String.format(
          Locale.ROOT, "%d seeds in %.0f s, %.0f a second", seeds, seconds(), rate());
    }

    String words() {
      return String.format(
          Locale.ROOT,
          "%s: %d steps, %d commands in %d records, %d grants, %d replays, %d leaders, %d restarts,"
              + " %d snapshots loaded",
          progress(),
          steps,
          counts.commands(),
          counts.records(),
          counts.grants(),
          counts.replays(),
          counts.leaderChanges(),
          counts.restarts(),
          counts.snapshotsLoaded());
    }

    String json(String verdict) {
      return String.format(
          Locale.ROOT,
          "{\"verdict\":\"%s\",\"seeds\":%d,\"seconds\":%.1f,\"seeds_per_second\":%.1f,"
              + "\"steps\":%d,\"commands\":%d,\"records\":%d,\"grants\":%d,\"replays\":%d,"
              + "\"leader_changes\":%d,\"restarts\":%d,\"snapshots_loaded\":%d,\"last_seed\":%d,"
              + "\"last_step\":%d}",
          verdict,
          seeds,
          seconds(),
          rate(),
          steps,
          counts.commands(),
          counts.records(),
          counts.grants(),
          counts.replays(),
          counts.leaderChanges(),
          counts.restarts(),
          counts.snapshotsLoaded(),
          last == null ? 0 : last.seed(),
          last == null ? 0 : last.steps());
    }
  }
}
