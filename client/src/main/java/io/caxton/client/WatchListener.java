package io.caxton.client;

import io.caxton.v1.Change;
import java.util.List;

/** Receives changes; called one at a time, on a virtual thread, so it may block. */
public interface WatchListener {
  /**
   * All changes up to this position have been given: the next ones are above it. Without changes it
   * only says how far the cluster is.
   */
  void onChanges(List<Change> changes, long position);

  /**
   * The watch is over; called once, unless this side closed it. With COMPACTED, changes after the
   * last position are lost to this watch: list, then watch from the position of the list.
   */
  void onEnd(CaxtonException failure);
}
