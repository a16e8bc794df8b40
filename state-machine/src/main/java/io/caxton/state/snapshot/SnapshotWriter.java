package io.caxton.state.snapshot;

import io.caxton.v1.SnapshotManifest;
import io.caxton.v1.SnapshotRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes the runs of one snapshot. Where the snapshot before is of use, only what changed since is
 * taken from the state: as a delta, or, when the deltas have become many or large, merged with the
 * runs before into a new base. That costs a fraction of sorting and encoding the whole state.
 */
final class SnapshotWriter {
  /** More would slow loading down, and a restart waits for it. */
  static final int RUNS_MAX = 12;

  /**
   * Deltas so many times as large as the base are merged with it: what is dead is read at a start.
   */
  static final int DELTAS_FACTOR = 3;

  private final SnapshotFiles files;
  private final RunLayout layout;
  private final SnapshotSource source;
  private final StateRuns state;
  private final Pacer pacer;

  /** A durable file without its name yet. */
  private record Written(Path temporary, SnapshotRun.Builder run) {}

  private interface Content {
    void writeTo(RunWriter run) throws IOException, InterruptedException;
  }

  SnapshotWriter(SnapshotFiles files, RunLayout layout, SnapshotSource source, Pacer pacer) {
    this.files = files;
    this.layout = layout;
    this.source = source;
    this.state = new StateRuns(source, pacer);
    this.pacer = pacer;
  }

  SnapshotManifest write(long term, long index, Optional<SnapshotManifest> parent)
      throws IOException, InterruptedException {
    SnapshotManifest.Builder manifest =
        SnapshotManifest.newBuilder()
            .setVersion(ManifestFile.VERSION)
            .setTerm(term)
            .setIndex(index)
            .setHeader(source.header())
            .addAllTables(state.counts())
            .addAllRuns(runs(index, parent));
    source.digest().ifPresent(manifest::setDigest);
    return manifest.build();
  }

  private List<SnapshotRun> runs(long index, Optional<SnapshotManifest> parent)
      throws IOException, InterruptedException {
    if (parent.isPresent() && parent.get().getRunsCount() > 0 && state.changesPay()) {
      Optional<Written> delta = write("delta", state::writeChanges);
      if (delta.isEmpty()) {
        return parent.get().getRunsList();
      }
      if (!isMergeDue(parent.get(), delta.get().run())) {
        return deltaUpon(parent.get(), delta.get(), index);
      }
      try {
        return base(write("base", run -> merge(parent.get(), delta.get(), run)), index);
      } catch (DamagedFileException e) {
        // The whole state is still at hand.
        files.catalogue().damaged(ManifestFile.name(parent.get()), e.damage());
      } finally {
        files.disk().delete(delta.get().temporary());
      }
    }
    return base(write("base", state::writeAll), index);
  }

  private static boolean isMergeDue(SnapshotManifest parent, SnapshotRun.Builder delta) {
    List<SnapshotRun> runs = parent.getRunsList();
    long deltas = runs.stream().skip(1).mapToLong(SnapshotRun::getLengthBytes).sum();
    return runs.size() == RUNS_MAX
        || deltas + delta.getLengthBytes() > DELTAS_FACTOR * runs.getFirst().getLengthBytes();
  }

  private void merge(SnapshotManifest parent, Written delta, RunWriter into)
      throws IOException, InterruptedException {
    List<RunMerge.Input> inputs = new ArrayList<>(files.inputs(parent));
    inputs.add(new RunMerge.Input(delta.temporary(), delta.run().buildPartial()));
    TableCounts counts = new TableCounts();
    try (RunMerge runs = new RunMerge(inputs)) {
      runs.into(
          (table, entry) -> {
            if (counts.add(table)) {
              into.table(table);
            }
            into.put(entry.key(), entry.value());
          });
    }
    if (!counts.finish().equals(state.counts())) {
      throw new IllegalStateException(
          "the changes do not lead from %s to this state".formatted(ManifestFile.name(parent)));
    }
  }

  private List<SnapshotRun> deltaUpon(SnapshotManifest parent, Written delta, long index)
      throws IOException {
    List<SnapshotRun> runs = new ArrayList<>(parent.getRunsList());
    runs.add(publish(delta, "delta-%020d-%020d".formatted(parent.getIndex(), index)));
    return runs;
  }

  private List<SnapshotRun> base(Optional<Written> written, long index) throws IOException {
    return written.isPresent()
        ? List.of(publish(written.get(), "base-%020d".formatted(index)))
        : List.of();
  }

  /** With its content in its name, so that another node's run of the same name is the same run. */
  private SnapshotRun publish(Written written, String name) throws IOException {
    String file =
        "%s-%08x%s".formatted(name, written.run().getChecksum(), SnapshotFiles.RUN_SUFFIX);
    SnapshotRun run = written.run().setName(file).build();
    files.publish(written.temporary(), run);
    return run;
  }

  /** Empty if there is nothing to write, for MapDB cannot read a map without entries. */
  private Optional<Written> write(String kind, Content content)
      throws IOException, InterruptedException {
    Path temporary = files.temporaryRun(kind);
    try (RunWriter run = new RunWriter(files.disk().create(temporary), layout, pacer)) {
      content.writeTo(run);
      if (!run.isEmpty()) {
        return Optional.of(new Written(temporary, run.finish()));
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      files.disk().discard(temporary, e);
      throw e;
    }
    files.disk().delete(temporary);
    return Optional.empty();
  }
}
