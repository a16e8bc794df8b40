package io.caxton.client.agent.state;

import java.util.SortedMap;

/**
 * A state that falls apart by the events' partition keys, and may therefore be replayed by many
 * threads. The promise: applying an event to its part, and merging, gives the same as applying it
 * to the whole. {@link ReplayCheck} finds out whether that is true.
 */
public interface PartitionedState<S> extends StateType<S> {
  /**
   * What events under this key see and change, as a state of its own; empty where the whole has
   * nothing of it. Called by many threads at once: it must not change the whole, nor may anything
   * that a part changes be shared with it.
   */
  S part(S whole, String partitionKey);

  /** The whole with these parts, by their keys, in the place of what it had of them. */
  S merge(S whole, SortedMap<String, S> parts);
}
