package io.caxton.client.cli;

import io.caxton.client.bench.BenchCommand;
import io.caxton.client.demo.DemoCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** bin/caxton, except for what it sends to the server's and the tests' own main classes. */
@Command(
    name = "caxton",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    description = "Caxton keeps agents and their tasks alive through crashes.",
    commandListHeading = "%nCommands:%n",
    subcommands = {
      DemoCommand.class,
      ClusterCommand.class,
      TaskCommand.class,
      QueueCommand.class,
      DeadCommand.class,
      AgentCommand.class,
      ConversationCommand.class,
      RouteCommand.class,
      ScheduleCommand.class,
      SagaCommand.class,
      WatchCommand.class,
      BenchCommand.class,
      TrainCommand.class,
      HelpCommand.class
    },
    footer = {
      "  server   Runs one server; 'config' prints its settings, 'inspect' its files.",
      "",
      "Exit codes: 0 done; 1 failed or differs; 2 wrong command line or value; 3 not found;",
      "4 not reached or refused for now, nothing changed; 5 outcome unknown, look before"
          + " repeating.",
      "",
      "Examples:",
      "  caxton demo",
      "  caxton cluster start && caxton task submit 'hello' && caxton cluster status"
    })
public final class Main {
  private Main() {}

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setUsageHelpAutoWidth(true)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(new Failures())
        .setParameterExceptionHandler(new UsageErrors());
  }

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }
}
