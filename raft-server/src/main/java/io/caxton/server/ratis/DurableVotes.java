package io.caxton.server.ratis;

import io.caxton.server.consensus.Halt;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Makes votes survive a power loss. Ratis writes term and vote to a temporary file, fsyncs it and
 * renames it, but never fsyncs the directory: after a power loss the older vote may be back, and
 * the node could vote twice in one term.
 *
 * <p>Two moments need the vote on disk, and only these: before a granted vote leaves the node, and
 * before a candidate acts as the leader its own vote helped to elect. A candidate that loses its
 * vote for itself before that was never counted by anyone: it may vote for another of that term, or
 * stand in it again. A term that rose by an AppendEntries needs no fsync: two leaders of one term
 * would need a voter that voted twice, not one that forgot what it heard, and entries of the term
 * are in the log, whose fsync is of its own.
 */
final class DurableVotes {
  private final Path current;
  private final DirectorySync directorySync;
  private final Halt halt;

  DurableVotes(Path current, DirectorySync directorySync, Halt halt) {
    this.current = current;
    this.directorySync = directorySync;
    this.halt = halt;
  }

  /** Returns when the last vote given is on disk; else halts the node, and throws. */
  void settle() {
    try {
      directorySync.sync(current);
    } catch (IOException e) {
      halt.halt("a vote could not be made durable in " + current, e);
      throw new IllegalStateException("a vote could not be made durable", e);
    }
  }
}
