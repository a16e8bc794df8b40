package io.caxton.jepsen.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** In one term one node leads at most, by what the nodes say in their logs. */
final class Leaders {
  private static final Pattern LEADING = Pattern.compile(" leading in term (\\d+) from tick ");

  private Leaders() {}

  /**
   * @param nodes the folder with one folder for each node, named by its id
   */
  static Verdict check(Path nodes) {
    TreeMap<Long, TreeSet<String>> leaders = new TreeMap<>();
    try (Stream<Path> logs = Files.walk(nodes)) {
      for (Path log : logs.filter(file -> file.endsWith("server.log")).toList()) {
        String node = log.getParent().getFileName().toString();
        Matcher leading =
            LEADING.matcher(new String(Files.readAllBytes(log), StandardCharsets.UTF_8));
        while (leading.find()) {
          leaders
              .computeIfAbsent(Long.parseLong(leading.group(1)), term -> new TreeSet<>())
              .add(node);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the nodes' logs", e);
    }
    List<String> anomalies = new ArrayList<>();
    leaders.forEach(
        (term, who) -> {
          if (who.size() > 1) {
            anomalies.add("more than one leader in term %d: %s".formatted(term, who));
          }
        });
    return anomalies.isEmpty()
        ? Check.valid(Map.of("terms", leaders.size()))
        : Check.invalid(anomalies);
  }
}
