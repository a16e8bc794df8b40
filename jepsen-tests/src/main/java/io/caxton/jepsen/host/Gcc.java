package io.caxton.jepsen.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compiles the small C programs that do what Java cannot. */
public final class Gcc {
  private Gcc() {}

  /**
   * Empty, with a word on standard error, without a compiler that works.
   *
   * @param owner in whose package the source lies
   */
  public static Optional<Path> compile(
      Class<?> owner, String source, Path output, List<String> flags) {
    Path copy = output.resolveSibling(source);
    try (InputStream text = owner.getResourceAsStream(source)) {
      Files.createDirectories(output.getParent());
      Files.write(copy, text.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + copy, e);
    }
    List<String> command = new ArrayList<>(List.of("gcc", "-O2", "-Wall"));
    command.addAll(flags);
    command.addAll(List.of("-o", output.toString(), copy.toString(), "-ldl"));
    Shell.Result result = Shell.attempt(command.toArray(String[]::new));
    if (!result.ok()) {
      System.err.println("cannot compile " + source + ": " + result.output());
      return Optional.empty();
    }
    return Optional.of(output);
  }
}
