package io.caxton.state.snapshot;

import io.caxton.v1.SnapshotManifest;
import io.caxton.v1.SnapshotRun;
import io.caxton.v1.SnapshotTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Writes the run of one snapshot: of what changed since its parent, or of everything. */
final class SnapshotWriter {
  /** More would make loading slower than rewriting the base once is dear. */
  static final int RUNS_MAX = 8;

  private final SnapshotFiles files;
  private final RunLayout layout;
  private final SnapshotSource source;
  private final Optional<SnapshotManifest> parent;
  private final Pacer pacer;

  /** The parent is left out if a base shall be written. */
  SnapshotWriter(
      SnapshotFiles files,
      RunLayout layout,
      SnapshotSource source,
      Optional<SnapshotManifest> parent,
      Pacer pacer) {
    this.files = files;
    this.layout = layout;
    this.source = source;
    this.parent = parent.filter(p -> deltaPays(p, source));
    this.pacer = pacer;
  }

  SnapshotManifest write(long term, long index) throws IOException, InterruptedException {
    SnapshotManifest.Builder manifest =
        SnapshotManifest.newBuilder()
            .setVersion(ManifestFile.VERSION)
            .setTerm(term)
            .setIndex(index)
            .setHeader(source.header())
            .setDigest(source.digest())
            .addAllTables(count());
    parent.ifPresent(p -> manifest.addAllRuns(p.getRunsList()));
    writeRun(index).ifPresent(manifest::addRuns);
    return manifest.build();
  }

  private static boolean deltaPays(SnapshotManifest parent, SnapshotSource source) {
    List<SnapshotRun> runs = parent.getRunsList();
    if (runs.isEmpty() || runs.size() >= RUNS_MAX) {
      return false;
    }
    long base = runs.getFirst().getLengthBytes();
    long deltas = runs.stream().skip(1).mapToLong(SnapshotRun::getLengthBytes).sum();
    long keys = source.tables().stream().mapToLong(SourceTable::size).sum();
    long changed = source.tables().stream().mapToLong(t -> t.changedKeys().size()).sum();
    return deltas <= base && changed <= keys / 2;
  }

  private List<SnapshotTable> count() {
    TreeMap<String, Long> entries = new TreeMap<>();
    for (SourceTable<?> table : source.tables()) {
      if (table.size() > 0) {
        entries.merge(table.name(), table.size(), Long::sum);
      }
    }
    return entries.entrySet().stream()
        .map(e -> SnapshotTable.newBuilder().setName(e.getKey()).setEntries(e.getValue()).build())
        .toList();
  }

  private Optional<SnapshotRun> writeRun(long index) throws IOException, InterruptedException {
    Path temporary = files.temporaryRun();
    try {
      Optional<SnapshotRun.Builder> written = writeTo(temporary);
      if (written.isEmpty()) {
        files.disk().delete(temporary);
        return Optional.empty();
      }
      SnapshotRun run = written.get().setName(name(index, written.get().getChecksum())).build();
      files.publishRun(temporary, run);
      return Optional.of(run);
    } catch (IOException | InterruptedException | RuntimeException e) {
      files.disk().discard(temporary, e);
      throw e;
    }
  }

  private Optional<SnapshotRun.Builder> writeTo(Path file)
      throws IOException, InterruptedException {
    List<SourceTable<?>> tables =
        source.tables().stream()
            .sorted(Comparator.<SourceTable<?>, String>comparing(SourceTable::name))
            .toList();
    try (RunWriter run = new RunWriter(files.disk().create(file), layout, pacer)) {
      for (SourceTable<?> table : tables) {
        writeTable(table, run);
      }
      return run.isEmpty() ? Optional.empty() : Optional.of(run.finish());
    }
  }

  private <K> void writeTable(SourceTable<K> table, RunWriter run)
      throws IOException, InterruptedException {
    run.table(table.name());
    Iterable<K> keys = parent.isPresent() ? table.changedKeys() : table.keys();
    SortedKeys<K> sorted = SortedKeys.of(keys, table.order(), pacer);
    long put = 0;
    while (sorted.hasNext()) {
      K key = sorted.next();
      Optional<byte[]> value = table.valueBytes(key);
      if (value.isPresent()) {
        run.put(table.keyBytes(key), value.get());
        put++;
      } else {
        run.remove(table.keyBytes(key));
      }
    }
    if (parent.isEmpty() && put != table.size()) {
      throw new IllegalStateException(
          "table %s gave %d entries of %d".formatted(table.name(), put, table.size()));
    }
  }

  /**
   * The range and the content: another node's run of the same name is the same run. Positions and
   * indexes are not the same thing; the index is what the manifest's name tells, too.
   */
  private String name(long index, int checksum) {
    return parent.isPresent()
        ? "delta-%020d-%020d-%08x.run".formatted(parent.get().getIndex(), index, checksum)
        : "base-%020d-%08x.run".formatted(index, checksum);
  }
}
