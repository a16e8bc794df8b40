package io.caxton.client.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeaseTest {
  private static long seconds(long count) {
    return Duration.ofSeconds(count).toNanos();
  }

  @Test
  void shouldCountFromWhenTheRequestWasSent() {
    Lease lease = new Lease(seconds(100), 10_000);

    // whenever the answer came, it was sent at 105
    lease.accepted(seconds(105), 10_000);

    assertThat(lease.over(seconds(113))).isFalse();
    assertThat(lease.over(seconds(114))).isTrue(); // a margin of a tenth
  }

  @Test
  void shouldNotShrinkWhenAnOlderAnswerComesLate() {
    Lease lease = new Lease(seconds(100), 10_000);
    lease.accepted(seconds(106), 10_000);

    lease.accepted(seconds(103), 10_000);

    assertThat(lease.over(seconds(114))).isFalse();
    assertThat(lease.due(seconds(107))).isFalse();
    assertThat(lease.due(seconds(110))).isTrue();
  }

  /** The cluster counts so too: what it was asked last holds. */
  @Test
  void shouldEndEarlierWhenANewerRequestAskedForLess() {
    Lease lease = new Lease(0, 600_000);

    lease.accepted(seconds(200), 30_000);

    assertThat(lease.over(seconds(226))).isFalse();
    assertThat(lease.over(seconds(230))).isTrue();
  }

  /** Where a bound of the task holds the end where it is, one extension must not follow another. */
  @Test
  void shouldNotBeDueAgainAtOnceWhenItsEndDidNotMove() {
    Lease lease = new Lease(0, 60_000);
    assertThat(lease.due(seconds(40))).isTrue();

    lease.accepted(seconds(40), 20_000);

    assertThat(lease.due(seconds(41))).isFalse();
    assertThat(lease.over(seconds(58))).isTrue();
  }

  @Test
  void shouldKeepAMarginOfAtLeastATenthOfASecond() {
    Lease lease = new Lease(0, 500);

    assertThat(lease.over(Duration.ofMillis(399).toNanos())).isFalse();
    assertThat(lease.over(Duration.ofMillis(400).toNanos())).isTrue();
  }
}
