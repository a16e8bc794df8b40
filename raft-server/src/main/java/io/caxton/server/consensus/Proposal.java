package io.caxton.server.consensus;

import io.caxton.v1.Record;

/**
 * A record on its way into the log, with what its proposer wants back at apply. On the node that
 * proposed it, {@link Replicated#apply} receives this very object, so that nothing is decoded
 * twice.
 */
public interface Proposal {
  Record record();

  /**
   * The leadership it is proposed in. It is appended in that one or never: its stamp of time is one
   * of that leadership, and may lie behind those of entries that others have appended since.
   */
  long term();
}
