package io.caxton.jepsen.nemesis;

import io.caxton.jepsen.node.TestBed;
import java.util.Optional;

/** What the faults that go through a node's shim have in common. */
final class Shims {
  private Shims() {}

  static Optional<String> lack(TestBed bed) {
    return bed.hasShims() ? Optional.empty() : Optional.of("gcc, for clocks of each node's own");
  }
}
