package io.caxton.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.caxton.server.consensus.LogPosition;
import io.caxton.state.Limits;
import io.caxton.state.State;
import io.caxton.state.StateMachine;
import io.caxton.state.snapshot.SnapshotStore;
import io.caxton.v1.AppendEventsRequest;
import io.caxton.v1.Command;
import io.caxton.v1.NewEvent;
import io.caxton.v1.NoOp;
import io.caxton.v1.Record;
import io.caxton.v1.RegisterAgentRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineTest {
  /** Never reached. */
  private static final long LOG_BYTES_MAX = 1L << 50;

  private static final int EVENT_BYTES = 100_000;

  @TempDir Path directory;
  private final BlockingQueue<Runnable> writes = new LinkedBlockingQueue<>();
  private final BodyMemory bodyMemory = new BodyMemory(10 * EVENT_BYTES);
  private SnapshotStore store;
  private Engine engine;

  @BeforeEach
  void make() throws IOException {
    ReentrantLock stateLock = new ReentrantLock();
    store = SnapshotStore.open(directory);
    Snapshots snapshots =
        new Snapshots(
            store,
            Limits.BUILT_IN,
            writes::add,
            Runnable::run,
            bytes -> {},
            LOG_BYTES_MAX,
            bodyMemory,
            () -> {},
            stateLock);
    engine = new Engine(Limits.BUILT_IN, snapshots, Runnable::run, stateLock);
  }

  /** The commit index after an election is that of an entry that is no record. */
  @Test
  void shouldServeAReadAtAnIndexThatTheLogPassedWithoutARecord() {
    // given
    engine.apply(new LogPosition(1, 1), record(), Optional.empty());
    CompletableFuture<State> read = engine.views().atIndex(2);
    assertThat(read).isNotDone();

    // when
    engine.passed(new LogPosition(2, 2));

    // then
    assertThat(read).isDone();
    assertThat(read.join().position()).isEqualTo(1);
  }

  /** An entry that is no record says nothing about the state. */
  @Test
  void shouldTakeASnapshotThatIsAheadOfItsStateWhateverTheLogPassed()
      throws IOException, InterruptedException {
    // given a snapshot that came from elsewhere, and an entry behind it that the log passed first
    StateMachine other = new StateMachine(Limits.BUILT_IN);
    other.apply(record(), (index, result) -> {});
    store.write(other.freezeForSnapshot().source(), 1, 5, bytes -> {});
    engine.passed(new LogPosition(2, 6));

    // when
    LogPosition restored = engine.restore();

    // then
    assertThat(restored).isEqualTo(new LogPosition(1, 5));
    assertThat(engine.position()).isEqualTo(1);
  }

  @Test
  void shouldWaitForASnapshotBeforeBodiesFillTheHeap() throws InterruptedException {
    // given events that come faster than a snapshot is written
    apply(
        1,
        Command.newBuilder()
            .setRegisterAgent(
                RegisterAgentRequest.newBuilder().setAgentId("a").setLeaseMillis(60_000)));
    int index = 2;
    while (!bodyMemory.isFull()) {
      apply(index++, event());
    }
    assertThat(bodyMemory.isNearlyFull()).isTrue();
    assertThat(writes).hasSize(1);

    // when one more is to be applied
    int next = index;
    Thread applying = Thread.ofPlatform().start(() -> apply(next, event()));
    Awaitility.await().until(() -> applying.getState() == Thread.State.TIMED_WAITING);
    assertThat(engine.position()).isEqualTo(next - 1);

    // then it is, as soon as the snapshot is durable
    writes.take().run();
    applying.join();
    assertThat(engine.position()).isEqualTo(next);
    assertThat(bodyMemory.bytes()).isLessThan(9 * EVENT_BYTES);
  }

  private static Command.Builder event() {
    return Command.newBuilder()
        .setAppendEvents(
            AppendEventsRequest.newBuilder()
                .setAgentId("a")
                .setEpoch(1)
                .addEvents(
                    NewEvent.newBuilder().setBody(ByteString.copyFrom(new byte[EVENT_BYTES]))));
  }

  private void apply(int index, Command.Builder command) {
    engine.apply(new LogPosition(1, index), record(command), Optional.empty());
  }

  private static Record record() {
    return record(Command.newBuilder().setNoOp(NoOp.getDefaultInstance()));
  }

  private static Record record(Command.Builder command) {
    return Record.newBuilder().setVersion(1).addCommands(command).build();
  }
}
