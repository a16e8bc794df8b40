package io.caxton.client.bench;

import io.caxton.client.console.CommandFailure;
import io.caxton.client.console.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Only for the help: bin/caxton sends it to the server's main class, where the core is. */
@Command(
    name = "core",
    description = "Measures the state machine alone: apply with dedup, no network, no disk.")
final class CoreBench implements Callable<Integer> {
  @Override
  public Integer call() {
    throw new CommandFailure(
        ExitCode.USAGE, "bench core runs in the server's program", "Use bin/caxton bench core.");
  }
}
