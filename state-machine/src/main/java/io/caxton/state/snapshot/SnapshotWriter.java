package io.caxton.state.snapshot;

import io.caxton.v1.SnapshotManifest;
import io.caxton.v1.SnapshotRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes the run of one snapshot: of what changed since its parent, or of everything. */
final class SnapshotWriter {
  /** More would make loading slower than rewriting the base once is dear. */
  static final int RUNS_MAX = 8;

  private final SnapshotFiles files;
  private final RunLayout layout;
  private final SnapshotSource source;
  private final List<TableGroup> groups;
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
    this.groups = TableGroup.of(source);
    this.parent = parent.filter(this::deltaPays);
    this.pacer = pacer;
  }

  SnapshotManifest write(long term, long index) throws IOException, InterruptedException {
    SnapshotManifest.Builder manifest =
        SnapshotManifest.newBuilder()
            .setVersion(ManifestFile.VERSION)
            .setTerm(term)
            .setIndex(index)
            .setHeader(source.header())
            .addAllTables(TableGroup.count(groups));
    source.digest().ifPresent(manifest::setDigest);
    parent.ifPresent(p -> manifest.addAllRuns(p.getRunsList()));
    writeRun(index).ifPresent(manifest::addRuns);
    return manifest.build();
  }

  private boolean deltaPays(SnapshotManifest parent) {
    List<SnapshotRun> runs = parent.getRunsList();
    if (runs.isEmpty() || runs.size() >= RUNS_MAX) {
      return false;
    }
    long base = runs.getFirst().getLengthBytes();
    long deltas = runs.stream().skip(1).mapToLong(SnapshotRun::getLengthBytes).sum();
    long entries = 0;
    long written = 0;
    for (TableGroup group : groups) {
      entries += group.entries();
      written += group.changes().orElse(group.entries());
      if (group.changes().isEmpty() && group.entries() == 0) {
        return false; // Only entries can make a run, so none could say that the table is empty.
      }
    }
    return deltas <= base && written <= entries / 2;
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
    List<String> replaced = new ArrayList<>();
    try (RunWriter run = new RunWriter(files.disk().create(file), layout, pacer)) {
      for (TableGroup group : groups) {
        run.table(group.name());
        boolean whole = parent.isEmpty() || group.changes().isEmpty();
        for (SourceTable<?> table : group.tables()) {
          writeTable(table, whole, run);
        }
        if (whole && parent.isPresent()) {
          replaced.add(group.name());
        }
      }
      return run.isEmpty()
          ? Optional.empty()
          : Optional.of(run.finish().addAllReplacedTables(replaced));
    }
  }

  private <K> void writeTable(SourceTable<K> table, boolean whole, RunWriter run)
      throws IOException, InterruptedException {
    Iterable<K> keys = whole ? table.keys() : table.changedKeys().orElseThrow();
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
    if (whole && put != table.size()) {
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
