package io.caxton.server.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caxton.server.consensus.LogPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotInstallTest {
  @TempDir Path directory;

  @Test
  @Tag("slow")
  void shouldInstallOnAFollowerBehindThePurge() throws Exception {
    try (TestCluster cluster = new TestCluster(directory, 3).start()) {
      // given a follower that misses what the others have purged
      TestCluster.Node absent = fallBehind(cluster);
      LogPosition second = cluster.leader().state.newestSnapshot().orElseThrow().at();
      assertThat(manifests(cluster.leader())).hasSize(2);

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

  /**
   * Found by the bulk workload under faults: the log was told of the later snapshot although it had
   * grown past it, and the node halted at the next write.
   */
  @Test
  @Tag("slow")
  void shouldKeepALogThatGrewPastALaterSnapshotWhileThatWasFetched() throws Exception {
    try (TestCluster cluster = new TestCluster(directory, 3).start()) {
      // given a follower that is shipped a snapshot, and the others take a later one and go on
      TestCluster.Node absent = fallBehind(cluster);
      AtomicBoolean first = new AtomicBoolean(true);
      absent.beforeFetch =
          (at, manifest) -> {
            if (first.getAndSet(false)) {
              try {
                writeLarge(cluster, 200, 5);
                for (TestCluster.Node node : cluster.nodes) {
                  if (node != absent) {
                    node.consensus.takeSnapshot().get(30, TimeUnit.SECONDS);
                  }
                }
                writeLarge(cluster, 300, 5);
                awaitAllInLog(cluster.leader());
              } catch (Exception e) {
                throw new IOException(e);
              }
            }
          };

      // when
      absent.start();

      // then
      cluster.awaitSame(absent);
      cluster.write(1000);
      cluster.awaitSame(absent);
      assertThat(absent.halts).isEmpty();
    }
  }

  /**
   * Found by the campaign (leases, bulk): the follower's own snapshot became durable while a later
   * one was fetched; Ratis was told that the log may go up to that older one, and the node halted.
   */
  @Test
  @Tag("slow")
  void shouldForgetItsOwnSnapshotThatIsOlderThanTheOneThatArrived() throws Exception {
    try (TestCluster cluster = new TestCluster(directory, 3).start()) {
      // given a follower that finishes a snapshot of its own while it is shipped a later one
      TestCluster.Node absent = fallBehind(cluster);
      AtomicBoolean first = new AtomicBoolean(true);
      absent.beforeFetch =
          (at, manifest) -> {
            if (first.getAndSet(false)) {
              absent.state.position = new LogPosition(at.term(), at.index() - 1);
              absent.state.beginSnapshot();
              long asked = absent.state.newestAsked.get();
              absent.consensus.snapshotReady();
              absent.consensus.snapshotReady();
              // The second look begins when the first one is done.
              await().until(() -> absent.state.newestAsked.get() >= asked + 2);
            }
          };

      // when
      absent.start();

      // then it goes on, also when Ratis asks next how far the log may go
      cluster.awaitSame(absent);
      cluster.write(1000);
      cluster.awaitSame(absent);
      absent.consensus.takeSnapshot().get(30, TimeUnit.SECONDS);
      cluster.write(1001);
      cluster.awaitSame(absent);
      assertThat(absent.halts).isEmpty();
    }
  }

  /**
   * Found by the check of the campaign that takes snapshots after a restart: the older of the two
   * kept ones was named again, which is less than what Ratis counts from, and the node halted.
   */
  @Test
  void shouldTakeASnapshotSoonAfterARestartFromTheNewerOfTwo() throws Exception {
    try (TestCluster cluster = new TestCluster(directory, 1).start()) {
      // given
      TestCluster.Node node = cluster.leader();
      cluster.write(1);
      node.consensus.takeSnapshot().get(30, TimeUnit.SECONDS);
      cluster.write(2);
      node.consensus.takeSnapshot().get(30, TimeUnit.SECONDS);
      node.stop();
      node.start();
      cluster.write(3);

      // when
      node.consensus.takeSnapshot().get(30, TimeUnit.SECONDS);
      cluster.write(4);

      // then
      assertThat(node.state.ticks()).containsExactly(1L, 2L, 3L, 4L);
      assertThat(node.halts).isEmpty();
    }
  }

  @Test
  void shouldRestartFromItsOwnSnapshotAndTheRestOfTheLog() throws Exception {
    try (TestCluster cluster = new TestCluster(directory, 1).start()) {
      // given
      TestCluster.Node node = cluster.leader();
      cluster.write(1);
      LogPosition taken = node.consensus.takeSnapshot().get(30, TimeUnit.SECONDS);
      cluster.write(2);

      // when
      node.stop();
      node.start();
      cluster.write(3);

      // then nothing is applied twice: the state refuses that
      assertThat(node.state.ticks()).containsExactly(1L, 2L, 3L);
      assertThat(node.state.restores.get()).isEqualTo(1);
      assertThat(manifests(node)).containsExactly(ShelvedManifest.name(taken));
      assertThat(node.halts).isEmpty();
    }
  }

  @Test
  @Tag("slow")
  void shouldFallBackToTheSnapshotBeforeADamagedOne() throws Exception {
    try (TestCluster cluster = new TestCluster(directory, 1).start()) {
      // given two snapshots, the newer one lost
      TestCluster.Node node = cluster.leader();
      writeLarge(cluster, 1, 40);
      LogPosition first = node.consensus.takeSnapshot().get(30, TimeUnit.SECONDS);
      writeLarge(cluster, 41, 40);
      LogPosition second = node.consensus.takeSnapshot().get(30, TimeUnit.SECONDS);
      cluster.write(81);
      List<Long> before = node.state.ticks();
      node.stop();
      Files.delete(node.state.run(second));

      // when
      node.start();
      cluster.write(82);

      // then
      assertThat(node.state.ticks()).startsWith(before.toArray(Long[]::new)).endsWith(82L);
      assertThat(manifests(node)).containsExactly(ShelvedManifest.name(first));
      assertThat(node.halts).isEmpty();
    }
  }

  @Test
  @Tag("slow")
  void shouldFinishAnInstallThatACrashCutShort() throws Exception {
    try (TestCluster cluster = new TestCluster(directory, 3).start()) {
      // given a node whose manifest was installed, but whose snapshot was not fetched: as after a
      // crash between the two
      TestCluster.Node absent = fallBehind(cluster);
      absent.start();
      cluster.write(999);
      cluster.awaitSame(absent);
      absent.stop();
      Files.delete(absent.state.run(absent.state.newestSnapshot().orElseThrow().at()));

      // when
      absent.start();

      // then it is brought, though nothing is applied
      await()
          .atMost(TestCluster.PATIENCE)
          .until(() -> absent.consensus.gauges().get("raft_snapshots_installed").getAsLong() == 1);
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
      cluster.write(1);
      LogPosition taken = node.consensus.takeSnapshot().get(30, TimeUnit.SECONDS);
      node.stop();
      Files.move(node.group().resolve("sm"), node.group().resolve("sm.tmp20260101"));
      Files.createDirectories(node.group().resolve("tmp").resolve("snapshot-x"));

      // when
      node.start();
      cluster.write(2);

      // then
      assertThat(node.state.ticks()).containsExactly(1L, 2L);
      assertThat(manifests(node)).containsExactly(ShelvedManifest.name(taken));
      assertThat(node.group().resolve("sm.tmp20260101")).doesNotExist();
    }
  }

  /** A stopped follower that needs what is in no other node's log any more. */
  private static TestCluster.Node fallBehind(TestCluster cluster) throws Exception {
    cluster.write(1);
    TestCluster.Node absent = cluster.follower();
    cluster.awaitSame(absent);
    absent.stop();
    long behind = absent.state.position.index();
    writeLarge(cluster, 2, 60);
    cluster.takeSnapshots();
    writeLarge(cluster, 62, 60);
    cluster.takeSnapshots();
    for (TestCluster.Node node : cluster.nodes) {
      if (node != absent) {
        await().atMost(TestCluster.PATIENCE).until(() -> firstEntry(node) > behind + 1);
      }
    }
    return absent;
  }

  /** Enough to fill segments, so that there is something to purge. */
  private static void writeLarge(TestCluster cluster, long from, int count) throws Exception {
    for (long tick = from; tick < from + count; tick++) {
      cluster.writeLarge(tick);
    }
  }

  private static void awaitAllInLog(TestCluster.Node leader) {
    await()
        .atMost(TestCluster.PATIENCE)
        .until(
            () -> leader.consensus.gauges().get("raft_follower_lag_entries_max").getAsLong() == 0);
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
