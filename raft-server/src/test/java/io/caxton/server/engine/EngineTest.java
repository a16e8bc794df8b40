package io.caxton.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.server.consensus.LogPosition;
import io.caxton.state.Limits;
import io.caxton.state.State;
import io.caxton.state.snapshot.SnapshotStore;
import io.caxton.v1.Command;
import io.caxton.v1.NoOp;
import io.caxton.v1.Record;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineTest {
  @TempDir Path directory;
  private Engine engine;

  @BeforeEach
  void make() throws IOException {
    ReentrantLock stateLock = new ReentrantLock();
    Snapshots snapshots =
        new Snapshots(
            SnapshotStore.open(directory),
            Limits.BUILT_IN,
            Runnable::run,
            Runnable::run,
            bytes -> {},
            Long.MAX_VALUE,
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

  private static Record record() {
    return Record.newBuilder()
        .setVersion(1)
        .addCommands(Command.newBuilder().setNoOp(NoOp.getDefaultInstance()))
        .build();
  }
}
