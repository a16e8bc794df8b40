package io.caxton.state.snapshot;

import io.caxton.v1.SnapshotManifest;
import io.caxton.v1.SnapshotRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
  private final SnapshotSource source;
  private final StateRuns state;
  private final NewRuns newRuns;
  private final BodyRuns bodyRuns;

  SnapshotWriter(SnapshotFiles files, RunLayout layout, SnapshotSource source, Pacer pacer) {
    this.files = files;
    this.source = source;
    this.state = new StateRuns(source, pacer);
    this.newRuns = new NewRuns(files, layout, pacer);
    this.bodyRuns = new BodyRuns(files, layout, pacer);
  }

  SnapshotManifest write(long term, long index, Optional<SnapshotManifest> parent)
      throws IOException, InterruptedException {
    List<SnapshotRun> bodies = bodyRuns.write(source.bodies(), index);
    SnapshotManifest.Builder manifest =
        SnapshotManifest.newBuilder()
            .setVersion(bodies.isEmpty() ? 1 : ManifestFile.VERSION)
            .setTerm(term)
            .setIndex(index)
            .setHeader(source.header())
            .addAllTables(state.counts())
            .addAllRuns(runs(index, parent))
            .addAllBodyRuns(bodies);
    source.digest().ifPresent(manifest::setDigest);
    return manifest.build();
  }

  private List<SnapshotRun> runs(long index, Optional<SnapshotManifest> parent)
      throws IOException, InterruptedException {
    if (parent.isPresent() && parent.get().getRunsCount() > 0 && state.changesPay()) {
      Optional<NewRuns.Written> delta = newRuns.write("delta", state::writeChanges);
      if (delta.isEmpty()) {
        return parent.get().getRunsList();
      }
      if (!isMergeDue(parent.get(), delta.get().run())) {
        return deltaUpon(parent.get(), delta.get(), index);
      }
      try {
        return base(newRuns.write("base", run -> merge(parent.get(), delta.get(), run)), index);
      } catch (DamagedFileException e) {
        // The whole state is still at hand.
        files.catalogue().damaged(ManifestFile.name(parent.get()), e.damage());
      } finally {
        files.disk().delete(delta.get().temporary());
      }
    }
    return base(newRuns.write("base", state::writeAll), index);
  }

  private static boolean isMergeDue(SnapshotManifest parent, SnapshotRun.Builder delta) {
    List<SnapshotRun> runs = parent.getRunsList();
    long deltas = runs.stream().skip(1).mapToLong(SnapshotRun::getLengthBytes).sum();
    return runs.size() == RUNS_MAX
        || deltas + delta.getLengthBytes() > DELTAS_FACTOR * runs.getFirst().getLengthBytes();
  }

  private void merge(SnapshotManifest parent, NewRuns.Written delta, RunWriter into)
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
          String.format(
              Locale.ROOT,
              "the changes do not lead from %s to this state",
              ManifestFile.name(parent)));
    }
  }

  private List<SnapshotRun> deltaUpon(SnapshotManifest parent, NewRuns.Written delta, long index)
      throws IOException {
    List<SnapshotRun> runs = new ArrayList<>(parent.getRunsList());
    runs.add(
        publish(delta, String.format(Locale.ROOT, "delta-%020d-%020d", parent.getIndex(), index)));
    return runs;
  }

  private List<SnapshotRun> base(Optional<NewRuns.Written> written, long index) throws IOException {
    return written.isPresent()
        ? List.of(publish(written.get(), String.format(Locale.ROOT, "base-%020d", index)))
        : List.of();
  }

  private SnapshotRun publish(NewRuns.Written written, String name) throws IOException {
    SnapshotRun run = NewRuns.named(written, name);
    files.publish(written.temporary(), run);
    return run;
  }
}
