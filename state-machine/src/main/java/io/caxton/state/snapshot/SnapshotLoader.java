package io.caxton.state.snapshot;

import io.caxton.v1.SnapshotManifest;
import io.caxton.v1.SnapshotRun;
import io.caxton.v1.SnapshotTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/** Merges the runs of one snapshot, the newest winning, into a sink, and counts what it gives. */
final class SnapshotLoader {
  private final Path directory;
  private final SnapshotManifest manifest;
  private final SnapshotSink sink;
  private final List<SnapshotTable> counted = new ArrayList<>();
  private byte[] prefix = {};
  private String table = "";

  /** The number of the newest run that has every entry of the table. */
  private int firstRun;

  private long entries;

  SnapshotLoader(Path directory, SnapshotManifest manifest, SnapshotSink sink) {
    this.directory = directory;
    this.manifest = manifest;
    this.sink = sink;
  }

  void load() throws IOException {
    sink.begin(manifest);
    List<Source> opened = new ArrayList<>();
    try {
      for (SnapshotRun run : manifest.getRunsList()) {
        opened.add(new Source(opened.size(), open(run)));
      }
      merge(opened);
    } finally {
      for (Source source : opened) {
        source.cursor().close();
      }
    }
    endTable();
    if (!counted.equals(manifest.getTablesList())) {
      throw new DamagedFileException(
          directory.resolve(ManifestFile.name(manifest)),
          "its runs have other entries than it counts");
    }
    sink.finish();
  }

  private RunCursor open(SnapshotRun run) throws IOException {
    Path file = directory.resolve(run.getName());
    try {
      return new RunCursor(file, run);
    } catch (NoSuchFileException e) {
      throw new DamagedFileException(file, "is missing", e);
    }
  }

  /** While one run has the least keys, as a base mostly has, the queue is only looked at. */
  private void merge(List<Source> opened) throws IOException {
    PriorityQueue<Source> waiting = new PriorityQueue<>();
    for (Source source : opened) {
      offer(source, waiting);
    }
    for (Source least = waiting.poll(); least != null; least = waiting.poll()) {
      boolean more;
      do {
        dropOlder(least, waiting);
        give(least);
        more = least.cursor().next();
      } while (more && (waiting.isEmpty() || least.compareTo(waiting.peek()) < 0));
      if (more) {
        waiting.add(least);
      }
    }
  }

  private static void dropOlder(Source winner, PriorityQueue<Source> waiting) throws IOException {
    while (!waiting.isEmpty() && waiting.peek().cursor().compareKey(winner.cursor()) == 0) {
      offer(waiting.poll(), waiting);
    }
  }

  private static void offer(Source source, PriorityQueue<Source> waiting) throws IOException {
    if (source.cursor().next()) {
      waiting.add(source);
    }
  }

  private void give(Source winner) {
    RunCursor cursor = winner.cursor();
    byte[] array = cursor.keyArray();
    int from = cursor.keyFrom();
    int to = cursor.keyTo();
    int keyFrom = from + prefix.length;
    if (prefix.length == 0
        || keyFrom > to
        || !Arrays.equals(array, from, keyFrom, prefix, 0, prefix.length)) {
      endTable();
      beginTable(array, from);
      keyFrom = from + prefix.length;
    }
    if (cursor.isRemoval() || winner.number() < firstRun) {
      return;
    }
    entries++;
    sink.put(table, Arrays.copyOfRange(array, keyFrom, to), cursor.value());
  }

  private void beginTable(byte[] array, int from) {
    int end = from;
    while (array[end] != 0) {
      end++;
    }
    prefix = Arrays.copyOfRange(array, from, end + 1);
    table = new String(array, from, end - from, StandardCharsets.US_ASCII);
    firstRun = 0;
    for (int run = 0; run < manifest.getRunsCount(); run++) {
      if (manifest.getRuns(run).getReplacedTablesList().contains(table)) {
        firstRun = run;
      }
    }
  }

  private void endTable() {
    if (entries > 0) {
      counted.add(SnapshotTable.newBuilder().setName(table).setEntries(entries).build());
      entries = 0;
    }
  }

  /** Ordered by key; of equal keys the newer run's comes first. */
  private record Source(int number, RunCursor cursor) implements Comparable<Source> {
    @Override
    public int compareTo(Source other) {
      int order = cursor.compareKey(other.cursor);
      return order != 0 ? order : Integer.compare(other.number, number);
    }
  }
}
