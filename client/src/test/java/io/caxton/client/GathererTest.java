package io.caxton.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.caxton.v1.Call;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.NewTask;
import io.caxton.v1.Submitted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GathererTest extends ClientTestBase {
  @Test
  void shouldCarryManyItemsInFewCalls() {
    CaxtonClient client = client();
    client.tasks().submit(task("first")).join();

    List<CompletableFuture<Submitted>> calls = submit(client, 5_000);

    calls.forEach(CompletableFuture::join);
    assertThat(cluster.state().taskCount()).isEqualTo(5_001);
    assertThat(cluster.state().executions()).isBetween(6, 1_000);
    assertThat(client.itemsWaiting()).isZero();
  }

  @Test
  void shouldSendEachItemAloneWhenToldNotToGather() {
    CaxtonClient client = open(builder().gather(false));

    submit(client, 200).forEach(CompletableFuture::join);

    assertThat(cluster.state().executions()).isEqualTo(200);
  }

  @Test
  void shouldGiveEachCallerItsOwnResult() {
    CaxtonClient client = client();
    client.tasks().submit(task("taken")).join();
    cluster.node(0).pause();
    List<CompletableFuture<Submitted>> good = submit(client, 50);
    var other =
        client
            .tasks()
            .submit(task("taken").toBuilder().setPayload(ByteString.copyFromUtf8("x")).build());
    var same = client.tasks().submit(task("taken"));
    cluster.node(0).resume();

    assertThat(failure(other).reason()).isEqualTo(ErrorReason.ALREADY_EXISTS);
    assertThat(same.join().getCreated()).isFalse();
    for (int i = 0; i < 50; i++) {
      assertThat(good.get(i).join().getTaskId()).isEqualTo("t" + i);
    }
  }

  @Test
  void shouldFailOnlyTheMalformedItemsOfARefusedCall() {
    // given malformed items that travel with good ones
    CaxtonClient client = client();
    client.tasks().submit(task("first")).join();
    cluster.node(0).pause();
    List<CompletableFuture<Submitted>> good = submit(client, 30);
    var bad = client.tasks().submit(malformed("bad1"));
    var worse = client.tasks().submit(malformed("bad2"));
    List<CompletableFuture<Submitted>> more = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      more.add(client.tasks().submit(task("more" + i)));
    }
    cluster.node(0).resume();

    // then each of them fails by itself
    assertThat(failure(bad).reason()).isEqualTo(ErrorReason.INVALID_ARGUMENT);
    assertThat(failure(worse).reason()).isEqualTo(ErrorReason.INVALID_ARGUMENT);
    assertThat(failure(bad).fieldViolations()).hasSize(1);
    good.forEach(CompletableFuture::join);
    more.forEach(CompletableFuture::join);
    assertThat(cluster.state().taskCount()).isEqualTo(41);
    // and what was sent again went under a sequence of its own
    assertThat(cluster.state().calls().stream().map(Call::getSequence)).doesNotHaveDuplicates();
  }

  @Test
  void shouldNotSendWhatItsCallerCancelled() {
    CaxtonClient client = open(builder().callsInFlight(1));
    client.tasks().submit(task("first")).join();
    cluster.node(0).pause();
    var sent = client.tasks().submit(task("sent"));
    var cancelled = client.tasks().submit(task("cancelled"));
    var waiting = client.tasks().submit(task("waiting"));

    cancelled.cancel(false);
    cluster.node(0).resume();

    sent.join();
    waiting.join();
    assertThat(cluster.state().task("cancelled")).isEmpty();
    await().until(() -> client.itemsWaiting() == 0);
  }

  @Test
  void shouldRefuseAnItemThatNoCallCouldCarry() {
    NewTask huge = NewTask.newBuilder().setPayload(ByteString.copyFrom(new byte[3 << 20])).build();

    CaxtonException failure = failure(client().tasks().submit(huge));

    assertThat(failure.reason()).isEqualTo(ErrorReason.INVALID_ARGUMENT);
    assertThat(failure.definite()).isTrue();
  }

  @Test
  void shouldSplitItemsThatAreTooManyBytesForOneCall() {
    CaxtonClient client = open(builder().callsInFlight(1));
    client.tasks().submit(task("first")).join();
    cluster.node(0).pause();
    List<CompletableFuture<Submitted>> calls = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      calls.add(
          client
              .tasks()
              .submit(
                  NewTask.newBuilder().setPayload(ByteString.copyFrom(new byte[300_000])).build()));
    }
    cluster.node(0).resume();

    calls.forEach(CompletableFuture::join);

    // the first alone, then three a call
    assertThat(cluster.state().executions()).isEqualTo(1 + 1 + 3);
  }

  @Test
  void shouldFailFastWhenItHoldsTooMuch() {
    CaxtonClient client = open(builder().itemsWaitingMax(100).whenFull(WhenFull.FAIL));
    client.tasks().submit(task("first")).join();
    cluster.node(0).pause();
    List<CompletableFuture<Submitted>> calls = submit(client, 100);

    CaxtonException failure = failure(client.tasks().submit(task("more")));

    assertThat(failure.reason()).isEqualTo(ErrorReason.OVERLOADED);
    assertThat(failure.definite()).isTrue();
    cluster.node(0).resume();
    calls.forEach(CompletableFuture::join);
    assertThat(client.tasks().submit(task("more")).join().getCreated()).isTrue();
  }

  @Test
  void shouldBlockTheCallerUntilThereIsRoom() throws InterruptedException {
    CaxtonClient client = open(builder().itemsWaitingMax(100));
    client.tasks().submit(task("first")).join();
    cluster.node(0).pause();
    submit(client, 100);
    CountDownLatch offered = new CountDownLatch(1);
    Thread caller =
        Thread.ofVirtual()
            .start(
                () -> {
                  client.tasks().submit(task("more"));
                  offered.countDown();
                });
    assertThat(offered.await(100, TimeUnit.MILLISECONDS)).isFalse();

    cluster.node(0).resume();

    assertThat(offered.await(5, TimeUnit.SECONDS)).isTrue();
    caller.join();
  }

  @Test
  void shouldNeverBlockTheNetworkThread() {
    // given callers that submit again from within completions, over the bound
    CaxtonClient client = open(builder().itemsWaitingMax(10));
    List<CompletableFuture<Submitted>> chains = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      int chain = i;
      chains.add(
          client
              .tasks()
              .submit(task("a" + chain))
              .thenCompose(
                  a ->
                      client
                          .tasks()
                          .submit(task("b" + chain))
                          .thenCombine(client.tasks().submit(task("c" + chain)), (b, c) -> c)));
    }

    assertThat(CompletableFuture.allOf(chains.toArray(CompletableFuture[]::new)))
        .succeedsWithin(Duration.ofSeconds(5));
    assertThat(cluster.state().taskCount()).isEqualTo(30);
  }

  @Test
  void shouldAnswerAnItemInItsOwnTimeWhenItsCallGoesOn() {
    CaxtonClient client = open(builder().callsInFlight(1).callTimeout(Duration.ofMillis(600)));
    client.tasks().submit(task("first")).join();
    cluster.node(0).pause();
    var sent = client.tasks().submit(task("sent"));
    var waiting = client.tasks().submit(task("waiting"));

    assertThat(failure(sent)).isInstanceOf(OutcomeUnknown.class);
    CaxtonException failure = failure(waiting);
    cluster.node(0).resume();
    client.tasks().submit(task("after")).join();
    // It may have left in the last moment, when the call before it was given up.
    if (failure.definite()) {
      assertThat(cluster.state().task("waiting")).isEmpty();
    }
  }

  private static List<CompletableFuture<Submitted>> submit(CaxtonClient client, int count) {
    List<CompletableFuture<Submitted>> calls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      calls.add(client.tasks().submit(task("t" + i)));
    }
    return calls;
  }

  private static NewTask malformed(String id) {
    return task(id).toBuilder().setQueue("malformed!").build();
  }
}
