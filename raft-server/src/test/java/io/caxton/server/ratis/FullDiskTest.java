package io.caxton.server.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A follower whose log cannot be written stays alive in Ratis, answers heartbeats and refuses every
 * append for ever; a leader goes on saying that it leads. Both must halt. Needs root, for a disk
 * that is small.
 */
class FullDiskTest {
  @TempDir Path directory;
  private Path disk;

  @BeforeEach
  void mountASmallDisk() throws Exception {
    disk = Files.createDirectories(directory.resolve("n1"));
    assumeThat(run("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", disk.toString()))
        .as("mount needs root")
        .isZero();
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", "-l", disk.toString());
  }

  @Test
  @Tag("slow")
  void shouldHaltWhenTheLogCannotBeWritten() throws Exception {
    try (TestCluster cluster = new TestCluster(directory, 3).start()) {
      // given
      TestCluster.Node full = cluster.nodes.getFirst();
      cluster.write(1);

      // when more is written than its disk holds
      long written = 0;
      for (int i = 0; i < 15; i++) {
        try {
          cluster.leader().proposeLarge(2, 1 << 20).get(10, TimeUnit.SECONDS);
          written++;
        } catch (ExecutionException leaderLost) {
          await().atMost(TestCluster.PATIENCE).until(() -> !full.halts.isEmpty());
        }
      }

      // then it halts, and the others go on
      await().atMost(TestCluster.PATIENCE).until(() -> !full.halts.isEmpty());
      assertThat(full.halts.getFirst()).contains("the log failed").contains("space");
      assertThat(written).isGreaterThan(12);
      full.stop();
      cluster.write(3);
    }
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
  }
}
