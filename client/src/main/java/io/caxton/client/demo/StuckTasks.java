package io.caxton.client.demo;

import io.caxton.client.cluster.LocalNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads caxton_stuck_tasks from the page of metrics of every node that runs, once a second, and
 * remembers the highest.
 */
final class StuckTasks implements AutoCloseable {
  private static final String METRIC = "caxton_stuck_tasks{";
  private static final long PAUSE_MILLIS = 1_000;
  private static final int TIMEOUT_MILLIS = 2_000;

  private final List<LocalNode> nodes;
  private final Thread thread;
  private volatile long max;
  private final AtomicInteger scrapes = new AtomicInteger();

  StuckTasks(List<LocalNode> nodes) {
    this.nodes = List.copyOf(nodes);
    thread = Thread.ofPlatform().daemon().name("stuck-tasks").start(this::look);
  }

  private void look() {
    try {
      while (true) {
        for (LocalNode node : nodes) {
          look(node);
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(LocalNode node) {
    try {
      stuck(page(node)).ifPresent(this::found);
    } catch (IOException killed) {
      // Or about to be killed, or not serving yet.
    }
  }

  private void found(long stuck) {
    max = Math.max(max, stuck);
    scrapes.incrementAndGet();
  }

  private static String page(LocalNode node) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create("http://" + node.place().adminAddress() + "/metrics")
                .toURL()
                .openConnection();
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    try (InputStream body = connection.getInputStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The sum over all causes; empty if the page does not say. */
  static OptionalLong stuck(String page) {
    List<String> lines = page.lines().filter(line -> line.startsWith(METRIC)).toList();
    return lines.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(
            lines.stream()
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf('}') + 1)))
                .sum());
  }

  /** The highest that any node said at any time. */
  long max() {
    return max;
  }

  /** Pages that said it. */
  int scrapes() {
    return scrapes.get();
  }

  @Override
  public void close() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }
}
