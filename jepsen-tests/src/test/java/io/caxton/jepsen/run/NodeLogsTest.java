package io.caxton.jepsen.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.jepsen.nemesis.Nemeses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeLogsTest {
  private static final String AT = "2026-11-30T16:21:52.587Z ";

  @TempDir Path nodes;

  @Test
  void shouldTellOfAnErrorThatNoFaultExplains() throws IOException {
    says(AT + "INFO  [main] i.c.s.NodeServer - fine", AT + "ERROR [main] i.c.Engine - oh");

    assertThat(check("kill").anomalies())
        .containsExactly("n1 says: " + AT + "ERROR [main] i.c.Engine - oh");
  }

  @Test
  void shouldTellOfABrokenInvariantWhateverTheFault() throws IOException {
    says(AT + "ERROR [main] i.c.Engine - broken invariant: IOException");

    assertThat(check("disk-error").answer()).isEqualTo(Verdict.Answer.INVALID);
  }

  /** Found by a power loss in the middle of a start: only the cause names the disk. */
  @Test
  void shouldTakeAFailedDiskThatOnlyTheCauseNames() throws IOException {
    says(
        AT + "ERROR [n1-impl-thread1] o.a.r.s.s.RaftStorageDirectory - Failed to acquire lock",
        "java.io.IOException: Input/output error");

    assertThat(check("power-loss").answer()).isEqualTo(Verdict.Answer.VALID);
    assertThat(check("kill").answer()).isEqualTo(Verdict.Answer.INVALID);
  }

  @Test
  void shouldTakeAFailedDiskThatALaterCauseNames() throws IOException {
    says(
        AT + "ERROR [n1@group-StateMachineUpdater] o.a.r.s.i.StateMachineUpdater - caught",
        "org.apache.ratis.server.raftlog.RaftLogIOException: Failed to loadCache",
        "\tat org.apache.ratis.LogSegment.loadCache(LogSegment.java:410)",
        "Caused by: java.nio.file.FileSystemException: /disk/log_398-490: Input/output error");

    assertThat(check("power-loss").answer()).isEqualTo(Verdict.Answer.VALID);
  }

  /** A cause that belongs to another line. */
  @Test
  void shouldNotLookBehindTheTrace() throws IOException {
    says(
        AT + "ERROR [main] i.c.Engine - oh",
        AT + "WARN  [main] o.a.r.util.FileUtils - retries",
        "java.io.IOException: Input/output error");

    assertThat(check("power-loss").answer()).isEqualTo(Verdict.Answer.INVALID);
  }

  @Test
  void shouldNotTakeEveryCauseForAFailedDisk() throws IOException {
    says(AT + "ERROR [main] i.c.Engine - oh", "java.io.IOException: Connection reset");

    assertThat(check("power-loss").answer()).isEqualTo(Verdict.Answer.INVALID);
  }

  /** The leader offers the newer one again. */
  @Test
  void shouldTakeASnapshotThatIsRefusedWhileAnEarlierOneIsInstalled() throws IOException {
    says(
        AT + "ERROR [grpc-0] o.a.r.s.i.SnapshotInstallationHandler - n1: installSnapshot failed",
        "java.lang.IllegalStateException: an earlier snapshot is still being installed");
    assertThat(check("kill").answer()).isEqualTo(Verdict.Answer.VALID);

    says(
        AT + "ERROR [grpc-0] o.a.r.s.i.SnapshotInstallationHandler - n1: installSnapshot failed",
        "java.lang.IllegalStateException: something else");
    assertThat(check("kill").answer()).isEqualTo(Verdict.Answer.INVALID);
  }

  private Verdict check(String nemesis) {
    return NodeLogs.check(nodes, Nemeses.of(nemesis));
  }

  private void says(String... lines) throws IOException {
    Path folder = Files.createDirectories(nodes.resolve("n1"));
    Files.writeString(folder.resolve("server.log"), String.join("\n", lines) + "\n");
  }
}
