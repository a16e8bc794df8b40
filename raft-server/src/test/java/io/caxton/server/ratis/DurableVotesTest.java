package io.caxton.server.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ratis never fsyncs the directory of its vote; we must, before the vote counts anywhere. */
class DurableVotesTest {
  @TempDir Path directory;

  @Test
  void shouldSyncTheDirectoryBeforeAVoteCounts() throws Exception {
    // given nodes that note what raft-meta says at each sync of its directory
    Map<String, List<String>> durable = new ConcurrentHashMap<>();
    try (TestCluster cluster = new TestCluster(directory, 3)) {
      for (TestCluster.Node node : cluster.nodes) {
        durable.put(node.id, new CopyOnWriteArrayList<>());
        node.directorySync =
            path -> {
              DirectorySync.fsync(path);
              assertThat(path).isEqualTo(node.current());
              durable.get(node.id).add(vote(path));
            };
      }

      // when leaders are elected again and again
      cluster.start();
      for (int i = 0; i < 4; i++) {
        TestCluster.Node leader = cluster.leader();
        long term = leader.consensus.status().term();

        // then the leader's own vote was durable before it led, and a majority's before it counted
        String itself = "term=" + term + " votedFor=" + leader.id;
        assertThat(durable.get(leader.id)).contains(itself);
        assertThat(durable.values().stream().filter(votes -> votes.contains(itself)).count())
            .isGreaterThanOrEqualTo(2);
        leader.propose(i).get(10, TimeUnit.SECONDS);
        leader.consensus.stepDown();
        await()
            .atMost(TestCluster.PATIENCE)
            .until(() -> cluster.leader().consensus.status().term() > term);
      }
    }
  }

  @Test
  void shouldGiveNoVoteThatCannotBeMadeDurable() throws Exception {
    // given two of three nodes whose disk refuses to sync the directory
    try (TestCluster cluster = new TestCluster(directory, 3)) {
      AtomicBoolean broken = new AtomicBoolean(true);
      for (TestCluster.Node node : cluster.nodes.subList(1, 3)) {
        node.directorySync =
            path -> {
              if (broken.get()) {
                throw new IOException("no sync today");
              }
            };
      }

      // when
      cluster.start();

      // then they halt instead of voting, and nobody leads
      await()
          .atMost(TestCluster.PATIENCE)
          .until(
              () -> !cluster.nodes.get(1).halts.isEmpty() || !cluster.nodes.get(2).halts.isEmpty());
      assertThat(cluster.nodes).noneMatch(node -> node.consensus.status().leaderReady());
    }
  }

  private static String vote(Path current) throws IOException {
    String term = "";
    String votedFor = "";
    for (String line : Files.readAllLines(current.resolve("raft-meta"))) {
      term = line.startsWith("term=") ? line : term;
      votedFor = line.startsWith("votedFor=") ? line : votedFor;
    }
    return term + " " + votedFor;
  }
}
