package io.caxton.server;

import io.caxton.server.config.Config;
import io.caxton.server.config.ConfigException;
import io.caxton.server.config.Setting;
import io.caxton.server.config.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The server's own commands: {@code server}, {@code config} and {@code bench-core}. */
public final class Main {
  private static final int EXIT_CONFIG = 2;
  private static final String FILE_OPTION = "--config";
  private static final String JSON_OPTION = "--json";

  private Main() {}

  public static void main(String[] args) {
    CommandSpec root = CommandSpec.create().name("caxton");
    root.addSubcommand(
        "server", settings("server", "Runs one node of a cluster until it is told to stop."));
    root.addSubcommand(
        "config",
        settings("config", "Prints the effective configuration, each value with its source.")
            .addOption(OptionSpec.builder(JSON_OPTION).description("One JSON object.").build()));
    CommandSpec train = CommandSpec.create().name("train");
    train.usageMessage().hidden(true);
    root.addSubcommand("train", train);
    root.addSubcommand("bench-core", new CommandLine(new CoreBenchCommand()));
    CommandLine line = new CommandLine(root);
    line.setExecutionStrategy(Main::run);
    System.exit(line.execute(args));
  }

  private static CommandSpec settings(String name, String description) {
    CommandSpec spec = CommandSpec.create().name(name).mixinStandardHelpOptions(true);
    spec.usageMessage().description(description).sortOptions(false).width(100);
    spec.addOption(
        OptionSpec.builder(FILE_OPTION)
            .paramLabel("FILE")
            .type(Path.class)
            .description(
                "Configuration file of lines 'name = value'; the same names as the options below.",
                "Each is also read from the environment: CAXTON_NODE_ID for --node-id, and so on."
                    + " Options win over environment, environment over file.")
            .build());
    for (Setting<?> setting : Settings.all()) {
      boolean flag = setting.defaultText().equals("false");
      spec.addOption(
          OptionSpec.builder("--" + setting.name())
              .paramLabel("VALUE")
              .type(String.class)
              .arity(flag ? "0..1" : "1")
              .fallbackValue(flag ? "true" : "")
              .description(setting.meaning(), "Default: " + shown(setting.defaultText()))
              .build());
    }
    return spec;
  }

  private static String shown(String defaultText) {
    return (defaultText.isEmpty() ? "none" : defaultText).replace("%", "%%");
  }

  private static int run(ParseResult result) {
    Integer help = CommandLine.executeHelpRequest(result);
    if (help != null) {
      return help;
    }
    if (!result.hasSubcommand()) {
      result.commandSpec().commandLine().usage(System.err);
      return EXIT_CONFIG;
    }
    ParseResult command = result.subcommand();
    if (command.commandSpec().userObject() instanceof CoreBenchCommand bench) {
      return bench.call();
    }
    if (command.commandSpec().name().equals("train")) {
      return train();
    }
    try {
      Config config = config(command);
      return command.commandSpec().name().equals("config")
          ? ConfigPrinter.print(config, command.hasMatchedOption(JSON_OPTION), System.out)
          : ServerProcess.run(config);
    } catch (ConfigException e) {
      System.err.println("caxton: " + e.getMessage());
      return EXIT_CONFIG;
    }
  }

  private static int train() {
    try {
      return Training.run();
    } catch (IOException e) {
      System.err.println("caxton: training failed: " + e);
      return 1;
    }
  }

  private static Config config(ParseResult command) {
    Map<String, String> flags = new LinkedHashMap<>();
    for (Setting<?> setting : Settings.all()) {
      String option = "--" + setting.name();
      if (command.hasMatchedOption(option)) {
        flags.put(setting.name(), command.matchedOptionValue(option, ""));
      }
    }
    Optional<Path> file = Optional.ofNullable(command.matchedOptionValue(FILE_OPTION, (Path) null));
    return Config.read(file, System.getenv(), flags);
  }
}
