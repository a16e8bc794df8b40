package io.caxton.server.metrics;

import io.caxton.state.Effect;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How agents come back, as applied commands tell it. The leader counts what it answers; so the sum
 * over the nodes is what happened, and each node's numbers begin at 0 when it starts.
 */
public final class RecoveryMetrics {
  private static final double[] SECONDS = {
    0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300
  };
  private static final double[] BYTES = {
    1 << 10, 1 << 12, 1 << 14, 1 << 16, 1 << 18, 1 << 20, 1 << 22, 1 << 24, 1 << 26
  };

  private static final int CAUSES_MAX = 16;

  private final Set<String> causes = ConcurrentHashMap.newKeySet();
  private final Histogram recoveryTime;
  private final Counter recovered;
  private final Counter attempts;
  private final Counter failed;
  private final Counter dataLosses;
  private final Histogram checkpointSize;
  private final Gauge replaySpeed;

  public RecoveryMetrics(PrometheusRegistry registry) {
    recoveryTime =
        histogram("caxton_recovery_time_seconds", "From an agent's begin to its commit", SECONDS)
            .register(registry);
    recovered = counter("caxton_recovered_agents_total", "Recoveries committed", registry);
    attempts = counter("caxton_recovery_attempts_total", "Recoveries begun", registry);
    failed =
        counter("caxton_failed_recoveries_total", "Recoveries begun and never committed", registry);
    dataLosses =
        Counter.builder()
            .name("caxton_data_loss_events_total")
            .help("What was acknowledged and cannot be given back, and falls back to older states")
            .labelNames("cause")
            .register(registry);
    checkpointSize =
        histogram("caxton_checkpoint_size_bytes", "Sizes of the checkpoints saved", BYTES)
            .register(registry);
    replaySpeed =
        Gauge.builder()
            .name("caxton_replay_speed_events_per_second")
            .help("Of the last recovery that applied events, as the agent measured it")
            .register(registry);
  }

  private static Histogram.Builder histogram(String name, String help, double... upperBounds) {
    return Histogram.builder().name(name).help(help).classicOnly().classicUpperBounds(upperBounds);
  }

  private static Counter counter(String name, String help, PrometheusRegistry registry) {
    return Counter.builder().name(name).help(help).register(registry);
  }

  /** Any thread. */
  public void count(Effect.Measured what) {
    switch (what) {
      case Effect.RecoveryBegun begun -> attempts.inc();
      case Effect.RecoveryFailed lost -> failed.inc();
      case Effect.Recovered done -> count(done);
      case Effect.DataLost loss -> dataLosses.labelValues(label(loss.cause())).inc();
      case Effect.CheckpointSaved saved -> checkpointSize.observe(saved.sizeBytes());
    }
  }

  /** Causes may come from agents in words of their own; a series for each would have no end. */
  private String label(String cause) {
    if (causes.size() < CAUSES_MAX) {
      causes.add(cause);
    }
    return causes.contains(cause) ? cause : "other";
  }

  private void count(Effect.Recovered done) {
    recovered.inc();
    recoveryTime.observe(done.tookMillis() / 1e3);
    if (done.eventsApplied() > 0) {
      // What took less than a millisecond counts as one.
      replaySpeed.set(done.eventsApplied() * 1e3 / Math.max(1, done.replayMillis()));
    }
  }
}
