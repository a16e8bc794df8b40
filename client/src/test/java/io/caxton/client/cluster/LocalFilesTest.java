package io.caxton.client.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFilesTest {
  @TempDir private Path dir;

  @Test
  void shouldRememberACluster() throws IOException {
    ClusterFile file =
        new ClusterFile(
            List.of(new NodePlace("n1", 1, 2, 3), new NodePlace("n2", 4, 5, 6)),
            false,
            List.of(),
            List.of("--write-timeout-millis=500"));
    assertThat(ClusterFile.load(dir)).isEmpty();
    file.save(dir);
    assertThat(ClusterFile.load(dir)).contains(file);
  }

  @Test
  void shouldNotNameNodesThatJoinedLaterAsFirstMembers() {
    ClusterFile file =
        new ClusterFile(List.of(new NodePlace("n1", 1, 2, 3)), true, List.of(), List.of())
            .withJoined(new NodePlace("n9", 7, 8, 9));
    assertThat(file.peers()).isEqualTo("n1=127.0.0.1:1/127.0.0.1:2");
    assertThat(file.node("n9")).isPresent();
    assertThat(file.without("n9").joined()).isEmpty();
    assertThat(file.without("n1").peers()).isEqualTo("n9=127.0.0.1:7/127.0.0.1:8");
  }

  @Test
  void shouldSayWhatIsWrongWithADamagedFile() throws IOException {
    Files.writeString(dir.resolve(ClusterFile.NAME), "nodes=n1\nn1.client-port=x\n");
    assertThatThrownBy(() -> ClusterFile.load(dir))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("n1.client-port");
  }

  @Test
  void shouldGiveEachFreePortOnce() {
    FreePorts ports = new FreePorts();
    Set<Integer> given = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      int port = ports.next();
      assertThat(given.add(port)).isTrue();
      assertThat(port).isBetween(15_000, 32_768);
    }
  }

  @Test
  void shouldNotTakeAnotherProcessOfTheSamePidForItsOwn() throws IOException {
    long own = ProcessHandle.current().pid();
    ProcessMark mark = ProcessMark.of(own).orElseThrow();
    assertThat(mark.isAlive()).isTrue();
    assertThat(new ProcessMark(own, mark.start() + "1").isAlive()).isFalse();

    Path file = dir.resolve("pid");
    mark.write(file);
    assertThat(ProcessMark.read(file)).contains(mark);
    Files.writeString(file, own + " 1\n");
    assertThat(ProcessMark.read(file)).isEmpty();
  }

  @Test
  void shouldKillOnlyWhatItMarked() throws IOException, InterruptedException {
    Process child = new ProcessBuilder("sleep", "60").start();
    ProcessMark mark = ProcessMark.of(child.pid()).orElseThrow();
    new ProcessMark(child.pid(), "another").kill();
    assertThat(mark.isAlive()).isTrue();
    mark.kill();
    assertThat(child.waitFor()).isEqualTo(137);
    assertThat(mark.isAlive()).isFalse();
  }

  @Test
  void shouldKillChildrenAndStartNoneAfter() throws IOException, InterruptedException {
    Children children = new Children();
    Process child = children.start(new ProcessBuilder("sleep", "60"));
    children.killAll();
    assertThat(child.waitFor()).isEqualTo(137);
    assertThatThrownBy(() -> children.start(new ProcessBuilder("true")))
        .isInstanceOf(IOException.class);
  }
}
