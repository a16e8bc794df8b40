package io.caxton.client.bench;

import io.caxton.client.console.Json;
import io.caxton.client.console.Text;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** One benchmark's figures, in the order they are shown. */
final class BenchReport {
  private final Map<String, Object> figures = new LinkedHashMap<>();

  BenchReport(String name) {
    figures.put("benchmark", name);
  }

  BenchReport put(String key, Object value) {
    figures.put(key, value instanceof Double d ? rounded(d) : value);
    return this;
  }

  BenchReport rate(long operations, double seconds) {
    put("operations_per_second", seconds > 0 ? operations / seconds : 0.0);
    put("operations", operations);
    return put("seconds", seconds);
  }

  BenchReport latency(String prefix, Histogram nanos) {
    put(prefix + "p50_micros", micros(nanos, 50));
    put(prefix + "p99_micros", micros(nanos, 99));
    put(prefix + "p999_micros", micros(nanos, 99.9));
    return put(prefix + "max_micros", nanos.getMaxValue() / 1e3);
  }

  /** What servers and client used for so many operations. */
  BenchReport costs(Costs before, Costs after, double operations) {
    double thousands = Math.max(1, operations) / 1e3;
    put("server_cpu_seconds_per_1000", after.serverCpuSecondsSince(before) / thousands);
    put(
        "client_cpu_seconds_per_1000",
        (after.clientCpuSeconds() - before.clientCpuSeconds()) / thousands);
    return this;
  }

  BenchReport nodes(List<NodeCost> nodes) {
    put("node_rss_bytes", nodes.stream().map(NodeCost::rssBytes).toList());
    return put("server_pids", nodes.stream().map(NodeCost::pid).toList());
  }

  BenchReport stored(List<Stored> all) {
    Stored first = all.getFirst();
    put("acked", first.acked());
    put("stored", first.stored());
    for (Stored more : all.subList(1, all.size())) {
      put(more.what() + "_acked", more.acked());
      put(more.what() + "_stored", more.stored());
    }
    return this;
  }

  String json() {
    return Json.of(figures);
  }

  String text() {
    int width = figures.keySet().stream().mapToInt(String::length).max().orElse(0);
    StringBuilder text = new StringBuilder();
    figures.forEach(
        (key, value) ->
            text.append(key)
                .append(" ".repeat(width - key.length() + 2))
                .append(shown(value))
                .append('\n'));
    return text.toString().stripTrailing();
  }

  private static String shown(Object value) {
    return switch (value) {
      case Long number -> Text.count(number);
      case Double number when number >= 1_000 -> Text.count(Math.round(number));
      case Map<?, ?> map -> Json.of(map);
      case List<?> list -> String.join(", ", list.stream().map(BenchReport::shown).toList());
      default -> value.toString();
    };
  }

  private static double micros(Histogram nanos, double percentile) {
    return rounded(nanos.getValueAtPercentile(percentile) / 1e3);
  }

  /** Four significant digits are more than a benchmark knows. */
  static double rounded(double value) {
    return Double.isFinite(value)
        ? Double.parseDouble(String.format(Locale.ROOT, "%.4g", value))
        : 0;
  }
}
