package io.caxton.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.client.fake.FakeErrors;
import io.caxton.client.fake.Fault;
import io.caxton.v1.Call;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.ReadOptions;
import io.caxton.v1.Submitted;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryTest extends ClientTestBase {
  @Test
  void shouldGiveTheFirstOutcomeWhenTheAnswerWasLost() {
    // given a submit that is executed but never answered
    cluster.node(0).faults(new Fault.ExecuteInSilence());

    // when
    Submitted submitted = client().tasks().submit(task("a")).join();

    // then the same call was sent again and answered from its outcome
    assertThat(submitted.getCreated()).isTrue();
    assertThat(submitted.getTaskId()).isEqualTo("a");
    assertThat(cluster.state().executions()).isEqualTo(1);
    List<Call> calls = cluster.state().calls();
    assertThat(calls).hasSize(2);
    assertThat(calls.get(0)).isEqualTo(calls.get(1));
  }

  @Test
  void shouldGiveTheFirstOutcomeWhenTheConnectionBrokeAfterExecution() {
    cluster
        .node(0)
        .faults(
            new Fault.ExecuteThen(Status.UNAVAILABLE.asRuntimeException()),
            new Fault.ExecuteThen(FakeErrors.of(ErrorReason.OUTCOME_UNKNOWN)),
            new Fault.ExecuteThen(FakeErrors.of(ErrorReason.INTERNAL)),
            new Fault.ExecuteThen(Status.UNKNOWN.asRuntimeException()));

    Submitted submitted = client().tasks().submit(task("a")).join();

    assertThat(submitted.getCreated()).isTrue();
    assertThat(cluster.state().executions()).isEqualTo(1);
    assertThat(cluster.state().calls()).hasSize(5);
  }

  @Test
  void shouldWaitAsLongAsAnOverloadedServerAsks() {
    cluster.node(0).faults(new Fault.Refuse(FakeErrors.retryAfter(ErrorReason.OVERLOADED, 200)));
    long start = System.nanoTime();

    client().tasks().submit(task("a")).join();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(200));
  }

  @Test
  void shouldStayUnknownWhenLaterTriesAreOnlyRefusedBeforeTheLog() {
    // given one try without an answer, then refusals that say nothing of it
    cluster
        .node(0)
        .faults(new Fault.Swallow(), new Fault.Refuse(FakeErrors.of(ErrorReason.LIMIT_REACHED)));

    CaxtonException failure = failure(client().tasks().submit(task("a")));

    assertThat(failure).isInstanceOf(OutcomeUnknown.class);
    assertThat(failure.definite()).isFalse();
    assertThat(failure.reason()).isEqualTo(ErrorReason.LIMIT_REACHED);
  }

  @Test
  void shouldBeDefiniteWhenTheLogItselfRefusesAfterAnUnknownTry() {
    cluster
        .node(0)
        .faults(new Fault.Swallow(), new Fault.Refuse(FakeErrors.of(ErrorReason.STALE_EPOCH)));

    CaxtonException failure = failure(client().agents().drain(new AgentEpoch("a", 1)));

    assertThat(failure).isInstanceOf(DefiniteFailure.class);
    assertThat(failure.reason()).isEqualTo(ErrorReason.STALE_EPOCH);
    assertThat(failure.advice()).contains("stop for good");
  }

  @Test
  void shouldBeUnknownWhenNoTryWasAnsweredInTime() {
    CaxtonClient client = open(builder().callTimeout(Duration.ofMillis(700)));
    client.tasks().submit(task("first")).join();
    cluster.node(0).pause();
    long start = System.nanoTime();

    CaxtonException failure = failure(client.tasks().submit(task("a")));

    assertThat(failure).isInstanceOf(OutcomeUnknown.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(690), Duration.ofSeconds(5));
  }

  @Test
  void shouldBeDefiniteWhenNoNodeWasEverReached() {
    cluster.close();
    CaxtonClient client = open(builder().callTimeout(Duration.ofMillis(400)));

    assertThat(failure(client.tasks().submit(task("a")))).isInstanceOf(DefiniteFailure.class);
    assertThat(failure(client.tasks().get("a"))).isInstanceOf(DefiniteFailure.class);
  }

  @Test
  void shouldRefuseAtOnceWhatTheServerWillAlwaysRefuse() {
    CaxtonException failure =
        failure(client().tasks().get("unknown", ReadOptions.getDefaultInstance()));

    assertThat(failure.definite()).isTrue();
    assertThat(failure.reason()).isEqualTo(ErrorReason.NOT_FOUND);
    assertThat(cluster.node(0).requests()).isEqualTo(1);
  }

  @Test
  void shouldCarryManyCallsThroughAnElection() {
    // given a thousand calls under way, of which the old leader executed some
    CaxtonClient client = open(builder().gather(false));
    client.tasks().submit(task("first")).join();
    cluster.node(0).faults(new Fault.ExecuteInSilence(), new Fault.Swallow());
    List<CompletableFuture<Submitted>> calls =
        IntStream.range(0, 1_000).mapToObj(i -> client.tasks().submit(task("t" + i))).toList();

    // when it dies and another one leads a little later
    cluster.leadNobody();
    cluster.node(0).kill();
    cluster.lead(1);

    // then all are stored, each executed once
    calls.forEach(CompletableFuture::join);
    assertThat(cluster.state().taskCount()).isEqualTo(1_001);
    assertThat(cluster.state().executions()).isEqualTo(1_001);
  }
}
