package io.caxton.state.feed;

import java.util.List;

/** What {@link Feed#read} answers. */
public sealed interface FeedRead {
  /**
   * All changes above the asked position up to and including {@code upToPosition}, of whole
   * commands; empty if nothing changed.
   */
  record Batch(List<FeedChange> changes, long upToPosition) implements FeedRead {}

  /** The asked position is too old: changes are complete only from {@code firstPosition} on. */
  record Compacted(long firstPosition) implements FeedRead {}
}
