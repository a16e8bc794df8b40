package io.caxton.server.consensus;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Brings the files of a snapshot from another node. Raft ships only the small manifest of a
 * snapshot; what it names is fetched by this.
 */
@FunctionalInterface
public interface SnapshotFetcher {
  /**
   * Returns when a whole snapshot at {@code at} or later is durable on this node, its manifest
   * where {@link Replicated#newestSnapshot} finds it. Called on the apply thread, which may wait
   * here for as long as it takes; the caller tries again after an {@link IOException}. Must fail
   * soon once the node is closing.
   *
   * @param manifest the manifest that Raft shipped, verified
   */
  void fetch(LogPosition at, Path manifest) throws IOException;
}
