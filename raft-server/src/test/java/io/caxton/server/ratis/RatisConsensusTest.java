package io.caxton.server.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.caxton.server.consensus.ConsensusStatus;
import io.caxton.server.consensus.NotAppendedException;
import io.caxton.server.consensus.OutcomeUnknownException;
import io.caxton.v1.Command;
import io.caxton.v1.PutRouteRequest;
import io.caxton.v1.Record;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RatisConsensusTest {
  @TempDir Path directory;

  @Test
  void shouldApplyOnAllNodesThroughLeaderLossAndRestart() throws Exception {
    try (TestCluster cluster = new TestCluster(directory, 3).start()) {
      // given
      TestCluster.Node first = cluster.leader();
      for (long tick = 1; tick <= 100; tick++) {
        first.propose(tick).get(10, TimeUnit.SECONDS);
      }
      assertThat(first.state.proposalsSeen.get()).isEqualTo(100);
      assertThat(first.state.readyTerm).isEqualTo(first.consensus.status().term());

      // when the leader goes, the others go on
      long firstTerm = first.consensus.status().term();
      first.stop();
      for (long tick = 101; tick <= 150; tick++) {
        cluster.write(tick);
      }
      TestCluster.Node second = cluster.leader();

      // then
      assertThat(second.consensus.status().term()).isGreaterThan(firstTerm);
      assertThat(second.state.ticks()).startsWith(1L, 2L, 3L).contains(100L, 101L, 150L);
      assertThat(first.state.events).last().isEqualTo("not leader " + firstTerm);

      // and the first one catches up from its own log and the new leader
      first.start();
      cluster.awaitSame(cluster.nodes.toArray(TestCluster.Node[]::new));

      // and all of them from their logs alone
      List<Long> before = cluster.leader().state.ticks();
      cluster.close();
      cluster.start();
      cluster.leader();
      cluster.awaitSame(cluster.nodes.toArray(TestCluster.Node[]::new));
      assertThat(cluster.leader().state.ticks()).isEqualTo(before);
      assertThat(cluster.nodes).allSatisfy(node -> assertThat(node.halts).isEmpty());
    }
  }

  @Test
  void shouldRefuseDefinitelyOnAFollower() throws Exception {
    try (TestCluster cluster = new TestCluster(directory, 3).start()) {
      // given
      TestCluster.Node follower = cluster.follower();

      // when, then
      assertThatThrownBy(() -> follower.propose(1).get(5, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOfSatisfying(
              NotAppendedException.class,
              e -> assertThat(e.reason()).isEqualTo(NotAppendedException.Reason.NOT_LEADER));
    }
  }

  @Test
  void shouldRefuseARecordThatIsTooLarge() throws Exception {
    try (TestCluster cluster = new TestCluster(directory, 1).start()) {
      // given the largest record the log takes, and one byte more
      TestCluster.Node leader = cluster.leader();
      long term = leader.consensus.status().term();
      Record largest = recordOfBytes(RatisProperties.RECORD_BYTES_MAX);
      Record tooLarge = recordOfBytes(RatisProperties.RECORD_BYTES_MAX + 1);

      // when, then
      leader.propose(term, largest).get(10, TimeUnit.SECONDS);
      assertThatThrownBy(() -> leader.propose(term, tooLarge).get(5, TimeUnit.SECONDS))
          .cause()
          .isInstanceOfSatisfying(
              NotAppendedException.class,
              e -> assertThat(e.reason()).isEqualTo(NotAppendedException.Reason.TOO_LARGE));
      leader.propose(7).get(5, TimeUnit.SECONDS);
      assertThat(leader.state.ticks()).endsWith(7L);
      assertThat(leader.halts).isEmpty();
    }
  }

  /**
   * Its stamps of time may lie behind what others have appended since: a log with such an entry
   * stops every node.
   */
  @Test
  void shouldRefuseWhatWasProposedInALeadershipThatIsOver() throws Exception {
    try (TestCluster cluster = new TestCluster(directory, 3).start()) {
      // given a node that has led, has lost it, and leads again
      TestCluster.Node first = cluster.leader();
      first.propose(1).get(10, TimeUnit.SECONDS);
      long before = first.consensus.status().term();
      first.consensus.transferLeadership(Optional.empty()).get(10, TimeUnit.SECONDS);
      TestCluster.Node second = cluster.leader();
      second.propose(5).get(10, TimeUnit.SECONDS);
      second.consensus.transferLeadership(Optional.of(first.id)).get(10, TimeUnit.SECONDS);
      assertThat(cluster.leader()).isSameAs(first);

      // when it proposes what it had stamped in its first leadership
      Record late = TestCluster.record(2);
      assertThatThrownBy(() -> first.propose(before, late).get(5, TimeUnit.SECONDS))
          .cause()
          .isInstanceOfSatisfying(
              NotAppendedException.class,
              e -> assertThat(e.reason()).isEqualTo(NotAppendedException.Reason.NOT_READY));

      // then it leads on, and nothing of it is in the log
      first.propose(7).get(10, TimeUnit.SECONDS);
      assertThat(first.state.ticks()).endsWith(5L, 7L);
      assertThat(first.leads()).isTrue();
      cluster.awaitSame(cluster.nodes.toArray(TestCluster.Node[]::new));
    }
  }

  private static Record recordOfBytes(int bytes) {
    for (int filler = bytes - 64; ; filler++) {
      Record record =
          TestCluster.record(1).toBuilder()
              .setCommands(
                  0,
                  Command.newBuilder()
                      .setPutRoute(
                          PutRouteRequest.newBuilder().setFleet("x".repeat(filler)).build()))
              .build();
      if (record.getSerializedSize() == bytes) {
        return record;
      }
    }
  }

  @Test
  void shouldStepDownWhileWritesFlowWhenTheQuorumIsGone() throws Exception {
    try (TestCluster cluster = new TestCluster(directory, 3).start()) {
      // given a leader that is kept busy, without followers
      TestCluster.Node leader = cluster.leader();
      leader.propose(1).get(10, TimeUnit.SECONDS);
      Queue<CompletableFuture<Void>> writes = new ConcurrentLinkedQueue<>();
      try (ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor()) {
        writer.scheduleAtFixedRate(
            () -> writes.add(leader.propose(2)), 0, 5, TimeUnit.MILLISECONDS);
        for (TestCluster.Node node : cluster.nodes) {
          if (node != leader) {
            node.stop();
          }
        }
        await()
            .atMost(TestCluster.PATIENCE)
            .until(() -> leader.consensus.status().quorumSilenceMillis() > 1500);
        assertThat(leader.leads()).as("Ratis alone does not step down").isTrue();

        // when
        leader.consensus.stepDown();

        // then
        await().atMost(Duration.ofSeconds(5)).until(() -> !leader.leads());
        writer.shutdownNow();
      }
      assertThat(leader.state.events).last().asString().startsWith("not leader");
      assertThat(leader.propose(3))
          .failsWithin(Duration.ofSeconds(5))
          .withThrowableOfType(ExecutionException.class)
          .withCauseInstanceOf(NotAppendedException.class);
      List<Class<?>> outcomes = new ArrayList<>();
      for (CompletableFuture<Void> write : writes) {
        write.handle((done, e) -> outcomes.add(e == null ? Void.class : e.getClass())).join();
      }
      assertThat(outcomes).contains(OutcomeUnknownException.class);
    }
  }

  @Test
  void shouldTellWhatItKnows() throws Exception {
    try (TestCluster cluster = new TestCluster(directory, 3).start()) {
      // given
      TestCluster.Node leader = cluster.leader();
      leader.propose(1).get(10, TimeUnit.SECONDS);
      TestCluster.Node follower = cluster.follower();
      cluster.awaitSame(follower);

      // when
      ConsensusStatus leading = leader.consensus.status();
      ConsensusStatus following = follower.consensus.status();

      // then
      assertThat(leading.leaderId()).contains(leader.id);
      assertThat(leading.applied()).isEqualTo(leader.state.position);
      assertThat(leading.commitIndex()).isEqualTo(leader.state.position.index());
      assertThat(leading.quorumSilenceMillis()).isLessThan(1000);
      assertThat(leading.members())
          .containsExactlyInAnyOrderElementsOf(
              cluster.nodes.stream().map(node -> node.address).toList());
      assertThat(leading.voter()).isTrue();
      assertThat(leading.membershipStable()).isTrue();
      assertThat(following.leaderReady()).isFalse();
      assertThat(following.leaderId()).contains(leader.id);
      assertThat(following.term()).isEqualTo(leading.term());
      assertThat(following.leaderSilenceMillis()).isLessThan(1000);
      assertThat(leader.consensus.gauges().get("raft_flush_count").getAsLong()).isPositive();
    }
  }

  @Test
  void shouldHandLeadershipOver() throws Exception {
    try (TestCluster cluster = new TestCluster(directory, 3).start()) {
      // given
      TestCluster.Node leader = cluster.leader();
      TestCluster.Node heir = cluster.follower();
      leader.propose(1).get(10, TimeUnit.SECONDS);

      // when
      String next =
          leader.consensus.transferLeadership(Optional.of(heir.id)).get(10, TimeUnit.SECONDS);

      // then
      assertThat(next).isEqualTo(heir.id);
      await().atMost(TestCluster.PATIENCE).until(() -> cluster.leader() == heir);
      heir.propose(2).get(10, TimeUnit.SECONDS);
    }
  }

  /** Or a read at the commit index would wait for somebody's next write. */
  @Test
  void shouldTellThatTheLogPassedTheEntryOfAnElection() throws Exception {
    try (TestCluster cluster = new TestCluster(directory, 3).start()) {
      // given
      TestCluster.Node leader = cluster.leader();
      TestCluster.Node heir = cluster.follower();
      leader.propose(1).get(10, TimeUnit.SECONDS);

      // when another leads, and nobody writes
      leader.consensus.transferLeadership(Optional.of(heir.id)).get(10, TimeUnit.SECONDS);
      await().atMost(TestCluster.PATIENCE).until(() -> cluster.leader() == heir);

      // then
      long commitIndex = heir.consensus.status().commitIndex();
      assertThat(commitIndex).isGreaterThan(heir.state.position.index());
      await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(
              () -> assertThat(heir.state.passed.index()).isGreaterThanOrEqualTo(commitIndex));
    }
  }
}
