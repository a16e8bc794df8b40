package io.caxton.client.bench;

import io.caxton.client.CaxtonClient;
import io.caxton.client.console.Progress;
import io.caxton.client.console.Range;
import io.caxton.client.console.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "restart",
    description =
        "Stores many tasks, kills all servers with SIGKILL, starts them together, and measures how"
            + " long until a linearizable read succeeds, and their memory.",
    footer = {"", "Example:", "  caxton bench restart --tasks 1000000"})
final class RestartBench extends Bench {
  private static final Duration ALL_READY = Duration.ofMinutes(5);
  private static final int CALLS = 4;
  private static final long LOOK_MILLIS = 50;

  @Option(
      names = "--tasks",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Pending tasks to store first (default: ${DEFAULT-VALUE}).")
  private long tasks;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "500",
      description = "Items for each call of the loading (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Range.check("--tasks", tasks, 1, 10_000_000);
    Range.check("--batch", batch, 1, 1_000);
    try (BenchHome home = BenchHome.open(options)) {
      home.own();
      Costs start = home.costs();
      SubmitWork work = new SubmitWork(home.client(), options.payload(5), batch);
      Meter meter = load(work);
      Histogram latency = meter.stop();
      Costs loaded = home.costs();
      say(
          Text.count(meter.acked())
              + " tasks stored in "
              + Text.millis(loaded.secondsSince(start) * 1e3)
              + "; kills all servers");

      home.cluster().killAll();
      long diskBytes = size(home.cluster().nodes().getFirst().dataDir());
      long began = System.nanoTime();
      home.own().start(home.cluster()::startAll);
      long firstSuccess;
      long count;
      try (CaxtonClient fresh = home.newClient().build()) {
        count = Queues.count(fresh, work.queue());
        firstSuccess = (System.nanoTime() - began) / 1_000_000;
      }
      home.readiness().awaitAll(ALL_READY);
      long allReady = (System.nanoTime() - began) / 1_000_000;
      Costs after = home.costs();
      List<Stored> stored = List.of(new Stored("submits", meter.acked(), count));
      BenchReport report =
          new BenchReport("restart")
              .put("first_success_millis", firstSuccess)
              .put("all_ready_millis", allReady)
              .put("tasks", meter.acked())
              .put("disk_bytes", diskBytes)
              .rate(latency.getTotalCount(), loaded.secondsSince(start))
              .latency("", latency)
              .costs(start, loaded, latency.getTotalCount())
              .nodes(after.nodes())
              .put("loaded_rss_bytes", loaded.nodes().stream().map(NodeCost::rssBytes).toList())
              .stored(stored)
              .put("failed", meter.failed())
              .put("elections", loaded.electionsSince(start));
      return print(report, stored);
    }
  }

  /** Stores as many tasks as asked for, and those that are under way by then. */
  private Meter load(SubmitWork work) throws InterruptedException {
    Loop loop = new ClosedLoop(CALLS);
    Meter meter = loop.meter();
    meter.measure();
    try (Progress progress = Progress.of("stored", tasks)) {
      loop.start(work::slot);
      while (meter.acked() < tasks) {
        progress.at(meter.acked());
        Thread.sleep(LOOK_MILLIS);
      }
      loop.stop(60_000);
      progress.at(Math.min(tasks, meter.acked()));
    }
    return meter;
  }

  private static long size(Path dir) throws IOException {
    try (Stream<Path> files = Files.walk(dir)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
