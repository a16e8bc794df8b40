package io.caxton.state.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the tests of this package share. */
final class Samples {
  /** Small pages and chunks: every structure occurs in a few kilobytes. */
  static final RunLayout SMALL = new RunLayout(1024, 4, 100, 100);

  private Samples() {}

  static SnapshotStore open(Path directory) throws IOException {
    return SnapshotStore.open(directory, new Disk(), SMALL);
  }

  static MapSink load(SnapshotStore store) throws IOException {
    return store.loadNewestWhole(MapSink::new).newest().orElseThrow();
  }

  static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    for (Path file : files(from)) {
      Files.copy(file, to.resolve(file.getFileName()));
    }
  }
}
