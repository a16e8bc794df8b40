package io.caxton.server.ratis;

import java.io.IOException;

/** This node lost something it had acknowledged: it must not vote under its id any more. */
public final class LostDiskException extends IOException {
  private static final long serialVersionUID = 1L;

  LostDiskException(String what) {
    super(
        what
            + ". This node may have lost what it acknowledged and must not vote again under its id:"
            + " remove it from the cluster, empty its data directory, and add it again as a"
            + " listener under a new node id");
  }
}
