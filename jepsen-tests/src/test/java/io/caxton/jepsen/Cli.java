package io.caxton.jepsen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command line in a process of its own, as bin/caxton starts it. */
final class Cli {
  private static final long SECONDS_MAX = 180;

  private final Path folder;

  Cli(Path folder) {
    this.folder = folder;
  }

  /** What it printed, and how it ended. */
  record Result(int exitCode, String output) {
    Result succeeded() {
      assertThat(exitCode).as(output).isZero();
      return this;
    }
  }

  Result run(String... arguments) {
    return run(List.of(arguments));
  }

  Result run(List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "io.caxton.client.cli.Main"));
    command.addAll(arguments);
    Path output = folder.resolve("cli.out");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("CAXTON_"));
      Process process = builder.start();
      boolean ended = process.waitFor(SECONDS_MAX, TimeUnit.SECONDS);
      process.destroyForcibly();
      String text = Files.readString(output);
      assertThat(ended).as("caxton %s still runs: %s", arguments, text).isTrue();
      return new Result(process.exitValue(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
