package io.caxton.client;

import io.caxton.v1.StreamGrantsResponse;

/**
 * Receives what a grant stream brings; called one at a time, on a virtual thread, so it may block:
 * meanwhile no more is received.
 */
public interface GrantListener {
  void onGrants(StreamGrantsResponse grants);

  /** The stream is over; called once, unless this side closed it. */
  void onEnd(CaxtonException failure);
}
