package io.caxton.client.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GivenBackTest {
  private static final long DELAY = Duration.ofSeconds(1).toNanos();

  private final GivenBack given = new GivenBack();

  @Test
  void shouldLetNothingOvertakeWhatWasGivenBack() {
    given.add(2, 0, DELAY);

    assertThat(given.isTooEarly(3, 1)).isTrue();
    assertThat(given.isTooEarly(1, 1)).isFalse();
    assertThat(given.isTooEarly(2, 2)).isFalse();
    assertThat(given.isTooEarly(3, 3)).isFalse();
    assertThat(given.isEmpty()).isTrue();
  }

  @Test
  void shouldKeepTheOrderOfSeveralThatWereGivenBack() {
    given.add(2, 0, DELAY);
    given.add(3, 0, DELAY);

    assertThat(given.isTooEarly(2, 1)).isFalse();
    assertThat(given.isTooEarly(4, 2)).isTrue();
    assertThat(given.isTooEarly(3, 3)).isFalse();
    assertThat(given.isTooEarly(4, 4)).isFalse();
  }

  @Test
  void shouldNotWaitForEverForOneThatExpired() {
    given.add(2, 0, DELAY);

    assertThat(given.isTooEarly(3, Duration.ofSeconds(5).toNanos())).isTrue();
    assertThat(given.isTooEarly(3, Duration.ofSeconds(7).toNanos())).isFalse();
  }
}
