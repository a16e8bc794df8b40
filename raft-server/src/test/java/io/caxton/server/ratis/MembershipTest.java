package io.caxton.server.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.caxton.v1.NodeAddress;
import io.caxton.v1.NodeRole;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MembershipTest {
  @TempDir Path directory;

  @Test
  void shouldAddANodeAsListenerPromoteItAndRemoveAnother() throws Exception {
    try (TestCluster cluster = new TestCluster(directory, 3).start()) {
      // given
      for (long tick = 1; tick <= 20; tick++) {
        cluster.write(tick);
      }
      TestCluster.Node added = cluster.add("n4");
      added.start();
      assertThat(added.consensus.status().voter()).isFalse();

      // when it listens
      cluster.leader().consensus.addListener(added.address).get(20, TimeUnit.SECONDS);

      // then it follows, and has no vote
      cluster.awaitSame(added);
      assertThat(added.consensus.status().role()).isEqualTo(NodeRole.NODE_ROLE_LISTENER);
      assertThat(added.consensus.status().voter()).isFalse();
      assertThat(cluster.leader().consensus.status().members())
          .hasSize(4)
          .filteredOn(NodeAddress::getListener)
          .extracting(NodeAddress::getNodeId)
          .containsExactly("n4");
      assertThatThrownBy(
              () -> cluster.leader().consensus.addListener(added.address).get(5, TimeUnit.SECONDS))
          .hasMessageContaining("is a member already");

      // and it does so after a restart
      added.stop();
      added.start();
      cluster.write(21);
      cluster.awaitSame(added);
      assertThat(added.consensus.status().role()).isEqualTo(NodeRole.NODE_ROLE_LISTENER);

      // when it is promoted and another one removed
      cluster.leader().consensus.promote("n4").get(20, TimeUnit.SECONDS);
      await().atMost(TestCluster.PATIENCE).until(() -> added.consensus.status().voter());
      TestCluster.Node removed =
          cluster.nodes.stream()
              .filter(node -> node != added && !node.leads())
              .findFirst()
              .orElseThrow();
      cluster.leader().consensus.remove(removed.id).get(20, TimeUnit.SECONDS);

      // then the new one counts: the rest has a quorum without one more
      await()
          .atMost(TestCluster.PATIENCE)
          .until(() -> cluster.leader().consensus.status().members().size() == 3);
      removed.stop();
      TestCluster.Node third =
          cluster.nodes.stream()
              .filter(node -> node.isRunning() && node != added && !node.leads())
              .findFirst()
              .orElseThrow();
      third.stop();
      cluster.write(22);
      cluster.awaitSame(added);
      assertThat(added.state.ticks()).endsWith(22L);
      assertThat(added.halts).isEmpty();
    }
  }

  @Test
  void shouldRefuseToPromoteAStranger() throws Exception {
    try (TestCluster cluster = new TestCluster(directory, 1).start()) {
      assertThatThrownBy(() -> cluster.leader().consensus.promote("n9").get(5, TimeUnit.SECONDS))
          .hasMessageContaining("n9 is not a listener");
      assertThatThrownBy(() -> cluster.leader().consensus.remove("n1").get(5, TimeUnit.SECONDS))
          .hasMessageContaining("n1 is the last voter");
    }
  }
}
