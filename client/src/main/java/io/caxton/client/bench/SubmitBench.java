package io.caxton.client.bench;

import picocli.CommandLine.Command;

@Command(
    name = "submit",
    description = "Submits tasks that nobody takes.",
    footer = {
      "",
      "Examples:",
      "  caxton bench tasks submit                         one task a library call, gathered",
      "  caxton bench tasks submit --no-gather             one task a wire call",
      "  caxton bench tasks submit --in-flight 1           latency of a single one",
      "  caxton bench tasks submit --rate 5000 --json"
    })
final class SubmitBench extends LoadBench {
  @Override
  String name() {
    return "tasks submit";
  }

  @Override
  Work work(BenchHome home) {
    return new SubmitWork(home.client(), options.payload(1), load.batch);
  }
}
