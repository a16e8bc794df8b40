package io.caxton.client.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Mixin;

/** Loads the cluster for a while and measures the end of it. */
abstract class LoadBench extends Bench {
  private static final long DRAIN_MILLIS = 60_000;
  private static final int HEAT_AGENTS = 4;

  @Mixin protected LoadOptions load;

  abstract String name();

  /** Gets everything ready for the load. */
  abstract Work work(BenchHome home) throws IOException;

  /** A load that uses the same code and leaves little behind. */
  Work heatWork(BenchHome home, LoadOptions heat) throws IOException {
    return new CycleWork(home.client(), options.payload(3), heat, HEAT_AGENTS);
  }

  /** Figures of its own. */
  void addTo(BenchReport report, Work work) {}

  /** The measurement begins or ends. */
  void measuring(Work work, boolean begins) {}

  @Override
  public final Integer call() throws IOException, InterruptedException {
    load.check();
    try (BenchHome home = BenchHome.open(options)) {
      say("warms up for " + load.warmupSeconds + " s ...");
      heat(home);
      try (Work work = work(home)) {
        return run(home, work);
      }
    }
  }

  /**
   * Fresh JVMs compile for most of a minute, with as much processor time as the load takes. A load
   * of few calls would not get them there at all, and one that only submits would fill the memory
   * meanwhile: so most of the warm-up is a load of whole cycles.
   */
  private void heat(BenchHome home) throws IOException, InterruptedException {
    LoadOptions heat = load.heat();
    if (heat.seconds == 0) {
      return;
    }
    Loop loop = Loop.of(heat);
    try (Work work = heatWork(home, heat)) {
      loop.start(work::slot);
      Thread.sleep(heat.seconds * 1_000L);
      loop.stop(DRAIN_MILLIS);
    }
  }

  private int run(BenchHome home, Work work) throws InterruptedException {
    Loop loop = Loop.of(load);
    Meter meter = loop.meter();
    long began = System.nanoTime();
    loop.start(work::slot);
    Thread.sleep((load.warmupSeconds - load.heat().seconds) * 1_000L);
    double warmupSeconds = (System.nanoTime() - began) / 1e9;
    long warmup = meter.acked();

    say(String.format("%.0f/s; measures for %d s ...", warmup / warmupSeconds, load.seconds));
    Costs before = home.costs();
    measuring(work, true);
    meter.measure();
    long from = System.nanoTime();
    Thread.sleep(load.seconds * 1_000L);
    Histogram latency = meter.stop();
    double seconds = (System.nanoTime() - from) / 1e9;
    measuring(work, false);
    Costs after = home.costs();

    boolean drained = loop.stop(DRAIN_MILLIS);
    if (!drained) {
      say("not everything that was under way has been answered");
    }
    List<Stored> stored = work.stored(meter);
    long operations = latency.getTotalCount();
    BenchReport report =
        new BenchReport(name())
            .rate(operations, seconds)
            .latency("", latency)
            .costs(before, after, after.secondsSince(before) * operations / seconds)
            .nodes(home.costs().nodes())
            .stored(stored)
            .put("failed", meter.failed())
            .put("elections", after.electionsSince(before));
    if (meter.failed() > 0) {
      report.put("last_failure", meter.failure());
    }
    addTo(report, work);
    report.put("warmup", warmup(warmup, warmupSeconds)).put("options", described());
    return print(report, stored);
  }

  private Map<String, Object> warmup(long operations, double seconds) {
    Map<String, Object> warmup = new LinkedHashMap<>();
    warmup.put("heat_seconds", load.heat().seconds);
    warmup.put("seconds", BenchReport.rounded(seconds));
    warmup.put("operations", operations);
    warmup.put(
        "operations_per_second", BenchReport.rounded(seconds > 0 ? operations / seconds : 0));
    return warmup;
  }

  private Map<String, Object> described() {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("in_flight", load.inFlight);
    described.put("batch", load.batch);
    described.put("rate", load.rate);
    described.put("payload_bytes", options.payloadBytes);
    described.put("gather", !options.noGather);
    return described;
  }
}
