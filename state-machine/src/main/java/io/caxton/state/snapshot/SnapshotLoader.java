package io.caxton.state.snapshot;

import io.caxton.state.body.BodyRun;
import io.caxton.v1.SnapshotManifest;
import io.caxton.v1.SnapshotRun;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;

/** Reads one snapshot into a sink, and checks that it has what its manifest counts. */
final class SnapshotLoader {
  private SnapshotLoader() {}

  static void load(SnapshotFiles files, SnapshotManifest manifest, SnapshotSink sink)
      throws IOException {
    sink.begin(manifest);
    List<BodyRun> bodies = new ArrayList<>();
    for (SnapshotRun run : manifest.getBodyRunsList()) {
      bodies.add(files.mapped(run));
    }
    sink.bodies(bodies);
    TableCounts counts = new TableCounts();
    try (RunMerge runs = new RunMerge(files.inputs(manifest))) {
      runs.into(
          (table, entry) -> {
            counts.add(table);
            sink.put(table, entry);
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
    if (!counts.finish().equals(manifest.getTablesList())) {
      throw new DamagedFileException(
          files.of(manifest), "its runs have other entries than it counts");
    }
    sink.finish();
  }
}
