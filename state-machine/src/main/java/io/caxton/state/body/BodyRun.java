package io.caxton.state.body;

import io.caxton.v1.SnapshotRun;

/** Bodies in an immutable file. Any thread; readable as long as it is held, even if deleted. */
public interface BodyRun {
  /** As manifests name it. */
  SnapshotRun run();

  /** Offers the stream's bodies from the scan's next one on, in order. */
  void read(long streamId, BodyScan scan) throws DamagedBodyException;
}
