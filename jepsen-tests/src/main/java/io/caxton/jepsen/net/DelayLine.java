package io.caxton.jepsen.net;

import java.time.Duration;

/** Something in the cable of one host that holds packets back. */
final class DelayLine {
  private DelayLine() {}

  static DelayLine insert(NetnsNet net, String host, Duration delay, Duration jitter) {
    throw new UnsupportedOperationException("delay of " + host);
  }

  long passed() {
    return 0;
  }

  /** Gives how many packets passed. */
  long remove() {
    return 0;
  }
}
