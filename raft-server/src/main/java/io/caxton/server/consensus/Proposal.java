package io.caxton.server.consensus;

import io.caxton.v1.Record;

/**
 * A record on its way into the log, with what its proposer wants back at apply. On the node that
 * proposed it, {@link Replicated#apply} receives this very object, so that nothing is decoded
 * twice.
 */
public interface Proposal {
  Record record();
}
