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

  /** Everything was read and verified. */
  void finish();
}
