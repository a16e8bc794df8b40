package io.caxton.client.agent.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.v1.Criticality;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CheckpointPolicyTest {
  private static Progress progress(long events, Duration age) {
    return new Progress(events, events * 200, age, Duration.ZERO, Duration.ZERO);
  }

  private static Progress recovering(RecoverySpeed speed, long events, long checkpointBytes) {
    return new Progress(
        events, 0, Duration.ZERO, speed.replay(events), speed.recovery(events, checkpointBytes));
  }

  @Test
  void shouldAskAfterSoManyEvents() {
    CheckpointPolicy policy = CheckpointPolicy.everyEvents(10);

    assertThat(policy.due(progress(9, Duration.ofDays(1)))).isFalse();
    assertThat(policy.due(progress(10, Duration.ZERO))).isTrue();
  }

  @Test
  void shouldAskAfterSoMuchTime() {
    CheckpointPolicy policy = CheckpointPolicy.every(Duration.ofSeconds(30));

    assertThat(policy.due(progress(1_000, Duration.ofMillis(29_999)))).isFalse();
    assertThat(policy.due(progress(1, Duration.ofSeconds(30)))).isTrue();
  }

  @Test
  void shouldAskWhenEitherOfTwoDoes() {
    CheckpointPolicy policy =
        CheckpointPolicy.everyEvents(10).or(CheckpointPolicy.every(Duration.ofSeconds(1)));

    assertThat(policy.due(progress(9, Duration.ofMillis(999)))).isFalse();
    assertThat(policy.due(progress(10, Duration.ZERO))).isTrue();
    assertThat(policy.due(progress(1, Duration.ofSeconds(1)))).isTrue();
  }

  @Test
  void shouldKeepARecoveryTargetByTheMeasuredSpeed() {
    CheckpointPolicy policy = CheckpointPolicy.recoveringWithin(Duration.ofSeconds(2));
    RecoverySpeed slow = new RecoverySpeed();
    slow.replayed(1_000, Duration.ofSeconds(1).toNanos());
    RecoverySpeed fast = new RecoverySpeed();
    fast.replayed(1_000_000, Duration.ofSeconds(1).toNanos());

    assertThat(policy.due(recovering(slow, 1_900, 0))).isFalse();
    assertThat(policy.due(recovering(slow, 2_100, 0))).isTrue();
    assertThat(policy.due(recovering(fast, 1_000_000, 0))).isFalse();
    assertThat(policy.due(recovering(fast, 2_100_000, 0))).isTrue();
  }

  @Test
  void shouldCountTheLoadingOfTheCheckpointToo() {
    CheckpointPolicy policy = CheckpointPolicy.recoveringWithin(Duration.ofSeconds(2));
    RecoverySpeed speed = new RecoverySpeed();
    speed.replayed(1_000, Duration.ofSeconds(1).toNanos());
    speed.loaded(1 << 20, Duration.ofSeconds(1).toNanos());

    assertThat(policy.due(recovering(speed, 900, 0))).isFalse();
    assertThat(policy.due(recovering(speed, 1_100, 1 << 20))).isTrue();
  }

  @Test
  void shouldNotSaveAgainAndAgainWhatIsSlowToLoad() {
    CheckpointPolicy policy = CheckpointPolicy.recoveringWithin(Duration.ofSeconds(2));
    RecoverySpeed speed = new RecoverySpeed();
    speed.loaded(1 << 20, Duration.ofSeconds(5).toNanos());

    assertThat(policy.due(recovering(speed, 10, 1 << 20))).isFalse();
  }

  @Test
  void shouldTakeAnEventThatIsSlowToApplyIntoAccountBeforeAnyRecovery() {
    RecoverySpeed speed = new RecoverySpeed();

    speed.applied(10, Duration.ofSeconds(1).toNanos());

    assertThat(speed.replay(100)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void shouldAskMoreOftenTheMoreCriticalTheAgentIs() {
    Progress twoMinutes = progress(20_000, Duration.ofMinutes(2));
    Progress tenMinutes = progress(20_000, Duration.ofMinutes(10));

    assertThat(CheckpointPolicy.of(Criticality.CRITICALITY_HIGH).due(twoMinutes)).isTrue();
    assertThat(CheckpointPolicy.of(Criticality.CRITICALITY_NORMAL).due(twoMinutes)).isFalse();
    assertThat(CheckpointPolicy.of(Criticality.CRITICALITY_NORMAL).due(tenMinutes)).isTrue();
    assertThat(CheckpointPolicy.of(Criticality.CRITICALITY_LOW).due(tenMinutes)).isFalse();
  }

  @Test
  void shouldRefuseWhatCannotBeMeant() {
    assertThatThrownBy(() -> CheckpointPolicy.everyEvents(0)).hasMessageContaining("events is 0");
    assertThatThrownBy(() -> CheckpointPolicy.every(Duration.ZERO)).hasMessageContaining("PT0S");
    assertThatThrownBy(() -> CheckpointPolicy.recoveringWithin(Duration.ofMillis(1)))
        .hasMessageContaining("PT0.001S");
  }
}
