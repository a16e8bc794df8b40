package io.caxton.state.snapshot;

import io.caxton.state.body.BodyRun;
import io.caxton.state.body.FrozenBodies;
import io.caxton.state.body.Liveness;
import io.caxton.v1.SnapshotRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes runs of bodies: the new ones of a snapshot, and several runs as one. */
final class BodyRuns {
  private static final String NAME = "bodies";
  private static final int INDEX_DIGITS = 20;

  private final SnapshotFiles files;
  private final NewRuns newRuns;

  BodyRuns(SnapshotFiles files, RunLayout layout, Pacer pacer) {
    this.files = files;
    this.newRuns = new NewRuns(files, layout, pacer);
  }

  /** The runs of a snapshot: those there are, and a new one of what is in memory only. */
  List<SnapshotRun> write(FrozenBodies bodies, long index)
      throws IOException, InterruptedException {
    List<SnapshotRun> runs = new ArrayList<>(bodies.runs().stream().map(BodyRun::run).toList());
    files.keepForWriting(runs);
    if (!bodies.hasNew()) {
      return runs;
    }
    Optional<NewRuns.Written> written =
        newRuns.write(
            NAME,
            run -> {
              run.table(BodyKeys.TABLE);
              bodies.forEachNew(
                  (streamId, seq, array, offset, length) ->
                      run.put(
                          BodyKeys.of(streamId, seq),
                          Arrays.copyOfRange(array, offset, offset + length)));
            });
    if (written.isPresent()) {
      String name = "%s-%0" + INDEX_DIGITS + "d";
      SnapshotRun run = NewRuns.named(written.get(), String.format(Locale.ROOT, name, NAME, index));
      files.publish(written.get().temporary(), run);
      runs.add(run);
    }
    return runs;
  }

  /**
   * What of the inputs is live, in one run; empty if nothing is. Held until a snapshot names it.
   */
  Optional<BodyRun> merge(List<BodyRun> inputs, Liveness liveness)
      throws IOException, InterruptedException {
    List<SnapshotRun> runs = inputs.stream().map(BodyRun::run).toList();
    Optional<NewRuns.Written> written =
        newRuns.write(
            NAME + "-merged",
            into -> {
              into.table(BodyKeys.TABLE);
              try (RunMerge merge = new RunMerge(files.inputsOf(runs))) {
                merge.into(
                    (table, entry) -> {
                      byte[] key = entry.key();
                      if (liveness.isLive(BodyKeys.streamId(key), BodyKeys.seq(key))) {
                        into.put(key, entry.value());
                      }
                    });
              }
            });
    if (written.isEmpty()) {
      return Optional.empty();
    }
    String name = runs.getLast().getName().substring(0, NAME.length() + 1 + INDEX_DIGITS);
    SnapshotRun run = NewRuns.named(written.get(), name);
    files.publishHeld(written.get().temporary(), run);
    return Optional.of(MappedRun.open(files.of(run), run));
  }
}
