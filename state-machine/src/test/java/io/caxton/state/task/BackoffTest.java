package io.caxton.state.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.v1.RetryPolicy;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final RetryPolicy NONE = RetryPolicy.getDefaultInstance();

  private static RetryPolicy policy(int initial, int max, int percent, int jitter) {
    return RetryPolicy.newBuilder()
        .setBackoffInitialMillis(initial)
        .setBackoffMaxMillis(max)
        .setBackoffPercent(percent)
        .setJitterPercent(jitter)
        .build();
  }

  private static Backoff of(RetryPolicy ofTask) {
    return new Backoff(ofTask, NONE);
  }

  @Test
  void shouldGrowByItsPercentageUpToTheMaximum() {
    Backoff backoff = of(policy(1_000, 20_000, 200, 1));
    long[] full = {1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000};
    for (int attempt = 1; attempt <= full.length; attempt++) {
      assertThat(backoff.millis("t", attempt))
          .isBetween(full[attempt - 1] * 99 / 100, full[attempt - 1]);
    }
    assertThat(of(policy(1_000, 20_000, 150, 1)).millis("t", 3)).isBetween(2_227L, 2_250L);
  }

  @Test
  void shouldStayWhereItIsAtOneHundredPercentHoweverOften() {
    assertThat(of(policy(500, 60_000, 100, 1)).millis("t", 1_000_000)).isBetween(495L, 500L);
  }

  @Test
  void shouldNotOverflowAtTheLargestValuesAllowed() {
    Backoff backoff = of(policy(3_600_000, 86_400_000, 1_000, 100));
    for (int attempt = 1; attempt < 100; attempt++) {
      assertThat(backoff.millis("t", attempt)).isBetween(1L, 86_400_000L);
    }
    assertThat(of(policy(3_600_000, 10, 1_000, 1)).millis("t", 1)).isEqualTo(10);
  }

  @Test
  void shouldTakeOffAtMostItsJitterAndUseAllOfIt() {
    Backoff backoff = of(policy(1_000, 1_000, 100, 30));
    long least = Long.MAX_VALUE;
    long most = 0;
    Set<Long> different = new HashSet<>();
    for (int i = 0; i < 2_000; i++) {
      long millis = backoff.millis("task-" + i, 1);
      least = Math.min(least, millis);
      most = Math.max(most, millis);
      different.add(millis);
    }
    assertThat(least).isBetween(700L, 705L);
    assertThat(most).isBetween(995L, 1_000L);
    // 301 values, 2 000 draws: a hash that clusters would leave most of them out.
    assertThat(different).hasSizeGreaterThan(280);
  }

  @Test
  void shouldDependOnTaskAndAttemptAloneSoThatAllReplicasAgree() {
    RetryPolicy policy = policy(10_000, 10_000, 100, 100);
    assertThat(of(policy).millis("t", 1)).isEqualTo(of(policy).millis("t", 1));
    assertThat(of(policy).millis("t", 1)).isNotEqualTo(of(policy).millis("u", 1));
    assertThat(of(policy).millis("t", 1)).isNotEqualTo(of(policy).millis("t", 2));
    // What older versions computed: a replica that differs would diverge.
    assertThat(of(policy).millis("t", 1)).isEqualTo(455);
    assertThat(of(NONE).millis("task-1", 3)).isEqualTo(389);
  }

  @Test
  void shouldNeverBeZero() {
    Backoff backoff = of(policy(1, 1, 100, 100));
    for (int i = 0; i < 100; i++) {
      assertThat(backoff.millis("task-" + i, 1)).isEqualTo(1);
    }
  }

  @Test
  void shouldTakeEachValueFromTheTaskElseTheQueueElseTheBuiltIn() {
    RetryPolicy task = RetryPolicy.newBuilder().setBackoffInitialMillis(5_000).build();
    RetryPolicy queue = policy(900, 8_000, 300, 1).toBuilder().setAttemptsMax(9).build();
    Backoff both = new Backoff(task, queue);
    assertThat(both.millis("t", 1)).isBetween(4_950L, 5_000L);
    assertThat(both.millis("t", 2)).isBetween(7_920L, 8_000L);
    assertThat(both.attemptsMax()).isEqualTo(9);
    assertThat(new Backoff(NONE, queue).millis("t", 2)).isBetween(2_673L, 2_700L);
    assertThat(of(NONE).attemptsMax()).isEqualTo(5);
    assertThat(of(NONE).millis("t", 1)).isBetween(80L, 100L);
    assertThat(of(NONE).millis("t", 4)).isBetween(640L, 800L);
    assertThat(of(NONE).millis("t", 40)).isBetween(48_000L, 60_000L);
    assertThat(of(RetryPolicy.newBuilder().setAttemptsMax(2).build()).attemptsMax()).isEqualTo(2);
  }
}
