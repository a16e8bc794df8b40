package io.caxton.server.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caxton.server.consensus.LogPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotInstallTest {
  @TempDir Path directory;

  @Test
  void shouldInstallOnAFollowerBehindThePurge() throws Exception {
    try (TestCluster cluster = new TestCluster(directory, 3).start()) {
      // given a follower that misses what the others have purged
      cluster.leader().propose(1).get(10, TimeUnit.SECONDS);
      TestCluster.Node absent = cluster.follower();
      cluster.awaitSame(absent);
      absent.stop();
      LogPosition behind = absent.state.position;
      TestCluster.Node leader = cluster.leader();
      writeLarge(leader, 2, 60);
      leader.consensus.takeSnapshot().get(20, TimeUnit.SECONDS);
      writeLarge(leader, 62, 60);
      LogPosition second = leader.consensus.takeSnapshot().get(20, TimeUnit.SECONDS);
      assertThat(second).isEqualTo(leader.state.position);
      await().atMost(TestCluster.PATIENCE).until(() -> firstEntry(leader) > behind.index() + 1);
      assertThat(manifests(leader)).hasSize(2);

      // when
      absent.start();

      // then
      cluster.awaitSame(absent);
      assertThat(absent.consensus.gauges().get("raft_snapshots_installed").getAsLong())
          .isEqualTo(1);
      assertThat(absent.state.newestSnapshot().orElseThrow().at()).isEqualTo(second);
      assertThat(manifests(absent)).containsExactly(ShelvedManifest.name(second));

      // and it goes on, through a restart too
      cluster.write(1000);
      cluster.awaitSame(absent);
      absent.stop();
      absent.start();
      cluster.write(1001);
      cluster.awaitSame(absent);
      assertThat(absent.halts).isEmpty();
    }
  }

  @Test
  void shouldRestartFromItsOwnSnapshotAndTheRestOfTheLog() throws Exception {
    try (TestCluster cluster = new TestCluster(directory, 1).start()) {
      // given
      TestCluster.Node node = cluster.leader();
      node.propose(1).get(10, TimeUnit.SECONDS);
      LogPosition taken = node.consensus.takeSnapshot().get(20, TimeUnit.SECONDS);
      node.propose(2).get(10, TimeUnit.SECONDS);

      // when
      node.stop();
      node.start();
      cluster.leader().propose(3).get(10, TimeUnit.SECONDS);

      // then nothing is applied twice: the state refuses that
      assertThat(node.state.ticks()).containsExactly(1L, 2L, 3L);
      assertThat(node.state.restores.get()).isEqualTo(1);
      assertThat(manifests(node)).containsExactly(ShelvedManifest.name(taken));
      assertThat(node.halts).isEmpty();
    }
  }

  @Test
  void shouldFallBackToTheSnapshotBeforeADamagedOne() throws Exception {
    try (TestCluster cluster = new TestCluster(directory, 1).start()) {
      // given two snapshots, the newer one lost
      TestCluster.Node node = cluster.leader();
      writeLarge(node, 1, 40);
      LogPosition first = node.consensus.takeSnapshot().get(20, TimeUnit.SECONDS);
      writeLarge(node, 41, 40);
      LogPosition second = node.consensus.takeSnapshot().get(20, TimeUnit.SECONDS);
      node.propose(81).get(10, TimeUnit.SECONDS);
      List<Long> before = node.state.ticks();
      node.stop();
      Files.delete(node.state.run(second));

      // when
      node.start();
      cluster.leader().propose(82).get(20, TimeUnit.SECONDS);

      // then
      assertThat(node.state.ticks()).startsWith(before.toArray(Long[]::new)).endsWith(82L);
      assertThat(manifests(node)).containsExactly(ShelvedManifest.name(first));
      assertThat(node.halts).isEmpty();
    }
  }

  @Test
  void shouldFinishAnInstallThatACrashCutShort() throws Exception {
    try (TestCluster cluster = new TestCluster(directory, 3).start()) {
      // given a node whose manifest was installed, but whose snapshot was not fetched: as after a
      // crash between the two
      cluster.leader().propose(1).get(10, TimeUnit.SECONDS);
      TestCluster.Node absent = cluster.follower();
      cluster.awaitSame(absent);
      absent.stop();
      TestCluster.Node leader = cluster.leader();
      writeLarge(leader, 2, 60);
      leader.consensus.takeSnapshot().get(20, TimeUnit.SECONDS);
      writeLarge(leader, 62, 60);
      leader.consensus.takeSnapshot().get(20, TimeUnit.SECONDS);
      absent.start();
      cluster.awaitSame(absent);
      absent.stop();
      Files.delete(absent.state.run(absent.state.newestSnapshot().orElseThrow().at()));

      // when
      absent.start();

      // then
      cluster.write(1000);
      cluster.awaitSame(absent);
      assertThat(absent.halts).isEmpty();
    }
  }

  @Test
  void shouldPutBackTheDirectoryThatACrashLeftRenamed() throws Exception {
    try (TestCluster cluster = new TestCluster(directory, 1).start()) {
      // given the moment between Ratis's two renames
      TestCluster.Node node = cluster.leader();
      node.propose(1).get(10, TimeUnit.SECONDS);
      LogPosition taken = node.consensus.takeSnapshot().get(20, TimeUnit.SECONDS);
      node.stop();
      Files.move(node.group().resolve("sm"), node.group().resolve("sm.tmp20260101"));
      Files.createDirectories(node.group().resolve("tmp").resolve("snapshot-x"));

      // when
      node.start();
      cluster.leader().propose(2).get(10, TimeUnit.SECONDS);

      // then
      assertThat(node.state.ticks()).containsExactly(1L, 2L);
      assertThat(manifests(node)).containsExactly(ShelvedManifest.name(taken));
      assertThat(node.group().resolve("sm.tmp20260101")).doesNotExist();
    }
  }

  /** Enough to fill segments, so that there is something to purge. */
  private static void writeLarge(TestCluster.Node node, long from, int count) throws Exception {
    for (long tick = from; tick < from + count; tick++) {
      node.proposeLarge(tick, 1 << 20).get(20, TimeUnit.SECONDS);
    }
  }

  private static long firstEntry(TestCluster.Node node) throws IOException {
    return new LogFiles(node.current()).segments().getFirst().start();
  }

  private static List<String> manifests(TestCluster.Node node) throws IOException {
    try (Stream<Path> files = Files.list(node.group().resolve("sm"))) {
      return files
          .filter(file -> ShelvedManifest.position(file).isPresent())
          .map(file -> file.getFileName().toString())
          .toList();
    }
  }
}
