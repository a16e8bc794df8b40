package io.caxton.server.metrics;

import com.codahale.metrics.MetricRegistry;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.instrumentation.dropwizard.DropwizardExports;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Serves what is counted to Prometheus at /metrics. */
public final class MetricsServer implements AutoCloseable {
  private final HTTPServer server;

  /**
   * @param registry for what Dropwizard has no type for; serves it too
   */
  public MetricsServer(
      MetricRegistry metrics, PrometheusRegistry registry, InetSocketAddress address)
      throws IOException {
    DropwizardExports.builder().dropwizardRegistry(metrics).register(registry);
    this.server =
        HTTPServer.builder()
            .inetAddress(InetAddress.getByName(address.getHostString()))
            .port(address.getPort())
            .registry(registry)
            .buildAndStart();
  }

  public int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    server.close();
  }
}
