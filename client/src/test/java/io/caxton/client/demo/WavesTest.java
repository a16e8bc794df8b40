package io.caxton.client.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WavesTest {
  @ParameterizedTest
  @ValueSource(ints = {5, 6, 7, 9, 100, 333, 100_000, 2_000_000_000})
  void shouldHandOutWorkRightBeforeEachKill(int files) {
    Waves waves = new Waves(files);
    for (int point = 1; point <= Waves.POINTS; point++) {
      int done = waves.completedAt(point);
      assertThat((double) done / files).isGreaterThanOrEqualTo(0.2 * point - 1e-9);
      assertThat(done).isEqualTo(waves.handedOutAfter(point - 1));
      assertThat(waves.handedOutAfter(point)).as("work for the kill").isGreaterThan(done);
    }
    assertThat(waves.handedOutAfter(Waves.POINTS)).isEqualTo(files);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void shouldHandOutFewFilesAtOnceAndKillWhileTheyAreWorkedOn(int files) {
    Waves waves = new Waves(files);
    assertThat(waves.handedOutAfter(0)).isEqualTo(files);
    assertThat(waves.completedAt(Waves.POINTS)).isZero();
    assertThat(waves.workMillis(24)).isEqualTo(5_000);
  }

  @Test
  void shouldPlanThreeAgentsAndTwoLeaders() {
    assertThat(Waves.killsAfter(Waves.POINTS)).isEqualTo(5);
  }

  @Test
  void shouldTakeAboutFiveSecondsForAllFilesTogether() {
    assertThat(new Waves(300).workMillis(24)).isEqualTo(400);
    assertThat(new Waves(1_000_000).workMillis(24)).isEqualTo(1);
    assertThat(new Waves(5).workMillis(24)).isEqualTo(1_000);
  }
}
