package io.caxton.server.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.client.RaftClient;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.retry.RetryPolicies;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica in doubt stops; a stranger gets nowhere. */
class SafetyTest {
  @TempDir Path directory;

  @Test
  void shouldHaltWhenApplyThrows() throws Exception {
    try (TestCluster cluster = new TestCluster(directory, 3).start()) {
      // given
      TestCluster.Node follower = cluster.follower();
      follower.state.applyFailure = new IllegalStateException("an invariant is broken");

      // when
      cluster.leader().propose(1).get(10, TimeUnit.SECONDS);

      // then
      await().atMost(TestCluster.PATIENCE).until(() -> !follower.halts.isEmpty());
      assertThat(follower.halts.getFirst())
          .contains("could not be applied")
          .contains("an invariant is broken");
    }
  }

  @Test
  void shouldStartOnATornTailAndKeepEverythingBefore() throws Exception {
    try (TestCluster cluster = new TestCluster(directory, 1).start()) {
      // given a node that lost power in the middle of a write
      TestCluster.Node node = cluster.leader();
      for (long tick = 1; tick <= 20; tick++) {
        node.propose(tick).get(10, TimeUnit.SECONDS);
      }
      node.stop();
      Path open = new LogFiles(node.current()).segments().getLast().file();
      SegmentFile torn = new SegmentFile(21).record(3000, -1);
      byte[] half = torn.bytes();
      long end = SegmentScan.of(new SegmentBytes(Files.readAllBytes(open)), 0).goodBytes();
      try (FileChannel channel = FileChannel.open(open, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.wrap(half, SegmentBytes.HEADER.length, 1000), end);
        channel.write(ByteBuffer.wrap(new byte[8192]), (end / 512 + 2) * 512);
      }

      // when
      node.start();
      cluster.leader().propose(21).get(10, TimeUnit.SECONDS);

      // then
      assertThat(node.state.ticks()).hasSize(21).startsWith(1L, 2L, 3L).endsWith(20L, 21L);
      assertThat(node.consensus.status().voter()).isTrue();
      assertThat(node.halts).isEmpty();
    }
  }

  @Test
  @Tag("slow")
  void shouldNotVoteUntilCaughtUpWhenTheLogWasCutInDoubt() throws Exception {
    try (TestCluster cluster = new TestCluster(directory, 3).start()) {
      // given a follower with a flipped bit in what it acknowledged last
      for (long tick = 1; tick <= 20; tick++) {
        cluster.leader().propose(tick).get(10, TimeUnit.SECONDS);
      }
      TestCluster.Node damaged = cluster.follower();
      cluster.awaitSame(damaged);
      damaged.stop();
      flipLastEntry(damaged);

      // when it is alone with the other follower, which needs its vote
      TestCluster.Node leader = cluster.leader();
      TestCluster.Node other =
          cluster.nodes.stream().filter(n -> n != leader && n != damaged).findFirst().orElseThrow();
      leader.stop();
      damaged.start();

      // then it gives none, nor stands
      assertThat(damaged.consensus.status().voter()).isFalse();
      await()
          .during(Duration.ofSeconds(3))
          .atMost(Duration.ofSeconds(10))
          .until(() -> !other.leads() && !damaged.leads());

      // and when the old leader is back, it catches up and votes again
      leader.start();
      cluster.write(21);
      cluster.awaitSame(damaged);
      await().atMost(TestCluster.PATIENCE).until(() -> damaged.consensus.status().voter());
      cluster.leader().stop();
      cluster.write(22);
      assertThat(damaged.halts).isEmpty();
    }
  }

  @Test
  void shouldRefuseAStartWhenItDoesNotKnowTheMembersForSure() throws Exception {
    try (TestCluster cluster = new TestCluster(directory, 1).start()) {
      // given
      TestCluster.Node node = cluster.leader();
      cluster.write(1);
      node.consensus.takeSnapshot().get(30, TimeUnit.SECONDS);
      node.stop();
      Path members = node.current().resolve("raft-meta.conf");
      byte[] bytes = Files.readAllBytes(members);
      bytes[0] ^= 4;
      Files.write(members, bytes);

      // when, then
      assertThatThrownBy(node::start)
          .hasMessageContaining("raft-meta.conf")
          .hasMessageContaining("new node id");
    }
  }

  @Test
  void shouldRefuseAStartWhenACommittedEntryIsDamaged() throws Exception {
    try (TestCluster cluster = new TestCluster(directory, 1).start()) {
      // given a bit flipped below a snapshot
      TestCluster.Node node = cluster.leader();
      for (long tick = 1; tick <= 20; tick++) {
        node.propose(tick).get(10, TimeUnit.SECONDS);
      }
      node.consensus.takeSnapshot().get(10, TimeUnit.SECONDS);
      node.stop();
      flipLastEntry(node);

      // when, then
      assertThatThrownBy(node::start)
          .hasMessageContaining("is damaged")
          .hasMessageContaining("add it again as a listener under a new node id");
    }
  }

  @Test
  void shouldSayThatThePortIsInUse() throws Exception {
    try (TestCluster cluster = new TestCluster(directory, 1);
        ServerSocket taken = new ServerSocket()) {
      // given
      TestCluster.Node node = cluster.nodes.getFirst();
      Peers.HostPort address = Peers.hostPort(node.address.getRaftAddress());
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), address.port()));

      // when, then
      assertThatThrownBy(node::start)
          .hasMessageContaining("the Raft port " + node.address.getRaftAddress())
          .hasMessageContaining("in use");
    }
  }

  @Test
  void shouldRefuseRatisClientsAtTheRaftPort() throws Exception {
    try (TestCluster cluster = new TestCluster(directory, 1).start()) {
      // given
      TestCluster.Node node = cluster.leader();
      List<RaftPeer> peers =
          List.of(
              Peers.peer(
                  node.address.toBuilder()
                      .setClientAddress(node.address.getRaftAddress())
                      .build()));
      RaftGroup group = RaftGroup.valueOf(Peers.group("test"), peers);

      // when, then
      try (RaftClient client =
          RaftClient.newBuilder()
              .setProperties(new RaftProperties())
              .setRaftGroup(group)
              .setRetryPolicy(RetryPolicies.noRetry())
              .build()) {
        assertThatThrownBy(() -> client.io().send(Message.valueOf("x")))
            .hasStackTraceContaining("PERMISSION_DENIED");
        assertThatThrownBy(() -> client.admin().setConfiguration(peers))
            .hasStackTraceContaining("PERMISSION_DENIED");
      }
      node.propose(1).get(10, TimeUnit.SECONDS);
      assertThat(node.halts).isEmpty();
    }
  }

  private static void flipLastEntry(TestCluster.Node node) throws IOException {
    LogFiles.Segment open = new LogFiles(node.current()).segments().getLast();
    byte[] bytes = Files.readAllBytes(open.file());
    int end = SegmentScan.of(new SegmentBytes(bytes), open.start()).goodBytes();
    bytes[end - 12] ^= 1;
    Files.write(open.file(), bytes);
  }
}
