package io.caxton.client.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The command line of a further JVM with our classes: java, flags and class path as bin/caxton
 * chose them and passed them on in the environment (flags a line each), else those of this JVM.
 */
public final class JavaProgram {
  /** Servers: also in bin/caxton, which passes its own on. */
  private static final String SERVER_FLAGS = "-Xms256m -Xmx1g -XX:+UseParallelGC -Dcaxton.log=INFO";

  /** Small and quickly up: a demo kills and starts them all the time. */
  private static final String AGENT_FLAGS =
      "-Xms16m -Xmx64m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto";

  private JavaProgram() {}

  /** bin/caxton server, without the shell. */
  public static List<String> server(List<String> arguments) {
    return command("CAXTON_SERVER_FLAGS", SERVER_FLAGS, "io.caxton.server.Main", arguments);
  }

  public static List<String> agent(Class<?> main, List<String> arguments) {
    return command("CAXTON_AGENT_FLAGS", AGENT_FLAGS, main.getName(), arguments);
  }

  private static List<String> command(
      String flagsVariable, String flags, String main, List<String> arguments) {
    Map<String, String> environment = System.getenv();
    List<String> command = new ArrayList<>(ownSession());
    command.add(
        environment.getOrDefault("CAXTON_JAVA", System.getProperty("java.home") + "/bin/java"));
    String given = environment.get(flagsVariable);
    command.addAll(given == null ? List.of(flags.split(" ")) : given.lines().toList());
    command.add("-cp");
    String lib = environment.get("CAXTON_LIB");
    command.add(lib == null ? System.getProperty("java.class.path") : lib + "/*");
    command.add(main);
    command.addAll(arguments);
    return command;
  }

  /**
   * Out of the terminal's reach, where there is setsid: Ctrl-C is for the command, which then ends
   * what it started itself, and the end of a terminal is not the end of a cluster. Keeps the pid.
   */
  private static List<String> ownSession() {
    for (String path : List.of("/usr/bin/setsid", "/bin/setsid")) {
      if (Files.isExecutable(Path.of(path))) {
        return List.of(path);
      }
    }
    return List.of();
  }
}
