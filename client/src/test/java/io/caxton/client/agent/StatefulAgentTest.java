package io.caxton.client.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.caxton.client.AgentEpoch;
import io.caxton.client.AgentMessages;
import io.caxton.client.CaxtonClient;
import io.caxton.client.agent.state.ApplyFailure;
import io.caxton.client.agent.state.CheckpointPolicy;
import io.caxton.client.agent.state.MessageHandler;
import io.caxton.client.agent.state.Milestone;
import io.caxton.client.agent.state.ReplayMode;
import io.caxton.client.agent.state.StateType;
import io.caxton.client.agent.state.Step;
import io.caxton.client.fake.FakeCluster;
import io.caxton.client.fake.FakeErrors;
import io.caxton.client.fake.Fault;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Message;
import io.caxton.v1.NewMessage;
import io.caxton.v1.NewTask;
import io.caxton.v1.Performative;
import io.caxton.v1.TaskState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatefulAgentTest {
  private final FakeCluster cluster = new FakeCluster(3);
  private final CaxtonClient client =
      CaxtonClient.builder()
          .addresses(cluster.addresses())
          .tryTimeout(Duration.ofMillis(300))
          .silence(Duration.ofMillis(100))
          .build();
  private final AgentMessages sender = client.conversations().of(new AgentEpoch("sender", 1));
  private final List<Milestone> milestones = new CopyOnWriteArrayList<>();
  private final List<StopReason> stops = new CopyOnWriteArrayList<>();

  /** All texts so far, one after the other. */
  private static final StateType<String> TEXT =
      StateType.of(
          "text-1",
          () -> "",
          (text, event) -> {
            if (event.body().toStringUtf8().equals("poison")) {
              throw new IllegalArgumentException("cannot take it");
            }
            return text + event.body().toStringUtf8();
          },
          ByteString::copyFromUtf8,
          ByteString::toStringUtf8);

  @AfterEach
  void closeAll() {
    client.close();
    cluster.close();
  }

  private StatefulAgentBuilder<String> agent() {
    return StatefulAgent.builder(client, TEXT)
        .id("writer")
        .closeGrace(Duration.ofSeconds(2))
        .checkpoints(CheckpointPolicy.onDemand())
        .checkpointOnClose(false)
        .onMilestone(milestones::add)
        .onStopped(stops::add);
  }

  private static MessageHandler<String> appending() {
    return (text, message) -> new Step().event(message.getBody()).reply(message, "got it");
  }

  private void send(String... texts) {
    for (String text : texts) {
      sender
          .send(
              NewMessage.newBuilder()
                  .setConversationId("c")
                  .setToAgent("writer")
                  .setReplyWith("r-" + text)
                  .setBody(ByteString.copyFromUtf8(text))
                  .build())
          .join();
    }
  }

  private static String text(StatefulAgent<String> agent) {
    return agent.read(text -> text);
  }

  private void awaitEvents(String... texts) {
    await()
        .untilAsserted(() -> assertThat(cluster.state().events("writer")).containsExactly(texts));
  }

  private void awaitState(StatefulAgent<String> agent, String text) {
    await().untilAsserted(() -> assertThat(text(agent)).isEqualTo(text));
  }

  @Test
  void shouldTakeEachMessageInOneStep() {
    try (StatefulAgent<String> agent = agent().onMessage(appending()).start()) {
      send("a", "b", "c");

      awaitState(agent, "abc");
      awaitEvents("a", "b", "c");
      assertThat(cluster.state().acked()).containsExactlyInAnyOrder(1L, 2L, 3L);
      assertThat(cluster.state().sent())
          .extracting(Message::getInReplyTo)
          .containsExactly("r-a", "r-b", "r-c");
    }
  }

  @Test
  void shouldComeBackFromItsEvents() {
    try (StatefulAgent<String> agent = agent().onMessage(appending()).start()) {
      send("a", "b", "c", "d");
      awaitState(agent, "abcd");
    }

    try (StatefulAgent<String> agent = agent().onMessage(appending()).start()) {
      assertThat(text(agent)).isEqualTo("abcd");
      assertThat(agent.recovery().eventsApplied()).isEqualTo(4);
      assertThat(agent.epoch().epoch()).isEqualTo(1);
      send("e");
      awaitState(agent, "abcde");
    }
    assertThat(cluster.state().recoveries().getLast().getAppliedSeq()).isEqualTo(4);
    assertThat(milestones).contains(Milestone.REPLAYING);
  }

  @Test
  void shouldComeBackFromItsCheckpointAndTheEventsAfterIt() {
    try (StatefulAgent<String> agent = agent().onMessage(appending()).start()) {
      send("a", "b");
      awaitState(agent, "ab");
      assertThat(agent.checkpoint().join().getCoversSeq()).isEqualTo(2);
      send("c");
      awaitState(agent, "abc");
    }

    try (StatefulAgent<String> agent = agent().onMessage(appending()).start()) {
      assertThat(text(agent)).isEqualTo("abc");
      assertThat(agent.recovery().eventsApplied()).isEqualTo(1);
    }
  }

  @Test
  void shouldFallBackWhenItsCheckpointIsDamaged() {
    try (StatefulAgent<String> agent = agent().onMessage(appending()).start()) {
      send("a", "b");
      awaitState(agent, "ab");
      agent.checkpoint().join();
    }
    cluster.state().damageCheckpoint();

    try (StatefulAgent<String> agent = agent().onMessage(appending()).start()) {
      assertThat(text(agent)).isEqualTo("ab");
      assertThat(agent.recovery().begins()).isEqualTo(2);
      assertThat(cluster.state().damaged()).containsExactly(7L);
    }
  }

  @Test
  void shouldNotGiveUpACheckpointThatItsOwnCodeCannotDecode() {
    try (StatefulAgent<String> agent = agent().onMessage(appending()).start()) {
      send("a");
      awaitState(agent, "a");
      agent.checkpoint().join();
    }
    StateType<String> broken =
        StateType.of(
            "text-1",
            () -> "",
            (text, event) -> text,
            ByteString::copyFromUtf8,
            bytes -> {
              throw new IllegalArgumentException("wrong build");
            });

    StatefulAgentBuilder<String> builder =
        StatefulAgent.builder(client, broken).id("writer").onMessage(appending());
    assertThatThrownBy(builder::start).hasMessageContaining("cannot decode its checkpoint 7");

    assertThat(cluster.state().damaged()).isEmpty();
  }

  @Test
  void shouldCountAStepOnceWhoseAnswerWasLostForGood() {
    // given a commit that is executed and whose session is forgotten before it is asked again
    AtomicInteger decisions = new AtomicInteger();
    try (StatefulAgent<String> agent =
        agent()
            .onMessage(
                (text, message) -> {
                  if (decisions.getAndIncrement() == 0) {
                    cluster
                        .node(0)
                        .faults(
                            new Fault.ExecuteThen(FakeErrors.of(ErrorReason.OUTCOME_UNKNOWN)),
                            new Fault.Refuse(FakeErrors.of(ErrorReason.SESSION_EXPIRED)));
                  }
                  return new Step().event(message.getBody());
                })
            .start()) {
      send("a");
      awaitState(agent, "a");
      send("b");

      awaitState(agent, "ab");
      awaitEvents("a", "b");
      assertThat(decisions).hasValue(2);
    }
  }

  @Test
  void shouldTryAStepAgainThatWasNeverExecuted() {
    AtomicInteger decisions = new AtomicInteger();
    try (StatefulAgent<String> agent =
        agent()
            .onMessage(
                (text, message) -> {
                  if (decisions.getAndIncrement() == 0) {
                    cluster
                        .node(0)
                        .faults(
                            new Fault.Refuse(FakeErrors.of(ErrorReason.OUTCOME_UNKNOWN)),
                            new Fault.Refuse(FakeErrors.of(ErrorReason.SESSION_EXPIRED)));
                  }
                  return new Step().event(message.getBody());
                })
            .start()) {
      send("a");

      awaitState(agent, "a");
      awaitEvents("a");
      assertThat(decisions).hasValue(1);
    }
  }

  @Test
  void shouldDecideAgainWhenTheJournalMovedOnWithoutIt() {
    AtomicInteger decisions = new AtomicInteger();
    try (StatefulAgent<String> agent =
        agent()
            .onMessage(
                (text, message) -> {
                  if (decisions.getAndIncrement() == 0) {
                    cluster.state().append("writer", "", "x");
                  }
                  return new Step().event(text.length() + "");
                })
            .start()) {
      send("a");

      awaitState(agent, "x1");
      awaitEvents("x", "1");
      assertThat(decisions).hasValue(2);
    }
  }

  @Test
  void shouldCompleteATaskInTheSameStep() {
    try (StatefulAgent<String> agent =
        agent()
            .onTask((text, task) -> new Step().event(task.payload()).result("done " + text))
            .start()) {
      client
          .tasks()
          .submit(NewTask.newBuilder().setId("t").setPayload(ByteString.copyFromUtf8("a")).build())
          .join();

      awaitState(agent, "a");
      await().until(() -> agent.stats().completed() == 1);
      assertThat(cluster.state().task("t").orElseThrow().getState())
          .isEqualTo(TaskState.TASK_STATE_COMPLETED);
      assertThat(cluster.state().task("t").orElseThrow().getResult().toStringUtf8())
          .isEqualTo("done ");
    }
  }

  @Test
  void shouldGiveAMessageBackWithAllThatCameAfterItWhenItsHandlerFails() {
    AtomicInteger failures = new AtomicInteger();
    try (StatefulAgent<String> agent =
        agent()
            .onMessage(
                (text, message) -> {
                  if (message.getBody().toStringUtf8().equals("b")
                      && failures.incrementAndGet() <= 2) {
                    throw new IllegalStateException("not yet");
                  }
                  return new Step().event(message.getBody());
                })
            .start()) {
      send("a", "b", "c", "d");

      awaitState(agent, "abcd");
      assertThat(failures.get()).isEqualTo(3);
    }
  }

  @Test
  void shouldEndAMessageThatNothingCanHelpAndSaySo() {
    try (StatefulAgent<String> agent =
        agent()
            .onMessage(
                (text, message) -> {
                  if (message.getBody().toStringUtf8().equals("bad")) {
                    throw new FinalFailure("never");
                  }
                  return new Step().event(message.getBody());
                })
            .start()) {
      send("bad", "good");

      awaitState(agent, "good");
      assertThat(cluster.state().acked()).containsExactlyInAnyOrder(1L, 2L);
      assertThat(cluster.state().sent())
          .singleElement()
          .satisfies(
              reply -> {
                assertThat(reply.getPerformative()).isEqualTo(Performative.PERFORMATIVE_FAILURE);
                assertThat(reply.getInReplyTo()).isEqualTo("r-bad");
              });
    }
  }

  @Test
  void shouldSaveAgainAfterAStateThatCouldNotBeEncoded() {
    AtomicInteger failures = new AtomicInteger();
    StateType<String> type =
        StateType.of(
            "text-1",
            () -> "",
            (text, event) -> text + event.body().toStringUtf8(),
            text -> {
              if (failures.getAndDecrement() > 0) {
                throw new AssertionError("not now");
              }
              return ByteString.copyFromUtf8(text);
            },
            ByteString::toStringUtf8);
    try (StatefulAgent<String> agent =
        StatefulAgent.builder(client, type)
            .id("writer")
            .checkpoints(CheckpointPolicy.onDemand())
            .checkpointOnClose(false)
            .onMessage(appending())
            .start()) {
      send("a");
      awaitState(agent, "a");
      failures.set(1);

      assertThat(agent.checkpoint()).failsWithin(Duration.ofSeconds(5));
      assertThat(agent.checkpoint().join().getCoversSeq()).isEqualTo(1);
    }
  }

  /** Else the sender would wait for ever for what is acked. */
  @Test
  void shouldNotAckWhatItCouldNotSayThatNothingCanHelp() {
    AtomicInteger calls = new AtomicInteger();
    try (StatefulAgent<String> agent =
        agent()
            .onMessage(
                (text, message) -> {
                  if (calls.getAndIncrement() == 0) {
                    cluster
                        .node(0)
                        .faults(new Fault.Refuse(FakeErrors.of(ErrorReason.LIMIT_REACHED)));
                  }
                  throw new FinalFailure("never");
                })
            .start()) {
      send("bad");

      await().untilAsserted(() -> assertThat(cluster.state().sent()).hasSize(1));
      assertThat(cluster.state().sent().getFirst().getInReplyTo()).isEqualTo("r-bad");
      await().untilAsserted(() -> assertThat(cluster.state().acked()).containsExactly(1L));
      assertThat(calls.get()).isGreaterThan(1);
    }
  }

  @Test
  void shouldGiveAMessageBackWhoseHandlerDiesOfAnError() {
    AtomicInteger calls = new AtomicInteger();
    try (StatefulAgent<String> agent =
        agent()
            .onMessage(
                (text, message) -> {
                  if (calls.getAndIncrement() == 0) {
                    throw new AssertionError("once");
                  }
                  return new Step().event(message.getBody());
                })
            .start()) {
      send("a");

      awaitState(agent, "a");
      assertThat(cluster.state().acked()).containsExactly(1L);
    }
  }

  @Test
  void shouldStopForGoodWhenANewerInstanceIsThere() {
    StatefulAgent<String> agent = agent().onMessage(appending()).start();
    cluster.state().takeOver("writer");

    send("a");

    await().until(() -> !stops.isEmpty());
    assertThat(stops.getFirst().kind()).isEqualTo(StopReason.Kind.STALE_EPOCH);
    assertThat(cluster.state().events("writer")).isEmpty();
    assertThat(text(agent)).isEmpty();
    agent.close();
  }

  @Test
  void shouldGoOnAtANewLeader() {
    try (StatefulAgent<String> agent = agent().onMessage(appending()).start()) {
      send("a");
      awaitState(agent, "a");

      cluster.leadNobody();
      cluster.node(0).kill();
      cluster.lead(1);
      send("b");
      awaitState(agent, "ab");
      cluster.lead(2);
      send("c");

      awaitState(agent, "abc");
      awaitEvents("a", "b", "c");
    }
  }

  @Test
  void shouldReportEachEventWhenItHasToBeCareful() {
    for (String text : List.of("a", "b", "c", "d", "e")) {
      cluster.state().append("writer", "", text);
    }
    cluster.state().carefulAfter(3, 1);
    cluster.state().skip(2);

    try (StatefulAgent<String> agent = agent().onMessage(appending()).start()) {
      assertThat(text(agent)).isEqualTo("acde");
      assertThat(cluster.state().reported()).containsExactly(4L, 5L);
    }
  }

  @Test
  void shouldReportNoMoreEventsThanThePlanAsksFor() {
    for (int i = 0; i < 9; i++) {
      cluster.state().append("writer", "", Integer.toString(i));
    }
    cluster.state().carefulAfter(1, 3);
    cluster.state().skip(5);

    try (StatefulAgent<String> agent = agent().onMessage(appending()).start()) {
      assertThat(text(agent)).isEqualTo("01235678");
      assertThat(cluster.state().reported()).containsExactly(2L, 5L, 8L);
    }
  }

  @Test
  void shouldBlameAnEventThatCannotBeApplied() {
    for (String text : List.of("a", "poison", "b")) {
      cluster.state().append("writer", "", text);
    }

    StatefulAgentBuilder<String> builder = agent().onMessage(appending());
    assertThatThrownBy(builder::start)
        .isInstanceOf(ApplyFailure.class)
        .hasMessageContaining("event 2 could not be applied");

    assertThat(cluster.state().reported()).containsExactly(2L);
    assertThat(cluster.state().recoveries()).isEmpty();
  }

  @Test
  void shouldStopWhenAnEventOfItsOwnCannotBeApplied() {
    agent().onMessage(appending()).start();

    send("a", "poison", "b");

    await().until(() -> !stops.isEmpty());
    assertThat(stops.getFirst().kind()).isEqualTo(StopReason.Kind.FAILED);
    awaitEvents("a", "poison");
  }

  @Test
  void shouldSaveACheckpointWhenItsPolicyAsks() {
    try (StatefulAgent<String> agent =
        agent().checkpoints(CheckpointPolicy.everyEvents(3)).onMessage(appending()).start()) {
      send("a", "b", "c");

      await()
          .untilAsserted(
              () -> assertThat(cluster.state().checkpoint().getCoversSeq()).isEqualTo(3));
      assertThat(agent.seq()).isEqualTo(3);
    }
  }

  @Test
  void shouldSaveWhatIsNewWhenItCloses() {
    try (StatefulAgent<String> agent =
        agent().checkpointOnClose(true).onMessage(appending()).start()) {
      send("a", "b");
      awaitState(agent, "ab");
    }

    assertThat(cluster.state().checkpoint().getCoversSeq()).isEqualTo(2);
  }

  @Test
  void shouldTakeStepsOfItsOwn() {
    try (StatefulAgent<String> agent =
        agent().onMessage(appending()).onRecovered((text, plan) -> new Step().event("<")).start()) {
      agent.step(text -> new Step().event(text + "1"));

      awaitEvents("<", "<1");
      assertThat(text(agent)).isEqualTo("<<1");
    }
  }

  @Test
  void shouldInterruptAHandlerWhenTheLeaseIsInDoubt() {
    AtomicLong clock = new AtomicLong();
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    StatefulAgent<String> agent =
        agent()
            .lease(Duration.ofSeconds(10))
            .clock(clock::get)
            .onMessage(
                (text, message) -> {
                  started.countDown();
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException inTime) {
                    interrupted.countDown();
                  }
                  return new Step();
                })
            .start();
    send("a");
    await().until(() -> started.getCount() == 0);

    cluster.node(0).pause();
    clock.addAndGet(Duration.ofMillis(9_100).toNanos());

    await().until(() -> interrupted.getCount() == 0);
    cluster.node(0).resume();
    agent.close();
  }

  @Test
  void shouldRefuseAParallelReplayOfAStateWithoutPartitions() {
    assertThatThrownBy(() -> agent().replay(ReplayMode.PARALLEL))
        .hasMessageContaining("PARALLEL needs a PartitionedState");
  }
}
