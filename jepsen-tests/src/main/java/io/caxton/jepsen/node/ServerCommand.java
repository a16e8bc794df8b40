package io.caxton.jepsen.node;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The command line of a server: this JVM's own java and class path. */
final class ServerCommand {
  /** Small and quickly up: several share one machine with the test. */
  private static final List<String> FLAGS =
      List.of(
          "-Xms64m",
          "-Xmx320m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:+IgnoreUnrecognizedVMOptions",
          "-XX:+ExitOnOutOfMemoryError",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Dcaxton.log=INFO");

  private ServerCommand() {}

  static List<String> of(
      List<String> prefix, List<String> moreFlags, String verb, Map<String, String> settings) {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(moreFlags);
    command.add("-cp");
    command.add(classPath());
    command.add("io.caxton.server.Main");
    command.add(verb);
    settings.forEach((name, value) -> command.add("--" + name + "=" + value));
    return command;
  }

  /** Without the tests' own classes, whose logging set-up is not the servers'. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.endsWith("test-classes") && !entry.endsWith("test-classes/"))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
