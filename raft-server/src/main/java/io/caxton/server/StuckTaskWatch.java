package io.caxton.server;

import io.caxton.state.State;
import io.caxton.state.read.StuckTasks;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then for tasks that nothing will ever move on, in a view and on a thread of its
 * own: a second of one core for some million tasks. Every node looks at its own state.
 */
final class StuckTaskWatch {
  private static final Logger LOG = LoggerFactory.getLogger(StuckTaskWatch.class);

  private final Supplier<State> newest;
  private final Executor looking;
  private final Gauge gauge;
  private volatile boolean underWay;

  StuckTaskWatch(Supplier<State> newest, Executor looking, PrometheusRegistry registry) {
    this.newest = newest;
    this.looking = looking;
    this.gauge =
        Gauge.builder()
            .name("caxton_stuck_tasks")
            .help("Unfinished tasks without a live lease, a timer or a place in an open queue")
            .labelNames("cause")
            .register(registry);
    for (StuckTasks.Cause cause : StuckTasks.Cause.values()) {
      gauge.labelValues(cause.label()).set(0);
    }
  }

  /** Begins a look, unless the one before is still under way. */
  void look() {
    if (underWay) {
      return;
    }
    underWay = true;
    CompletableFuture.runAsync(this::lookNow, looking)
        .whenComplete(
            (done, failure) -> {
              underWay = false;
              if (failure != null) {
                LOG.warn("could not look for stuck tasks: {}", failure.toString());
              }
            });
  }

  private void lookNow() {
    StuckTasks.Report report = StuckTasks.of(newest.get());
    for (StuckTasks.Cause cause : StuckTasks.Cause.values()) {
      gauge.labelValues(cause.label()).set(report.count(cause));
    }
    if (report.isFault()) {
      LOG.error("tasks that nothing moves on: {}", report);
    }
  }
}
