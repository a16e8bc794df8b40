package io.caxton.server.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PeerClocksTest {
  private static final long HOUR = 3_600_000;

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong own = new AtomicLong(1_000_000);
  private final PeerClocks clocks = new PeerClocks(nanos::get, own::get);

  @Test
  void shouldFollowTheMajorityWhenThisNodesClockIsWrong() {
    own.addAndGet(HOUR);
    clocks.heard("n2", 1_000_000);
    clocks.heard("n3", 1_000_100);
    assertThat(clocks.agreed(3).orElseThrow()).isBetween(1_000_000L, 1_000_100L);
  }

  @Test
  void shouldNotAgreeWhenAllDiffer() {
    clocks.heard("n2", 1_000_000 + HOUR);
    clocks.heard("n3", 1_000_000 - HOUR);
    assertThat(clocks.agreed(3)).isEmpty();
  }

  @Test
  void shouldNotCountReadingsThatAreOld() {
    clocks.heard("n2", 1_000_000);
    clocks.heard("n3", 1_000_000);
    nanos.addAndGet(6_000_000_000L);
    assertThat(clocks.agreed(3)).isEmpty();
  }
}
