package io.caxton.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.caxton.client.agent.Agent;
import io.caxton.v1.WatchRequest;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CloseTest extends ClientTestBase {
  @Test
  void shouldLeaveNoThreadBehind() {
    Set<Thread> before = threads();
    for (int i = 0; i < 3; i++) {
      CaxtonClient client = client();
      client.tasks().submit(task("t" + i)).join();
      client.watch(WatchRequest.getDefaultInstance(), new Deaf()).started().join();
      Agent agent = Agent.builder(client).id("a" + i).handler(task -> ByteString.EMPTY).start();
      agent.close();
      client.close();
    }

    await().untilAsserted(() -> assertThat(before).containsAll(threads()));
  }

  @Test
  void shouldFailWhatIsUnderWay() {
    CaxtonClient client = client();
    client.tasks().submit(task("first")).join();
    cluster.node(0).pause();
    CompletableFuture<?> sent = client.tasks().submit(task("a"));
    CompletableFuture<?> read = client.tasks().get("a");
    await().until(() -> cluster.node(0).requests() == 4);
    cluster.leadNobody();

    client.close();

    assertThat(failure(sent)).isInstanceOf(OutcomeUnknown.class);
    assertThat(failure(read)).isInstanceOf(DefiniteFailure.class);
    assertThat(failure(client.tasks().get("a"))).hasMessageContaining("closed");
  }

  @Test
  void shouldFailWhatWaitsForALeader() {
    cluster.leadNobody();
    CaxtonClient client = client();
    CompletableFuture<?> waiting = client.tasks().submit(task("a"));
    CompletableFuture<?> reading = client.tasks().get("a");

    client.close();

    assertThat(failure(waiting)).isInstanceOf(DefiniteFailure.class);
    assertThat(failure(reading)).isInstanceOf(DefiniteFailure.class);
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("caxton-"))
        .collect(Collectors.toSet());
  }

  private static final class Deaf implements WatchListener {
    @Override
    public void onChanges(List<io.caxton.v1.Change> changes, long position) {}

    @Override
    public void onEnd(CaxtonException failure) {}
  }
}
