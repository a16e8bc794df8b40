package io.caxton.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.server.consensus.LogPosition;
import io.caxton.state.Limits;
import io.caxton.state.ResultSink;
import io.caxton.state.State;
import io.caxton.state.StateMachine;
import io.caxton.v1.Command;
import io.caxton.v1.NoOp;
import io.caxton.v1.Record;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class ViewsTest {
  private static final ResultSink NOBODY = (index, result) -> {};

  private final StateMachine machine = new StateMachine(Limits.BUILT_IN);
  private final Views views = new Views(new ReentrantLock(), machine::freeze, Runnable::run);

  @Test
  void shouldWaitUntilTheIndexIsApplied() {
    CompletableFuture<State> view = views.atIndex(2);
    apply(1);
    assertThat(view).isNotDone();
    apply(2);
    assertThat(view.join().position()).isEqualTo(2);
  }

  /** After an election the commit index is that of a configuration entry, which is no record. */
  @Test
  void shouldServeAnIndexThatTheLogPassedWithoutARecord() {
    apply(1);
    CompletableFuture<State> view = views.atIndex(2);
    views.applied(new LogPosition(2, 2));
    assertThat(view.join().position()).isEqualTo(1);
  }

  @Test
  void shouldWaitForAPosition() {
    CompletableFuture<State> view = views.atPosition(2);
    apply(1);
    assertThat(view).isNotDone();
    apply(2);
    assertThat(view.join().position()).isEqualTo(2);
  }

  @Test
  void shouldGiveAViewThatNeverChanges() {
    apply(1);
    State before = views.newest();
    apply(2);
    assertThat(before.position()).isEqualTo(1);
    assertThat(views.newest().position()).isEqualTo(2);
  }

  private void apply(long index) {
    machine.apply(
        Record.newBuilder()
            .setVersion(1)
            .addCommands(Command.newBuilder().setNoOp(NoOp.getDefaultInstance()))
            .build(),
        NOBODY);
    views.applied(new LogPosition(1, index));
  }
}
