package io.caxton.state.snapshot;

import io.caxton.state.body.BodyRun;
import io.caxton.v1.SnapshotManifest;
import java.util.List;

/**
 * Takes a snapshot in: {@code begin}, every entry once, sorted by (table, key), {@code finish}. A
 * sink that was not finished saw only part of a snapshot that turned out damaged: drop it.
 */
public interface SnapshotSink {
  void begin(SnapshotManifest manifest);

  /** Before the entries: the runs of bodies, oldest first, of which only the footers were read. */
  default void bodies(List<BodyRun> runs) {}

  /** The arrays are the sink's to keep. */
  void put(String table, byte[] key, byte[] value);

  /** The same for a sink that takes what it needs out of the bytes: good for this call only. */
  default void put(String table, EntryBytes entry) {
    put(table, entry.key(), entry.value());
  }

  /** Everything was read and verified. */
  void finish();
}
