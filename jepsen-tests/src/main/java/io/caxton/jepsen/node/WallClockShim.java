package io.caxton.jepsen.node;

import io.caxton.jepsen.host.Children;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A preloaded C library that adds an offset to a process's readings of the wall clock, and to
 * nothing else. libfaketime cannot do that to a JVM: it takes the monotonic clock along.
 */
public final class WallClockShim {
  private static final String SOURCE = "wallclock.c";

  private final Path library;
  private final Path folder;

  private WallClockShim(Path library, Path folder) {
    this.library = library;
    this.folder = folder;
  }

  /** Compiles it into the folder; empty, with a word on standard error, without a C compiler. */
  public static Optional<WallClockShim> compile(Path folder) {
    Path source = folder.resolve(SOURCE);
    Path library = folder.resolve("libwallclock.so");
    try (InputStream text = WallClockShim.class.getResourceAsStream(SOURCE)) {
      Files.createDirectories(folder);
      Files.write(source, text.readAllBytes());
      Process gcc =
          Children.adopt(
              new ProcessBuilder(
                      "gcc",
                      "-O2",
                      "-Wall",
                      "-shared",
                      "-fPIC",
                      "-o",
                      library.toString(),
                      source.toString(),
                      "-ldl")
                  .redirectErrorStream(true)
                  .start());
      String said = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!gcc.waitFor(60, TimeUnit.SECONDS) || gcc.exitValue() != 0) {
        System.err.println("no wall clock shim, gcc failed: " + said);
        return Optional.empty();
      }
      return Optional.of(new WallClockShim(library, folder));
    } catch (IOException noCompiler) {
      System.err.println("no wall clock shim: " + noCompiler.getMessage());
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** A clock for one node, not off at first. */
  public ClockOffset clockFor(String nodeId) {
    return new ClockOffset(
        library.toAbsolutePath(), folder.resolve("clock-" + nodeId).toAbsolutePath());
  }
}
