package io.caxton.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caxton.client.fake.FakeNode;
import io.caxton.v1.Change;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.WatchRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class WatchTest extends ClientTestBase {
  private static final class Seen implements WatchListener {
    final List<Long> positions = new CopyOnWriteArrayList<>();
    final CompletableFuture<CaxtonException> end = new CompletableFuture<>();

    @Override
    public void onChanges(List<Change> changes, long position) {
      changes.forEach(change -> positions.add(change.getPosition()));
    }

    @Override
    public void onEnd(CaxtonException failure) {
      end.complete(failure);
    }
  }

  private final Seen seen = new Seen();

  private Watch watchFrom(long position) {
    return client().watch(WatchRequest.newBuilder().setFromPosition(position).build(), seen);
  }

  private FakeNode serving() {
    return List.of(cluster.node(0), cluster.node(1), cluster.node(2)).stream()
        .filter(node -> node.watches().open() > 0)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void shouldGiveEveryChangeOnceInOrder() {
    Watch watch = watchFrom(10);
    assertThat(watch.started().join()).isEqualTo(10);

    serving().watches().publish(11, 12);
    serving().watches().publish(15);

    await().until(() -> watch.position() == 15);
    assertThat(seen.positions).containsExactly(11L, 12L, 15L);
  }

  @Test
  void shouldGoOnAtAnotherNodeFromTheLastPosition() {
    Watch watch = watchFrom(10);
    watch.started().join();
    FakeNode first = serving();
    first.watches().publish(11, 12);
    await().until(() -> watch.position() == 12);

    // when its node dies, and the next one repeats what is known already
    first.watches().forgetStreams();
    first.kill();
    await()
        .until(
            () ->
                List.of(cluster.node(0), cluster.node(1), cluster.node(2)).stream()
                    .anyMatch(node -> node.watches().open() > 0));
    FakeNode second = serving();
    second.watches().publish(12, 13);

    await().until(() -> watch.position() == 13);
    assertThat(second.watches().cursors()).containsExactly(12L);
    assertThat(seen.positions).containsExactly(11L, 12L, 13L);
  }

  @Test
  void shouldSayWhenWhatItAsksForIsCompacted() {
    for (int i = 0; i < 3; i++) {
      cluster.node(i).watches().compactBelow(100);
    }

    watchFrom(10);

    assertThat(seen.end).succeedsWithin(Duration.ofSeconds(5));
    assertThat(seen.end.join().reason()).isEqualTo(ErrorReason.COMPACTED);
    assertThat(seen.end.join().details()).containsEntry("first_position", "100");
  }

  @Test
  void shouldEndWhenTheListenerThrows() {
    CompletableFuture<CaxtonException> end = new CompletableFuture<>();
    WatchListener broken =
        new WatchListener() {
          @Override
          public void onChanges(List<Change> changes, long position) {
            throw new IllegalStateException("broken");
          }

          @Override
          public void onEnd(CaxtonException failure) {
            end.complete(failure);
          }
        };

    client().watch(WatchRequest.newBuilder().setFromPosition(1).build(), broken);

    assertThat(end).succeedsWithin(Duration.ofSeconds(5));
    assertThat(end.join()).hasMessageContaining("broken");
  }

  @Test
  void shouldBeSilentOnceClosed() {
    Watch watch = watchFrom(10);
    watch.started().join();
    FakeNode node = serving();

    watch.close();
    node.watches().publish(11);

    await().pollDelay(Duration.ofMillis(100)).until(() -> true);
    assertThat(seen.positions).isEmpty();
    assertThat(seen.end).isNotDone();
  }
}
