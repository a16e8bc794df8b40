package io.caxton.server.propose;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import com.google.protobuf.ByteString;
import io.caxton.server.consensus.NotAppendedException;
import io.caxton.server.consensus.OutcomeUnknownException;
import io.caxton.server.error.RefusedException;
import io.caxton.state.Effect;
import io.caxton.state.Result;
import io.caxton.v1.Command;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.NewTask;
import io.caxton.v1.NoOp;
import io.caxton.v1.Reply;
import io.caxton.v1.SubmitTasksRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProposerTest {
  private static final Command NO_OP =
      Command.newBuilder().setNoOp(NoOp.getDefaultInstance()).build();
  private static final long PENDING_BYTES_MAX = 1_000_000;

  private final AtomicLong nanos = new AtomicLong();
  private final FakeConsensus consensus = new FakeConsensus();
  private final LeaderClock clock = new LeaderClock(nanos::get, () -> 0);
  private final List<Effect> performed = new ArrayList<>();
  private final Proposer proposer =
      new Proposer(
          consensus,
          clock,
          new Proposer.Bounds(2, 65_536, PENDING_BYTES_MAX, 1_000),
          Runnable::run,
          performed::add,
          nanos::get,
          new MetricRegistry());

  @BeforeEach
  void leads() {
    clock.start(100, 1);
    proposer.open(3);
  }

  @Test
  void shouldProposeALoneCommandAtOnce() {
    proposer.propose(NO_OP, Priority.ORDINARY);
    assertThat(consensus.log).hasSize(1);
    assertThat(record(0).getTick()).isEqualTo(100);
  }

  @Test
  void shouldGatherWhatWaitsWhileRecordsAreInFlight() {
    for (int i = 0; i < 12; i++) {
      proposer.propose(NO_OP, Priority.ORDINARY);
    }
    assertThat(consensus.log).hasSize(2);
    apply(0);
    assertThat(consensus.log).hasSize(3);
    assertThat(record(2).getCommandsCount()).isEqualTo(10);
  }

  @Test
  void shouldBoundARecordByBytesButLetOneLargeCommandPass() {
    proposer.propose(submit(200_000), Priority.ORDINARY);
    assertThat(record(0).getCommandsCount()).isEqualTo(1);
    proposer.propose(NO_OP, Priority.ORDINARY);
    proposer.propose(submit(40_000), Priority.ORDINARY);
    proposer.propose(submit(40_000), Priority.ORDINARY);
    apply(0);
    assertThat(record(2).getCommandsCount()).isEqualTo(1);
  }

  @Test
  void shouldAnswerEachCommandWithItsOwnResultAndThenPerformTheEffects() {
    CompletableFuture<Result> answer = proposer.propose(NO_OP, Priority.ORDINARY);
    assertThat(answer).isNotDone();
    apply(0);
    assertThat(answer.join().position()).isEqualTo(1);
    assertThat(performed).containsExactly(new Effect.QueueReady("f", "q", ""));
  }

  @Test
  void shouldRefuseNewWorkFirstWhenTooMuchWaits() {
    // Above half of the bound.
    proposer.propose(submit(550_000), Priority.ORDINARY);
    assertThat(reason(proposer.propose(submit(10), Priority.NEW_WORK)))
        .isEqualTo(ErrorReason.OVERLOADED);
    assertThat(proposer.propose(submit(10), Priority.ORDINARY)).isNotDone();
    proposer.propose(submit(400_000), Priority.FINISHING);
    assertThat(reason(proposer.propose(submit(10), Priority.ORDINARY)))
        .isEqualTo(ErrorReason.OVERLOADED);
    assertThat(proposer.propose(submit(10), Priority.FINISHING)).isNotDone();
  }

  @Test
  void shouldGiveTheBytesBackWhenARecordIsDone() {
    proposer.propose(submit(500_000), Priority.ORDINARY);
    apply(0);
    assertThat(proposer.pendingBytes()).isZero();
  }

  @Test
  void shouldSayDefinitelyNotWhenItWasNotAppended() {
    CompletableFuture<Result> answer = proposer.propose(NO_OP, Priority.ORDINARY);
    fail(0, new NotAppendedException(NotAppendedException.Reason.NOT_LEADER, ""));
    assertThat(reason(answer)).isEqualTo(ErrorReason.NOT_LEADER);
  }

  @Test
  void shouldSayUnknownWhenItMayStillCommit() {
    CompletableFuture<Result> answer = proposer.propose(NO_OP, Priority.ORDINARY);
    fail(0, new OutcomeUnknownException("leadership lost"));
    assertThat(reason(answer)).isEqualTo(ErrorReason.OUTCOME_UNKNOWN);
  }

  @Test
  void shouldSayUnknownForWhatIsInFlightAndDefinitelyNotForWhatStillWaitsAfterTheWriteTimeout() {
    CompletableFuture<Result> one = proposer.propose(NO_OP, Priority.ORDINARY);
    proposer.propose(NO_OP, Priority.ORDINARY);
    CompletableFuture<Result> waiting = proposer.propose(NO_OP, Priority.ORDINARY);
    nanos.addAndGet(1_001_000_000);
    proposer.expire();
    assertThat(reason(one)).isEqualTo(ErrorReason.OUTCOME_UNKNOWN);
    assertThat(reason(waiting)).isEqualTo(ErrorReason.NO_QUORUM);
    // What is refused as definite must never be proposed later.
    apply(0);
    assertThat(consensus.log).hasSize(2);
  }

  @Test
  void shouldRefuseWhatWaitsWhenLeadershipEndsAndTakeNothingMore() {
    proposer.propose(NO_OP, Priority.ORDINARY);
    proposer.propose(NO_OP, Priority.ORDINARY);
    CompletableFuture<Result> waiting = proposer.propose(NO_OP, Priority.ORDINARY);
    proposer.close();
    assertThat(reason(waiting)).isEqualTo(ErrorReason.NOT_LEADER);
    assertThat(reason(proposer.propose(NO_OP, Priority.ORDINARY))).isEqualTo(ErrorReason.NOT_READY);
    apply(0);
    assertThat(consensus.log).hasSize(2);
  }

  private io.caxton.v1.Record record(int index) {
    return consensus.log.get(index).proposal().record();
  }

  private void apply(int index) {
    Batch batch = (Batch) consensus.log.get(index).proposal();
    for (int i = 0; i < batch.record().getCommandsCount(); i++) {
      batch.accept(
          i,
          new Result(
              i + 1,
              false,
              Reply.getDefaultInstance(),
              List.of(),
              List.of(),
              List.of(new Effect.QueueReady("f", "q", ""))));
    }
    consensus.log.get(index).applied().complete(null);
  }

  private void fail(int index, RuntimeException cause) {
    consensus.log.get(index).applied().completeExceptionally(cause);
  }

  private static ErrorReason reason(CompletableFuture<Result> answer) {
    assertThat(answer).isCompletedExceptionally();
    return ((RefusedException) answer.exceptionNow()).refusal().getReason();
  }

  private static Command submit(int payloadBytes) {
    return Command.newBuilder()
        .setSubmitTasks(
            SubmitTasksRequest.newBuilder()
                .addTasks(
                    NewTask.newBuilder().setPayload(ByteString.copyFrom(new byte[payloadBytes]))))
        .build();
  }
}
