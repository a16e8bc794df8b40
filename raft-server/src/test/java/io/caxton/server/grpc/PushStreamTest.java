package io.caxton.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.server.error.RefusedException;
import io.caxton.v1.ErrorReason;
import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class PushStreamTest {
  private final PushStreams streams = new PushStreams();
  private final StreamLimit limit = new StreamLimit(10);
  private final AtomicInteger there = new AtomicInteger();

  /** So many redeliveries are refused first. */
  private final AtomicInteger overloads = new AtomicInteger();

  private boolean quorumGone;

  /** What each asked for, in the order in which it was asked. */
  private final List<String> asked = new CopyOnWriteArrayList<>();

  /** Gives one thing a take, or all again. */
  private final class Pile implements PushStream.Source<String> {
    private final String stream;
    private final long epoch;

    Pile(String stream, long epoch) {
      this.stream = stream;
      this.epoch = epoch;
    }

    @Override
    public String fleet() {
      return "";
    }

    @Override
    public String agentId() {
      return "a";
    }

    @Override
    public long epoch() {
      return epoch;
    }

    @Override
    public List<WaitingLines.Key> keys() {
      return List.of(new WaitingLines.Key("default", "a"));
    }

    @Override
    public CompletableFuture<PushStream.Delivery<String>> redeliver() {
      asked.add(stream + " redelivers");
      if (overloads.getAndDecrement() > 0) {
        return CompletableFuture.failedFuture(
            RefusedException.retryLater(ErrorReason.OVERLOADED, "too much", 20));
      }
      if (quorumGone) {
        throw RefusedException.retryLater(ErrorReason.NO_QUORUM, "alone", 50);
      }
      return CompletableFuture.completedFuture(new PushStream.Delivery<>(Optional.empty(), 0));
    }

    @Override
    public CompletableFuture<PushStream.Delivery<String>> take(int max) {
      asked.add(stream + " takes");
      there.decrementAndGet();
      return CompletableFuture.completedFuture(new PushStream.Delivery<>(Optional.of(stream), 1));
    }
  }

  private PushStream<String> open(FakeCall<String> call, WaitingLines lines, Pile pile) {
    PushStream<String> stream = new PushStream<>(call, lines, streams, limit);
    stream.begin();
    call.take(100);
    stream.open(pile, 10);
    return stream;
  }

  @Test
  void shouldEndTheOlderStreamOfTheSameAgentBeforeItRedelivers() {
    // given a stream that waits, though nobody may be at its other end any more
    WaitingLines lines = new WaitingLines((fleet, name) -> there.get() > 0, Runnable::run);
    FakeCall<String> dead = new FakeCall<>();
    open(dead, lines, new Pile("dead", 1));
    FakeCall<String> otherEpoch = new FakeCall<>();
    open(otherEpoch, lines, new Pile("other epoch", 2));

    // when its agent opens another, and something comes
    FakeCall<String> live = new FakeCall<>();
    open(live, lines, new Pile("live", 1));
    there.set(1);
    lines.ready(new WaitingLines.Key("default", "a"));
    there.set(1);
    lines.ready(new WaitingLines.Key("default", "a"));

    // then the dead one takes nothing of it
    assertThat(Status.fromThrowable(dead.error).getCode()).isEqualTo(Status.Code.ABORTED);
    assertThat(otherEpoch.error).isNull();
    assertThat(asked).doesNotContain("dead takes");
    assertThat(live.sent).isNotEmpty();
    assertThat(limit.open()).isEqualTo(2);
  }

  /** Else what comes next overtakes what was lost on the way. */
  @Test
  void shouldRedeliverAgainBeforeItTakesWhenThatWasRefusedForNow() {
    overloads.set(2);
    there.set(1);
    WaitingLines lines = new WaitingLines((fleet, name) -> there.get() > 0, Runnable::run);

    open(new FakeCall<>(), lines, new Pile("s", 1));

    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(asked)
                    .containsExactly("s redelivers", "s redelivers", "s redelivers", "s takes"));
  }

  /** A stream that neither takes nor ends would hold its agent for as long as it lives. */
  @Test
  void shouldEndWhenItCannotRedeliverAgain() {
    overloads.set(1);
    quorumGone = true;
    WaitingLines lines = new WaitingLines((fleet, name) -> false, Runnable::run);
    FakeCall<String> call = new FakeCall<>();

    open(call, lines, new Pile("s", 1));

    Awaitility.await().untilAsserted(() -> assertThat(call.error).isNotNull());
    assertThat(Status.fromThrowable(call.error).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
  }

  /** It was taken out of the line for what it never took. */
  @Test
  void shouldWakeTheNextWhenOneThatWasWokenHasEndedMeanwhile() {
    Deque<Runnable> wakes = new ArrayDeque<>();
    WaitingLines lines = new WaitingLines((fleet, name) -> there.get() > 0, wakes::add);
    PushStream<String> first = open(new FakeCall<>(), lines, new Pile("first", 1));
    FakeCall<String> second = new FakeCall<>();
    open(second, lines, new Pile("second", 2));
    asked.clear();

    there.set(1);
    lines.ready(new WaitingLines.Key("default", "a"));
    first.leave();
    while (!wakes.isEmpty()) {
      wakes.poll().run();
    }

    assertThat(asked).containsExactly("second takes");
  }

  /** One that is woken twice must not leave its place in the line to nobody. */
  @Test
  void shouldLeaveNoPlaceInTheLineBehind() {
    Deque<Runnable> wakes = new ArrayDeque<>();
    WaitingLines lines = new WaitingLines((fleet, name) -> there.get() > 0, wakes::add);
    PushStream<String> stream = open(new FakeCall<>(), lines, new Pile("only", 1));

    // woken for what is gone again; meanwhile it waits anew
    lines.ready(new WaitingLines.Key("default", "a"));
    stream.addCredit(1);
    wakes.poll().run();
    stream.leave();

    assertThat(lines.waitingAt(new WaitingLines.Key("default", "a"))).isZero();
  }

  @Test
  void shouldNotMissWhatComesWhileItBeginsToWait() {
    // given something that comes after the look and before the waiting, and is told at once
    AtomicInteger looks = new AtomicInteger();
    Executor atOnce =
        wake -> {
          Thread thread = Thread.ofVirtual().start(wake);
          try {
            thread.join(TimeUnit.MILLISECONDS.toMillis(300));
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        };
    WaitingLines lines =
        new WaitingLines(
            (fleet, name) -> {
              if (looks.incrementAndGet() == 3) {
                there.set(1);
              }
              return there.get() > 0;
            },
            atOnce);
    FakeCall<String> call = new FakeCall<>();
    PushStream<String> stream = new PushStream<>(call, lines, streams, limit);
    stream.begin();
    call.take(100);
    looks.set(0);
    stream.open(new Pile("only", 1), 0);

    // when
    looks.set(1);
    stream.addCredit(1);

    // then
    Awaitility.await().untilAsserted(() -> assertThat(call.sent).containsExactly("only"));
  }
}
