package io.caxton.server.metrics;

import com.codahale.metrics.MetricRegistry;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.instrumentation.dropwizard.DropwizardExports;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Serves the Dropwizard registry to Prometheus at /metrics. */
public final class MetricsServer implements AutoCloseable {
  private final HTTPServer server;

  public MetricsServer(MetricRegistry metrics, InetSocketAddress address) throws IOException {
    PrometheusRegistry registry = new PrometheusRegistry();
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
