package io.caxton.state.snapshot;

import io.caxton.v1.SnapshotManifest;

/**
 * Takes a snapshot in: {@code begin}, every entry once, sorted by (table, key), {@code finish}. A
 * sink that was not finished saw only part of a snapshot that turned out damaged: drop it.
 */
public interface SnapshotSink {
  void begin(SnapshotManifest manifest);

  /** The arrays are the sink's to keep. */
  void put(String table, byte[] key, byte[] value);

  /** The same for a sink that takes what it needs out of the bytes: good for this call only. */
  default void put(String table, EntryBytes entry) {
    put(table, entry.key(), entry.value());
  }

  /** Everything was read and verified. */
  void finish();
}
