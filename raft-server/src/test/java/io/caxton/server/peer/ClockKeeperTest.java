package io.caxton.server.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.server.consensus.ConsensusStatus;
import io.caxton.server.consensus.LogPosition;
import io.caxton.server.propose.LeaderClock;
import io.caxton.server.read.TermProbe;
import io.caxton.v1.NodeAddress;
import io.caxton.v1.NodeRole;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClockKeeperTest {
  private static final long STAMPED = 1_000_000;
  private static final long OUTAGE = 17_000;

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong own = new AtomicLong(STAMPED);
  private final PeerClocks clocks = new PeerClocks(nanos::get, own::get);
  private final LeaderClock clock = new LeaderClock(nanos::get, own::get);
  private final ClockKeeper keeper =
      new ClockKeeper(
          clock,
          clocks,
          (term, others) -> CompletableFuture.completedFuture(TermProbe.Answer.UNDECIDED),
          "n1");

  private static ConsensusStatus leading() {
    List<NodeAddress> members =
        Stream.of("n1", "n2", "n3")
            .map(id -> NodeAddress.newBuilder().setNodeId(id).build())
            .toList();
    return new ConsensusStatus(
        NodeRole.NODE_ROLE_LEADER,
        1,
        true,
        Optional.of("n1"),
        1,
        1,
        new LogPosition(1, 1),
        0,
        0,
        members,
        true,
        true);
  }

  @Test
  void shouldNotBlameItsOwnClockForAnOutageBeforeTheOthersHaveAnswered() {
    // given a new leader after an outage: the stamped wall stood still, all clocks went on
    own.addAndGet(OUTAGE);
    clock.start(1, STAMPED);

    // when the others are slow to answer
    for (int look = 0; look < 5; look++) {
      keeper.look(leading());
      assertThat(keeper.disagreementMillis()).isZero();
    }

    // and then they do
    clocks.heard("n2", STAMPED + OUTAGE + 20);
    keeper.look(leading());
    assertThat(keeper.disagreementMillis()).isZero();
    assertThat(clock.wallMillis()).isGreaterThanOrEqualTo(STAMPED + OUTAGE);
  }

  @Test
  void shouldTrustTheStampedWallOnlyAfterAMajorityWasHeardInItsTerm() {
    own.addAndGet(OUTAGE);
    clock.start(1, STAMPED);

    keeper.look(leading());
    assertThat(keeper.settled(1)).isFalse();

    clocks.heard("n2", STAMPED + OUTAGE);
    assertThat(keeper.settled(1)).isFalse();
    keeper.look(leading());
    assertThat(keeper.settled(1)).isTrue();
    assertThat(keeper.settled(2)).isFalse();
    assertThat(clock.wallMillis()).isGreaterThanOrEqualTo(STAMPED + OUTAGE);
  }

  @Test
  void shouldRaiseAnAlarmWhenTheOthersDisagreeWithIt() {
    own.addAndGet(OUTAGE);
    clock.start(1, STAMPED);
    clocks.heard("n2", STAMPED);
    clocks.heard("n3", STAMPED);

    keeper.look(leading());

    assertThat(keeper.disagreementMillis()).isEqualTo(OUTAGE);
    assertThat(clock.wallMillis()).isEqualTo(STAMPED);
  }
}
