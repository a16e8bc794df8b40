package io.caxton.server.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.server.consensus.LogPosition;
import io.caxton.server.engine.BodyMemory;
import io.caxton.server.engine.Engine;
import io.caxton.server.engine.Snapshots;
import io.caxton.server.propose.FakeConsensus;
import io.caxton.state.Limits;
import io.caxton.state.State;
import io.caxton.state.snapshot.SnapshotStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadBarrierTest {
  @TempDir private Path directory;
  private final FakeConsensus consensus = new FakeConsensus();

  /** What becomes of each round; none: it throws. */
  private final Deque<CompletableFuture<TermProbe.Answer>> rounds = new ArrayDeque<>();

  private ReadBarrier barrier;

  @BeforeEach
  void applyWhatIsCommitted() throws IOException {
    ReentrantLock stateLock = new ReentrantLock();
    Snapshots snapshots =
        new Snapshots(
            SnapshotStore.open(directory),
            Limits.BUILT_IN,
            Runnable::run,
            Runnable::run,
            bytes -> {},
            Long.MAX_VALUE,
            new BodyMemory(Long.MAX_VALUE),
            () -> {},
            stateLock);
    Engine engine = new Engine(Limits.BUILT_IN, snapshots, Runnable::run, stateLock);
    engine.passed(new LogPosition(3, 10));
    barrier =
        new ReadBarrier(
            consensus, engine.views(), null, (term, others) -> rounds.pop(), Runnable::run, "n1");
  }

  @Test
  void shouldAnswerWhenAMajorityIsInItsTerm() {
    rounds.add(CompletableFuture.completedFuture(TermProbe.Answer.CONFIRMED));

    assertThat(barrier.current()).isCompleted();
  }

  @Test
  void shouldNotAnswerForALeadershipThatIsOver() {
    CompletableFuture<TermProbe.Answer> round = new CompletableFuture<>();
    rounds.add(round);
    CompletableFuture<State> read = barrier.current();

    round.complete(TermProbe.Answer.SUPERSEDED);

    assertThat(read).isCompletedExceptionally();
  }

  /** A read comes too late for a round that has begun: what it must see may be newer. */
  @Test
  void shouldProveAReadInARoundThatBeganAfterIt() {
    CompletableFuture<TermProbe.Answer> first = new CompletableFuture<>();
    CompletableFuture<TermProbe.Answer> second = new CompletableFuture<>();
    rounds.add(first);
    rounds.add(second);
    CompletableFuture<State> early = barrier.current();
    CompletableFuture<State> late = barrier.current();

    first.complete(TermProbe.Answer.CONFIRMED);
    assertThat(early).isCompleted();
    assertThat(late).isNotDone();

    second.complete(TermProbe.Answer.CONFIRMED);
    assertThat(late).isCompleted();
  }

  /** Else every later read would wait for ever. */
  @Test
  void shouldGoOnAfterARoundThatCouldNotBegin() {
    assertThat(barrier.current()).isCompletedExceptionally();

    rounds.add(CompletableFuture.completedFuture(TermProbe.Answer.CONFIRMED));
    assertThat(barrier.current()).isCompleted();
  }
}
