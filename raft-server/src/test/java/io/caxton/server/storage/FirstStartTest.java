package io.caxton.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.server.storage.FirstStart.Claim;
import io.caxton.server.storage.FirstStart.Wish;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstStartTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir Path directory;
  private final Map<String, DataDirectory> nodes = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> members = new ConcurrentHashMap<>();

  @AfterEach
  void close() throws IOException {
    for (DataDirectory data : nodes.values()) {
      data.close();
    }
  }

  @Test
  void shouldBootstrapWhenAllFoundersWant() throws Exception {
    // given two founders that wait
    CompletableFuture<Identity> first = admitLater("n1", Wish.BOOTSTRAP);
    CompletableFuture<Identity> second = admitLater("n2", Wish.BOOTSTRAP);
    assertThat(first).isNotDone();

    // when the third comes
    Identity third = admit("n3", Wish.BOOTSTRAP);

    // then
    assertThat(third).isEqualTo(new Identity("c", "n3", true, Identity.Phase.FORMED));
    assertThat(first.get(10, TimeUnit.SECONDS).bootstrapped()).isTrue();
    assertThat(second.get(10, TimeUnit.SECONDS).bootstrapped()).isTrue();
  }

  @Test
  void shouldGoOnWithABootstrapThatACrashCutShort() throws Exception {
    // given n1 prepared and went down before the others did
    open("n2");
    open("n3");
    assertThatThrownBy(() -> start("n1", Wish.BOOTSTRAP).admit(Duration.ofMillis(200)))
        .isInstanceOf(DataDirectoryException.class)
        .hasMessageContaining("did not answer: n2, n3");
    reopen("n1");

    // when, then it needs no flag any more
    CompletableFuture<Identity> first = admitLater("n1", Wish.RESUME);
    CompletableFuture<Identity> second = admitLater("n2", Wish.BOOTSTRAP);
    admit("n3", Wish.BOOTSTRAP);
    assertThat(first.get(10, TimeUnit.SECONDS).phase()).isEqualTo(Identity.Phase.FORMED);
    assertThat(second.get(10, TimeUnit.SECONDS).phase()).isEqualTo(Identity.Phase.FORMED);

    // and a crash before the log was formed is no lost disk
    reopen("n1");
    assertThat(admit("n1", Wish.RESUME).phase()).isEqualTo(Identity.Phase.FORMED);
  }

  @Test
  void shouldFinishABootstrapThatTheOthersFinishedWhileItWasDown() throws Exception {
    // given n1 prepared, and its crash came after the others saw that
    open("n2");
    open("n3");
    assertThatThrownBy(() -> start("n1", Wish.BOOTSTRAP).admit(Duration.ofMillis(200)))
        .hasMessageContaining("did not answer: n2, n3");
    CompletableFuture<Identity> second = admitLater("n2", Wish.BOOTSTRAP);
    assertThat(admit("n3", Wish.BOOTSTRAP).bootstrapped()).isTrue();
    assertThat(second.get(10, TimeUnit.SECONDS).bootstrapped()).isTrue();

    // when, then
    reopen("n1");
    assertThat(admit("n1", Wish.BOOTSTRAP).phase()).isEqualTo(Identity.Phase.FORMED);
  }

  @Test
  void shouldNotPrepareBeforeItHeardEveryFounder() throws Exception {
    // given a cluster, all of it down, and n1 comes up first, with an empty disk
    bootstrapAll();
    for (String node : List.of("n1", "n2", "n3")) {
      nodes.remove(node).close();
    }
    nodes.put("n1", DataDirectory.open(directory.resolve("n1-new-disk")));

    // when, then nobody answers, and it has not begun anything
    assertThatThrownBy(() -> start("n1", Wish.BOOTSTRAP).admit(Duration.ofMillis(200)))
        .isInstanceOf(DataDirectoryException.class)
        .hasMessageContaining("did not answer: n2, n3");
    assertThat(nodes.get("n1").identity()).isEmpty();

    // when the others come while it waits, then it hears that the cluster exists
    CompletableFuture<Identity> first = admitLater("n1", Wish.BOOTSTRAP);
    open("n2");
    assertThatThrownBy(() -> first.get(10, TimeUnit.SECONDS))
        .hasMessageContaining("exists already")
        .hasMessageContaining("new node id and --join");
  }

  @Test
  void shouldNotJoinOnTheWordOfAMinority() throws Exception {
    // given n4 is a member, which n3 has not heard of; n4's disk is lost, n1 and n2 are down
    bootstrapAll();
    nodes.remove("n1").close();
    nodes.remove("n2").close();

    // when, then
    assertThatThrownBy(() -> admit("n4", Wish.JOIN))
        .isInstanceOf(DataDirectoryException.class)
        .hasMessageContaining("1 of the nodes n1, n2, n3 answer")
        .hasMessageContaining("nothing to join");
    assertThat(nodes.get("n4").identity()).isEmpty();
  }

  @Test
  void shouldNotStartFromAnEmptyDirectoryByItself() {
    assertThatThrownBy(() -> admit("n1", Wish.RESUME))
        .isInstanceOf(DataDirectoryException.class)
        .hasMessageContaining("is empty")
        .hasMessageContaining("--bootstrap")
        .hasMessageContaining("--join");
  }

  @Test
  void shouldNotBootstrapAgainAfterALostDisk() throws Exception {
    // given a cluster, and one node's directory is lost
    bootstrapAll();
    nodes.remove("n2").close();
    nodes.put("n2", DataDirectory.open(directory.resolve("n2-new-disk")));

    // when, then
    assertThatThrownBy(() -> admit("n2", Wish.BOOTSTRAP))
        .isInstanceOf(DataDirectoryException.class)
        .hasMessageContaining("exists already")
        .hasMessageContaining("new node id and --join");
    assertThatThrownBy(() -> admit("n2", Wish.JOIN))
        .isInstanceOf(DataDirectoryException.class)
        .hasMessageContaining("is a member already");
  }

  @Test
  void shouldRefuseALostLogUnderAnExistingIdentity() throws Exception {
    // given
    bootstrapAll();
    Files.createDirectories(nodes.get("n1").raft());
    Files.writeString(nodes.get("n1").raft().resolve("raft-meta"), "term=1");
    nodes.get("n1").started();
    assertThat(admit("n1", Wish.RESUME).phase()).isEqualTo(Identity.Phase.STARTED);

    // when
    Files.delete(nodes.get("n1").raft().resolve("raft-meta"));

    // then, whatever the operator says
    for (Wish wish : Wish.values()) {
      assertThatThrownBy(() -> admit("n1", wish))
          .isInstanceOf(DataDirectoryException.class)
          .hasMessageContaining("the log of node n1")
          .hasMessageContaining("new node id and --join");
    }
  }

  @Test
  void shouldRefuseTheDirectoryOfAnotherNodeOrCluster() throws Exception {
    // given
    bootstrapAll();

    // when, then
    assertThatThrownBy(
            () ->
                new FirstStart(
                        nodes.get("n1"),
                        new Claim("c", "n2", List.of(), Wish.RESUME),
                        peer -> Optional.empty())
                    .admit(PATIENCE))
        .hasMessageContaining("belongs to node n1 of cluster c, this is node n2");
    assertThatThrownBy(
            () ->
                new FirstStart(
                        nodes.get("n1"),
                        new Claim("other", "n1", List.of(), Wish.RESUME),
                        peer -> Optional.empty())
                    .admit(PATIENCE))
        .hasMessageContaining("of cluster c, this is node n1 of cluster other");
  }

  @Test
  void shouldJoinAClusterThatExists() throws Exception {
    // given
    assertThatThrownBy(() -> admit("n4", Wish.JOIN)).hasMessageContaining("nothing to join");
    bootstrapAll();

    // when
    Identity joined = admit("n4", Wish.JOIN);

    // then
    assertThat(joined).isEqualTo(new Identity("c", "n4", false, Identity.Phase.FORMED));
  }

  private void bootstrapAll() throws Exception {
    CompletableFuture<Identity> first = admitLater("n1", Wish.BOOTSTRAP);
    CompletableFuture<Identity> second = admitLater("n2", Wish.BOOTSTRAP);
    admit("n3", Wish.BOOTSTRAP);
    first.get(10, TimeUnit.SECONDS);
    second.get(10, TimeUnit.SECONDS);
    for (String node : List.of("n1", "n2", "n3")) {
      members.put(node, Set.of("n1", "n2", "n3"));
    }
  }

  private CompletableFuture<Identity> admitLater(String node, Wish wish) throws IOException {
    FirstStart start = start(node, wish);
    CompletableFuture<Identity> admitted = new CompletableFuture<>();
    Thread.startVirtualThread(
        () -> {
          try {
            admitted.complete(start.admit(PATIENCE));
          } catch (IOException | InterruptedException e) {
            admitted.completeExceptionally(e);
          }
        });
    return admitted;
  }

  private Identity admit(String node, Wish wish) throws Exception {
    return start(node, wish).admit(PATIENCE);
  }

  private FirstStart start(String node, Wish wish) throws IOException {
    DataDirectory data = nodes.get(node);
    if (data == null) {
      data = DataDirectory.open(directory.resolve(node));
      nodes.put(node, data);
    }
    List<String> others =
        List.of("n1", "n2", "n3").stream().filter(other -> !other.equals(node)).toList();
    return new FirstStart(data, new Claim("c", node, others, wish), this::ask);
  }

  private Optional<PeerIdentity.Answer> ask(String node) {
    return Optional.ofNullable(nodes.get(node))
        .map(
            data ->
                new PeerIdentity.Answer(
                    data.identity().map(Identity::clusterId).orElse(""),
                    node,
                    data.identity().map(Identity::bootstrapped).orElse(false),
                    members.getOrDefault(node, Set.of())));
  }

  /** It runs, and has not been told anything yet. */
  private void open(String node) throws IOException {
    nodes.put(node, DataDirectory.open(directory.resolve(node)));
  }

  private void reopen(String node) throws IOException {
    nodes.remove(node).close();
    open(node);
  }
}
