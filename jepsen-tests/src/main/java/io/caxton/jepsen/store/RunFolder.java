package io.caxton.jepsen.store;

import io.caxton.client.console.Json;
import io.caxton.jepsen.history.History;
import io.caxton.jepsen.host.Shell;
import io.caxton.jepsen.nemesis.Event;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of one run: everything one needs to judge it again. */
public final class RunFolder implements AutoCloseable {
  public static final String CONFIG = "config.json";
  public static final String HISTORY = "history.jsonl";
  public static final String EVENTS = "nemesis.jsonl";
  public static final String COUNTERS = "counters.json";
  public static final String NODES = "nodes";
  public static final String VERDICT = "verdict.json";

  private final Path folder;
  private final History history;
  private final BufferedWriter events;

  private RunFolder(Path folder) throws IOException {
    this.folder = folder;
    history = History.create(folder.resolve(HISTORY));
    events = Files.newBufferedWriter(folder.resolve(EVENTS), StandardCharsets.UTF_8);
  }

  /** Makes it; one that holds a verdict already is refused. */
  public static RunFolder create(Path folder) {
    try {
      Files.createDirectories(folder);
      if (Files.exists(folder.resolve(VERDICT))) {
        throw new IllegalStateException(folder + " holds a finished run: choose another --out");
      }
      // Of a run that was broken off: its nodes' logs would be taken for ours.
      Shell.run("rm", "-rf", "--", folder.resolve(NODES).toString());
      return new RunFolder(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + folder, e);
    }
  }

  public Path path() {
    return folder;
  }

  public History history() {
    return history;
  }

  /** A line of nemesis.jsonl, there at once. */
  public void event(Event event) {
    synchronized (events) {
      try {
        events.write(event.toJson());
        events.newLine();
        events.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Writes aside and renames: the file is there whole or not at all. */
  public void write(String name, Object json) {
    try {
      Path aside = folder.resolve(name + ".new");
      Files.writeString(aside, Json.of(json) + "\n");
      Files.move(aside, folder.resolve(name), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + name, e);
    }
  }

  @Override
  public void close() {
    history.close();
    try {
      events.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
