package io.caxton.jepsen.history;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A history as a file: one JSON object a line, in the order in which things happened. Written while
 * a run goes on, so that a run that is killed leaves what it had seen. Thread-safe.
 */
public final class History implements AutoCloseable {
  private final BufferedWriter out;

  private History(BufferedWriter out) {
    this.out = out;
  }

  /** Begins a new file. */
  public static History create(Path file) {
    try {
      return new History(Files.newBufferedWriter(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void append(Op op) {
    String line = OpJson.write(op);
    synchronized (this) {
      try {
        out.write(line);
        out.newLine();
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Without a last line that was only half written. */
  public static List<Op> read(Path file) {
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      return read(in, file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param name of what is read, for messages
   */
  public static List<Op> read(BufferedReader in, String name) throws IOException {
    List<Op> ops = new ArrayList<>();
    int number = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      try {
        ops.add(OpJson.read(line));
      } catch (RuntimeException e) {
        if (in.readLine() == null) {
          break;
        }
        throw new IllegalArgumentException(name + ", line " + number + ": " + line, e);
      }
    }
    return ops;
  }

  @Override
  public synchronized void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
