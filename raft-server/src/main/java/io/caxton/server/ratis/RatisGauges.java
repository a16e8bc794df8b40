package io.caxton.server.ratis;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.ratis.metrics.MetricRegistries;
import org.apache.ratis.metrics.RatisMetricRegistry;
import org.apache.ratis.metrics.impl.RatisMetricRegistryImpl;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.thirdparty.com.codahale.metrics.Counter;
import org.apache.ratis.thirdparty.com.codahale.metrics.Gauge;
import org.apache.ratis.thirdparty.com.codahale.metrics.Metric;
import org.apache.ratis.thirdparty.com.codahale.metrics.Timer;

/** A few of Ratis's numbers, as plain longs for our own registry. */
final class RatisGauges {
  private RatisGauges() {}

  static Map<String, LongSupplier> of(RaftServer.Division division, RatisStateMachine machine) {
    String member = division.getMemberId().toString();
    Map<String, LongSupplier> gauges = new LinkedHashMap<>();
    gauges.put("raft_flush_count", () -> count(member, "log_worker", "flushTime"));
    gauges.put("raft_flush_micros_p50", () -> micros(member, "flushTime", 0.5));
    gauges.put("raft_flush_micros_p99", () -> micros(member, "flushTime", 0.99));
    gauges.put("raft_log_queue_entries", () -> value(member, "log_worker", "workerQueueSize"));
    gauges.put("raft_pending_records", () -> value(member, "server", "numPendingRequestInQueue"));
    gauges.put("raft_elections", () -> count(member, "leader_election", "electionCount"));
    gauges.put("raft_election_timeouts", () -> count(member, "leader_election", "timeoutCount"));
    gauges.put("raft_snapshots_installed", machine::snapshotsInstalled);
    gauges.put("raft_follower_lag_entries_max", () -> lag(division));
    return gauges;
  }

  private static long lag(RaftServer.Division division) {
    long[] matches = division.getInfo().getFollowerMatchIndices();
    long end = division.getRaftLog().getNextIndex() - 1;
    long lag = 0;
    for (long match : matches == null ? new long[0] : matches) {
      lag = Math.max(lag, end - match);
    }
    return lag;
  }

  private static long count(String member, String component, String name) {
    return switch (metric(member, component, name)) {
      case Timer timer -> timer.getCount();
      case Counter counter -> counter.getCount();
      case null, default -> 0;
    };
  }

  private static long micros(String member, String name, double quantile) {
    return metric(member, "log_worker", name) instanceof Timer timer
        ? (long) (timer.getSnapshot().getValue(quantile) / 1000)
        : 0;
  }

  private static long value(String member, String component, String name) {
    return metric(member, component, name) instanceof Gauge<?> gauge
            && gauge.getValue() instanceof Number number
        ? number.longValue()
        : 0;
  }

  /** Ratis drops and makes registries as roles change, so each look is a fresh one. */
  private static Metric metric(String member, String component, String name) {
    for (RatisMetricRegistry registry : MetricRegistries.global().getMetricRegistries()) {
      if (registry.getMetricRegistryInfo().getMetricsComponentName().equals(component)
          && registry.getMetricRegistryInfo().getPrefix().contains(member)
          && registry instanceof RatisMetricRegistryImpl ours) {
        for (var metric : ours.getDropWizardMetricRegistry().getMetrics().entrySet()) {
          if (metric.getKey().endsWith("." + name)) {
            return metric.getValue();
          }
        }
      }
    }
    return null;
  }
}
