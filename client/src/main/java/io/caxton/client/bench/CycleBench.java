package io.caxton.client.bench;

import io.caxton.client.console.Range;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "cycle",
    description =
        "Takes tasks through their whole life: submit, grant to an agent, complete. One counts when"
            + " its complete is answered.",
    footer = {
      "",
      "--in-flight bounds the tasks in the system.",
      "",
      "Examples:",
      "  caxton bench tasks cycle",
      "  caxton bench tasks cycle --rate 500      latency from submit to grant, and to the end"
    })
final class CycleBench extends LoadBench {
  @Option(
      names = "--agents",
      paramLabel = "N",
      defaultValue = "4",
      description = "Registered agents, each with a grant stream (default: ${DEFAULT-VALUE}).")
  private int agents;

  private Histogram grants;

  @Override
  String name() {
    return "tasks cycle";
  }

  @Override
  Work work(BenchHome home) {
    Range.check("--agents", agents, 1, 1_000);
    Range.check("--payload-bytes of cycles", options.payloadBytes, 4, 1 << 20);
    return new CycleWork(home.client(), options.payload(3), load, agents);
  }

  @Override
  void measuring(Work work, boolean begins) {
    Meter meter = ((CycleWork) work).grantMeter();
    if (begins) {
      meter.measure();
    } else {
      grants = meter.stop();
    }
  }

  @Override
  void addTo(BenchReport report, Work work) {
    report.latency("submit_to_grant_", grants).put("agents", agents);
  }
}
