package io.caxton.jepsen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.jepsen.node.SmallDisk;
import io.caxton.jepsen.node.TestCluster;
import io.caxton.jepsen.node.TestNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server that must not start says why, ends, and leaves what is there alone. */
@Tag("slow")
class StartRefusalTest {
  private static final int CONFIG = 2;
  private static final int REFUSED = 3;

  @RegisterExtension final Clusters clusters = new Clusters();

  @Test
  void shouldRefuseAMisspeltSettingAndNameTheNearestOne() throws IOException {
    TestNode node = clusters.of(1).nodes().getFirst();

    // on the command line
    assertThat(node.startRefused(Map.of("snapshot-log-byts", "100000"))).isEqualTo(CONFIG);
    assertThat(node.lastWords(12)).contains("snapshot-log-byts").contains("snapshot-log-bytes");

    // in a file
    Path file = Files.writeString(clusters.folder().resolve("caxton.conf"), "node-idd = n1\n");
    assertThat(node.startRefused(Map.of("config", file.toString()))).isEqualTo(CONFIG);
    assertThat(node.lastWords(3)).contains("node-idd").contains("did you mean \"node-id\"");

    // and in the environment
    node.environment("CAXTON_STREAM_MAX", "7");
    assertThat(node.startRefused(Map.of())).isEqualTo(CONFIG);
    assertThat(node.lastWords(3)).contains("CAXTON_STREAM_MAX").contains("CAXTON_STREAMS_MAX");
  }

  @Test
  void shouldRefuseValuesOutOfBoundsAndSayWhichAreAllowed() {
    TestNode node = clusters.of(1).nodes().getFirst();
    assertThat(node.startRefused(Map.of("records-in-flight-max", "0"))).isEqualTo(CONFIG);
    assertThat(node.lastWords(3)).contains("records-in-flight-max").contains("1").contains("64");
    assertThat(node.startRefused(Map.of("client-address", "0.0.0.0:7001"))).isEqualTo(CONFIG);
    assertThat(node.lastWords(3)).contains("client-address").contains("insecure");
    assertThat(node.startRefused(Map.of("raft-address", "127.0.0.1:9"))).isEqualTo(CONFIG);
    assertThat(node.lastWords(3)).contains("raft-address").contains(node.addresses().raft());
    assertThat(node.startRefused(Map.of("node-id", "n7"))).isEqualTo(CONFIG);
    assertThat(node.lastWords(3)).contains("n7").contains("peers");
  }

  @Test
  void shouldRefuseAPortInUseAndNameIt() throws IOException {
    for (String setting : new String[] {"client-address", "raft-address", "admin-address"}) {
      try (TestCluster cluster = new TestCluster(1, clusters.folder().resolve(setting));
          ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
        TestNode node = cluster.nodes().getFirst();
        String address = "127.0.0.1:" + taken.getLocalPort();
        Map<String, String> changed = new HashMap<>(Map.of(setting, address, "bootstrap", "true"));
        if (setting.equals("raft-address")) {
          changed.put("peers", "n1=" + node.addresses().client() + "/" + address);
        }
        int exitCode = node.startRefused(changed);
        assertThat(exitCode).as(node.lastWords(5)).isEqualTo(REFUSED);
        assertThat(node.lastWords(3)).contains(address);
      }
    }
  }

  @Test
  void shouldRefuseAnEmptyDirectoryUnlessToldToBootstrap() {
    TestNode node = clusters.of(1).nodes().getFirst();
    assertThat(node.startRefused(Map.of())).as(node.lastWords(9)).isEqualTo(REFUSED);
    assertThat(node.lastWords(3)).contains("--bootstrap");
  }

  @Test
  void shouldRefuseTheDirectoryOfAnotherNodeOrClusterOrOfARunningOne() {
    // given the directory of n1
    TestCluster cluster = clusters.of(1).start();
    TestNode owner = cluster.nodes().getFirst();
    TestNode other = clusters.of(2).node("n2");
    other.set("data-dir", owner.dataDir());

    // while n1 runs, and when it is down
    assertThat(other.startRefused(Map.of())).as(other.lastWords(9)).isEqualTo(REFUSED);
    owner.kill();
    assertThat(other.startRefused(Map.of())).as(other.lastWords(9)).isEqualTo(REFUSED);
    assertThat(other.lastWords(3)).contains("n1").contains("n2");
    assertThat(owner.startRefused(Map.of("cluster-name", "another"))).isEqualTo(REFUSED);
    assertThat(owner.lastWords(3)).contains("another");

    // then n1 takes it up again as it was
    owner.start();
    cluster.awaitAllReady();
  }

  @Test
  void shouldRefuseADirectoryOfANewerVersion() throws IOException {
    // given a directory whose identity was written by a version to come
    TestCluster cluster = clusters.of(1).start();
    TestNode node = cluster.nodes().getFirst();
    node.kill();
    Path identity = node.dataDir().resolve("identity");
    byte[] ours = Files.readAllBytes(identity);
    String newer = new String(ours, UTF_8).replace("directory 1\n", "directory 2\n");
    Files.writeString(identity, newer);

    // then it is refused, and taken up again when it is as it was
    assertThat(node.startRefused(Map.of())).as(node.lastWords(9)).isEqualTo(REFUSED);
    assertThat(node.lastWords(3)).contains("format 2").contains(node.dataDir().toString());
    assertThat(identity).hasContent(newer);
    Files.write(identity, ours);
    node.start();
    cluster.awaitAllReady();
  }

  @Test
  void shouldRefuseAMemberThatLostItsDiskWhateverItIsTold() throws IOException {
    // given a member of a living cluster whose directory is gone
    TestCluster cluster = clusters.of(3).start();
    TestNode loser = cluster.anyFollower();
    loser.kill();
    Files.move(loser.dataDir(), loser.dataDir().resolveSibling("gone"));

    // then neither an ordinary start nor a bootstrap lets it vote again
    assertThat(loser.startRefused(Map.of())).as(loser.lastWords(9)).isEqualTo(REFUSED);
    assertThat(loser.startRefused(Map.of("bootstrap", "true")))
        .as(loser.lastWords(9))
        .isEqualTo(REFUSED);
    assertThat(loser.lastWords(3)).contains("exists already");
    assertThat(cluster.leader()).isPresent();
  }

  @Test
  void shouldRefuseToStartTwiceInOneDirectory() {
    TestCluster cluster = clusters.of(1).start();
    TestNode owner = cluster.nodes().getFirst();
    TestNode twin = clusters.of(1).nodes().getFirst();
    twin.set("data-dir", owner.dataDir());
    assertThat(twin.startRefused(Map.of())).as(twin.lastWords(9)).isEqualTo(REFUSED);
    assertThat(twin.lastWords(3)).contains(owner.dataDir().toString());
    assertThat(cluster.leader()).isPresent();
  }

  @Test
  void shouldRefuseAReadOnlyDirectory() throws IOException {
    TestCluster cluster = clusters.of(1);
    TestNode node = cluster.nodes().getFirst();
    if ("root".equals(System.getProperty("user.name"))) {
      // Permissions do not bind root.
      SmallDisk disk = clusters.closing(SmallDisk.of(clusters.folder().resolve("disk"), 64));
      node.set("data-dir", disk.mount().resolve("data"));
      cluster.start();
      node.kill();
      disk.readOnly(true);
      assertThat(node.startRefused(Map.of())).as(node.lastWords(9)).isEqualTo(REFUSED);
      assertThat(node.lastWords(3)).contains(node.dataDir().toString());
      disk.readOnly(false);
    } else {
      cluster.start();
      node.kill();
      assertThat(node.dataDir().toFile().setWritable(false)).isTrue();
      assertThat(node.startRefused(Map.of())).as(node.lastWords(9)).isEqualTo(REFUSED);
      assertThat(node.dataDir().toFile().setWritable(true)).isTrue();
    }
    node.start();
    cluster.awaitAllReady();
  }
}
