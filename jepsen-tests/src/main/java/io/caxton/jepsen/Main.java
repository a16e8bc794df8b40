package io.caxton.jepsen;

import io.caxton.jepsen.run.JepsenCommand;
import io.caxton.jepsen.sim.SimCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** bin/caxton jepsen and bin/caxton sim. */
@Command(
    name = "caxton",
    mixinStandardHelpOptions = true,
    description = "Tests of Caxton under faults.",
    subcommands = {JepsenCommand.class, SimCommand.class})
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Main())
            .setUsageHelpAutoWidth(true)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(args));
  }
}
