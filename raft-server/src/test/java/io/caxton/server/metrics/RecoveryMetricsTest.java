package io.caxton.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import io.caxton.state.Effect;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class RecoveryMetricsTest {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final RecoveryMetrics metrics = new RecoveryMetrics(registry);

  /** As Prometheus reads it. */
  private String scrape() throws Exception {
    try (MetricsServer server =
            new MetricsServer(
                new MetricRegistry(), registry, new InetSocketAddress("127.0.0.1", 0));
        HttpClient http = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + server.port() + "/metrics");
      return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  @Test
  void shouldCountWhatWasApplied() throws Exception {
    metrics.count(new Effect.RecoveryBegun("f", "a"));
    metrics.count(new Effect.RecoveryFailed("f", "a"));
    metrics.count(new Effect.RecoveryBegun("f", "a"));
    metrics.count(new Effect.Recovered("f", "a", 120, 5_000, 100));
    metrics.count(new Effect.DataLost("f", "a", "checkpoint_damaged"));
    metrics.count(new Effect.CheckpointSaved("f", "a", 2_000));

    assertThat(scrape())
        .contains("# TYPE caxton_recovery_attempts_total counter")
        .contains("caxton_recovery_attempts_total 2.0")
        .contains("caxton_failed_recoveries_total 1.0")
        .contains("caxton_recovered_agents_total 1.0")
        .contains("caxton_data_loss_events_total{cause=\"checkpoint_damaged\"} 1.0")
        .contains("caxton_replay_speed_events_per_second 50000.0");
  }

  @Test
  void shouldFillBucketsFromBelow() throws Exception {
    metrics.count(new Effect.Recovered("f", "a", 30, 0, 0));
    metrics.count(new Effect.Recovered("f", "a", 120, 0, 0));
    metrics.count(new Effect.CheckpointSaved("f", "a", 2_000));

    assertThat(scrape())
        .contains("# TYPE caxton_recovery_time_seconds histogram")
        .contains("caxton_recovery_time_seconds_bucket{le=\"0.025\"} 0")
        .contains("caxton_recovery_time_seconds_bucket{le=\"0.05\"} 1")
        .contains("caxton_recovery_time_seconds_bucket{le=\"0.25\"} 2")
        .contains("caxton_recovery_time_seconds_bucket{le=\"+Inf\"} 2")
        .contains("caxton_recovery_time_seconds_sum 0.15")
        .contains("caxton_recovery_time_seconds_count 2")
        .contains("# TYPE caxton_checkpoint_size_bytes histogram")
        .contains("caxton_checkpoint_size_bytes_bucket{le=\"1024.0\"} 0")
        .contains("caxton_checkpoint_size_bytes_bucket{le=\"4096.0\"} 1");
  }

  @Test
  void shouldHaveAnEndOfCauses() throws Exception {
    for (int i = 0; i < 100; i++) {
      metrics.count(new Effect.DataLost("f", "a", "cause " + i));
    }

    assertThat(scrape().lines().filter(l -> l.startsWith("caxton_data_loss_events_total{")))
        .hasSize(17)
        .contains("caxton_data_loss_events_total{cause=\"other\"} 84.0");
  }
}
