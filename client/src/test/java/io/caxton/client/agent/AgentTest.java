package io.caxton.client.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.caxton.client.CaxtonClient;
import io.caxton.client.fake.FakeCluster;
import io.caxton.v1.NewTask;
import io.caxton.v1.TaskState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AgentTest {
  private static final ByteString DONE = ByteString.copyFromUtf8("done");

  private final FakeCluster cluster = new FakeCluster(3);
  private final CaxtonClient client =
      CaxtonClient.builder()
          .addresses(cluster.addresses())
          .tryTimeout(Duration.ofMillis(300))
          .silence(Duration.ofMillis(100))
          .build();
  private final List<StopReason> stops = new CopyOnWriteArrayList<>();

  /** Time for the leases stands still unless a test moves it. */
  private final AtomicLong clock = new AtomicLong();

  @AfterEach
  void closeAll() {
    client.close();
    cluster.close();
  }

  private AgentBuilder agent(TaskHandler handler) {
    return Agent.builder(client)
        .id("worker")
        .concurrency(4)
        .lease(Duration.ofSeconds(10))
        .closeGrace(Duration.ofSeconds(2))
        .onStopped(stops::add)
        .clock(clock::get)
        .handler(handler);
  }

  private void submit(String... ids) {
    for (String id : ids) {
      client.tasks().submit(NewTask.newBuilder().setId(id).build()).join();
    }
  }

  private void awaitState(String id, TaskState state) {
    await()
        .untilAsserted(
            () -> assertThat(cluster.state().task(id).orElseThrow().getState()).isEqualTo(state));
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  private static void never() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  @Test
  void shouldWorkOnEveryTaskAndReportIt() {
    AtomicInteger atOnce = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Agent agent =
        agent(
                task -> {
                  most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                  Thread.sleep(2);
                  atOnce.decrementAndGet();
                  return DONE;
                })
            .start();

    IntStream.range(0, 200)
        .mapToObj(i -> client.tasks().submit(NewTask.newBuilder().setId("t" + i).build()))
        .toList()
        .forEach(CompletableFuture::join);

    await().until(() -> agent.stats().completed() == 200);
    assertThat(most.get()).isLessThanOrEqualTo(4);
    assertThat(agent.stats().held()).isZero();
    agent.close();
  }

  @Test
  void shouldTellTasksOfOneClaimApart() {
    // given a backlog, which is granted in claims whose tasks share a fence
    IntStream.range(0, 100)
        .mapToObj(i -> client.tasks().submit(NewTask.newBuilder().setId("t" + i).build()))
        .toList()
        .forEach(CompletableFuture::join);

    Agent agent = agent(task -> DONE).concurrency(50).start();

    await().until(() -> agent.stats().completed() == 100);
    assertThat(agent.stats().redelivered()).isZero();
    agent.close();
  }

  @Test
  void shouldFailTheAttemptWhenTheHandlerThrows() {
    AtomicInteger attempts = new AtomicInteger();
    Agent agent =
        agent(
                task -> {
                  if (attempts.incrementAndGet() < 3) {
                    throw new IllegalStateException("not yet");
                  }
                  return DONE;
                })
            .start();

    submit("a");

    awaitState("a", TaskState.TASK_STATE_COMPLETED);
    await().until(() -> agent.stats().failed() == 2);
    agent.close();
  }

  @Test
  void shouldEndTheTaskWhenItsFailureIsFinal() {
    Agent agent =
        agent(
                task -> {
                  throw new FinalFailure("never");
                })
            .start();

    submit("a");

    awaitState("a", TaskState.TASK_STATE_DEAD);
    agent.close();
  }

  @Test
  void shouldInterruptHandlersInTimeWhenRenewalsAreNotAccepted() {
    // given a handler that would run for ever, and a cluster that answers nothing more
    CompletableFuture<Duration> left = new CompletableFuture<>();
    CompletableFuture<Long> interruptedAt = new CompletableFuture<>();
    Agent agent =
        agent(
                task -> {
                  left.complete(task.timeLeft());
                  try {
                    never();
                  } catch (InterruptedException e) {
                    interruptedAt.complete(clock.get());
                  }
                  return DONE;
                })
            .start();
    submit("a");
    assertThat(left.join()).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(9));
    cluster.node(0).pause();

    // when the lease less its margin of a second is nearly over, it still runs
    pass(Duration.ofMillis(8_900));
    await().pollDelay(Duration.ofMillis(100)).until(() -> !interruptedAt.isDone());

    // and then it is interrupted, before the lease ends
    pass(Duration.ofMillis(200));
    assertThat(interruptedAt).succeedsWithin(Duration.ofSeconds(5));
    await().until(() -> agent.stats().interrupted() == 1);
    assertThat(agent.stopped()).isNotDone();
    cluster.node(0).resume();
    agent.close();
  }

  @Test
  void shouldGoOnWhileRenewalsAndExtensionsAreAccepted() {
    CountDownLatch finish = new CountDownLatch(1);
    Agent agent =
        agent(
                task -> {
                  finish.await();
                  return DONE;
                })
            .taskLease(Duration.ofSeconds(10))
            .start();
    submit("a");
    await().until(() -> agent.stats().running() == 1);

    for (int i = 0; i < 10; i++) {
      long renewals = agent.stats().renewals();
      int executions = cluster.state().executions();
      pass(Duration.ofSeconds(4));
      await().until(() -> agent.stats().renewals() > renewals);
      await().until(() -> cluster.state().executions() >= executions + 2);
    }

    assertThat(agent.stats().interrupted()).isZero();
    finish.countDown();
    awaitState("a", TaskState.TASK_STATE_COMPLETED);
    agent.close();
  }

  @Test
  void shouldStopForGoodWhenANewerInstanceRegistered() {
    CountDownLatch interrupted = new CountDownLatch(1);
    Agent agent = agent(interruptible(interrupted)).start();
    submit("a");
    await().until(() -> agent.stats().running() == 1);

    cluster.state().takeOver("worker");
    pass(Duration.ofSeconds(4));

    await().until(() -> !stops.isEmpty());
    assertThat(stops.getFirst().kind()).isEqualTo(StopReason.Kind.STALE_EPOCH);
    await().until(() -> interrupted.getCount() == 0);
    int executions = cluster.state().executions();
    pass(Duration.ofSeconds(20));
    await().pollDelay(Duration.ofMillis(100)).until(() -> true);
    assertThat(cluster.state().executions()).isEqualTo(executions);
    assertThat(stops).hasSize(1);
    agent.close();
  }

  @Test
  void shouldStopAHandlerWhoseGrantIsLost() {
    CountDownLatch interrupted = new CountDownLatch(1);
    AtomicInteger runs = new AtomicInteger();
    TaskHandler first = interruptible(interrupted);
    Agent agent = agent(task -> runs.getAndIncrement() == 0 ? first.handle(task) : DONE).start();
    submit("a");
    await().until(() -> agent.stats().running() == 1);

    cluster.state().endLease("a");
    pass(Duration.ofSeconds(4));

    await().until(() -> interrupted.getCount() == 0);
    await().until(() -> agent.stats().lost() == 1);
    // it comes back as a new grant
    awaitState("a", TaskState.TASK_STATE_COMPLETED);
    agent.close();
  }

  @Test
  void shouldRunARedeliveredGrantOnce() {
    List<Long> fences = new CopyOnWriteArrayList<>();
    Agent agent =
        agent(
                task -> {
                  fences.add(task.fence());
                  return DONE;
                })
            .start();
    await().until(() -> cluster.node(0).grants().open() == 1);
    cluster.node(0).grants().loseGrants(true);
    submit("a");
    assertThat(fences).isEmpty();

    // when the next renewal does not list it
    pass(Duration.ofSeconds(4));

    awaitState("a", TaskState.TASK_STATE_COMPLETED);
    assertThat(fences).hasSize(1);
    assertThat(agent.stats().redelivered()).isEqualTo(1);
    agent.close();
  }

  @Test
  void shouldGoOnAtANewLeader() {
    Agent agent = agent(task -> DONE).start();
    submit("a");
    awaitState("a", TaskState.TASK_STATE_COMPLETED);

    cluster.leadNobody();
    cluster.node(0).kill();
    cluster.lead(1);
    submit("b", "c");
    awaitState("c", TaskState.TASK_STATE_COMPLETED);
    cluster.lead(2);
    submit("d");

    awaitState("d", TaskState.TASK_STATE_COMPLETED);
    assertThat(agent.stats().streams()).isGreaterThanOrEqualTo(3);
    assertThat(agent.stopped()).isNotDone();
    agent.close();
  }

  @Test
  void shouldLetHandlersFinishWhenItCloses() {
    CountDownLatch finish = new CountDownLatch(1);
    Agent agent =
        agent(
                task -> {
                  finish.await();
                  return DONE;
                })
            .start();
    submit("a");
    await().until(() -> agent.stats().running() == 1);
    Thread closing = Thread.ofVirtual().start(agent::close);
    await().pollDelay(Duration.ofMillis(100)).until(() -> agent.stats().running() == 1);

    finish.countDown();

    await().until(() -> !closing.isAlive());
    awaitState("a", TaskState.TASK_STATE_COMPLETED);
    await().until(() -> stops.size() == 1);
    assertThat(stops.getFirst().kind()).isEqualTo(StopReason.Kind.CLOSED);
  }

  @Test
  void shouldGiveBackWhatDoesNotFinishInTime() {
    CountDownLatch interrupted = new CountDownLatch(1);
    Agent agent = agent(interruptible(interrupted)).closeGrace(Duration.ofMillis(200)).start();
    submit("a");
    await().until(() -> agent.stats().running() == 1);

    agent.close();

    assertThat(interrupted.getCount()).isZero();
    assertThat(agent.stats().released()).isEqualTo(1);
    awaitState("a", TaskState.TASK_STATE_PENDING);
  }

  /** Waits for ever and counts down when it is interrupted. */
  private static TaskHandler interruptible(CountDownLatch interrupted) {
    return task -> {
      try {
        never();
      } finally {
        interrupted.countDown();
      }
      return DONE;
    };
  }

  @Test
  void shouldExtendWhenTheHandlerAsks() {
    List<Object> seen = new CopyOnWriteArrayList<>();
    Consumer<Object> see = seen::add;
    Agent agent =
        agent(
                task -> {
                  see.accept(task.extend(Duration.ofMinutes(1)));
                  cluster.state().endLease(task.taskId());
                  see.accept(task.extend(Duration.ofMinutes(1)));
                  see.accept(task.cancelled());
                  return DONE;
                })
            .concurrency(1)
            .start();

    submit("a");

    await().until(() -> seen.size() >= 3);
    assertThat(List.copyOf(seen).subList(0, 3)).containsExactly(true, false, true);
    agent.close();
  }
}
