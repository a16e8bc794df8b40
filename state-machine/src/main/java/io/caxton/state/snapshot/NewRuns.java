package io.caxton.state.snapshot;

import io.caxton.v1.SnapshotRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** How a run comes to be: under a temporary name, durable, then under the name of its content. */
final class NewRuns {
  private final SnapshotFiles files;
  private final RunLayout layout;
  private final Pacer pacer;

  /** A durable file without its name yet. */
  record Written(Path temporary, SnapshotRun.Builder run) {}

  interface Content {
    void writeTo(RunWriter run) throws IOException, InterruptedException;
  }

  NewRuns(SnapshotFiles files, RunLayout layout, Pacer pacer) {
    this.files = files;
    this.layout = layout;
    this.pacer = pacer;
  }

  /** Empty if there is nothing to write, for MapDB cannot read a map without entries. */
  Optional<Written> write(String kind, Content content) throws IOException, InterruptedException {
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

  /** With its content in its name, so that another node's run of the same name is the same run. */
  static SnapshotRun named(Written written, String name) {
    String file =
        String.format(
            Locale.ROOT, "%s-%08x%s", name, written.run().getChecksum(), SnapshotFiles.RUN_SUFFIX);
    return written.run().setName(file).build();
  }
}
