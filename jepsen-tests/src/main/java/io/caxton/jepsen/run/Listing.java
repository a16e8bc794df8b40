package io.caxton.jepsen.run;

import io.caxton.client.console.Json;
import io.caxton.jepsen.bug.SeededBug;
import io.caxton.jepsen.bug.SeededBugs;
import io.caxton.jepsen.nemesis.Nemeses;
import io.caxton.jepsen.nemesis.Nemesis;
import io.caxton.jepsen.workload.Workloads;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the command prints for people and programs. */
final class Listing {
  private Listing() {}

  static void print(boolean json) {
    if (json) {
      List<String> nemeses = new ArrayList<>(Nemeses.all().stream().map(Nemesis::name).toList());
      nemeses.add(Nemeses.ALL_NAME);
      System.out.println(
          Json.of(
              Json.object(
                  "workloads", Workloads.all().stream().map(Workload::name).toList(),
                  "nemeses", nemeses,
                  "seeded_bugs", SeededBugs.all().stream().map(SeededBug::name).toList())));
      return;
    }
    System.out.println("workloads");
    Workloads.all().forEach(one -> line(one.name(), one.description()));
    System.out.println("\nnemeses");
    Nemeses.all().forEach(one -> line(one.name(), one.description()));
    line(Nemeses.ALL_NAME, "everything above, mixed");
    System.out.println("\nseeded bugs");
    SeededBugs.all()
        .forEach(
            bug ->
                line(
                    bug.name(),
                    "%s (class %d; --workload %s --nemesis %s --seconds %d)"
                        .formatted(
                            bug.description(),
                            bug.bugClass(),
                            bug.workload(),
                            String.join(",", bug.nemeses()),
                            bug.seconds())));
  }

  private static void line(String name, String description) {
    System.out.printf("  %-38s  %s%n", name, description);
  }

  /** What was asked and answered, a line each. */
  static void summary(RunResult result) {
    System.out.println("operations  " + result.facts() + "\ncounters    " + result.counters());
    for (Check check : result.checks()) {
      System.out.printf(
          "%-12s%-8s %s%n",
          check.name(),
          check.verdict().answer().name().toLowerCase(Locale.ROOT),
          check.verdict().facts());
      check.verdict().anomalies().forEach(anomaly -> System.out.println("    " + anomaly));
    }
    System.out.println("folder      " + result.config().out());
    System.out.println("again       " + result.config().again());
  }
}
