package io.caxton.jepsen.host;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Runs the machine's own tools. */
public final class Shell {
  private static final String PATH =
      System.getenv().getOrDefault("PATH", "/usr/bin:/bin") + ":/usr/local/sbin:/usr/sbin:/sbin";

  private Shell() {}

  /** What came of one command; its two outputs are in one. */
  public record Result(int exitCode, String output) {
    public boolean ok() {
      return exitCode == 0;
    }
  }

  /** Gives what it printed; it must succeed. */
  public static String run(String... command) {
    Result result = attempt(command);
    if (!result.ok()) {
      throw new IllegalStateException(
          String.join(" ", command) + " failed (" + result.exitCode() + "): " + result.output());
    }
    return result.output();
  }

  /** Runs it whatever comes of it. */
  public static Result attempt(String... command) {
    try {
      // Not adopted: what tidies up must not be killed by what ends our children.
      Process process = plain(List.of(command));
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return new Result(process.waitFor(), output);
    } catch (IOException notThere) {
      return new Result(127, notThere.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Starts it and does not wait; it ends with this JVM. */
  public static Process start(List<String> command) throws IOException {
    return Children.adopt(plain(command));
  }

  private static Process plain(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PATH", PATH);
    return builder.start();
  }

  public static boolean has(String tool) {
    try (Stream<String> folders = Arrays.stream(PATH.split(File.pathSeparator))) {
      return folders.anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }
  }

  /** The kernel's own list: looking at the folder itself fails when its disk failed. */
  public static boolean isMounted(String folder) {
    try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mounts"))) {
      return mounts.anyMatch(line -> line.split(" ")[1].equals(folder));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the list of mounts", e);
    }
  }

  public static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }
}
