package io.caxton.jepsen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.caxton.client.AgentEpoch;
import io.caxton.client.AgentMessages;
import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.NewCheckpoint;
import io.caxton.jepsen.node.TestCluster;
import io.caxton.v1.AgentState;
import io.caxton.v1.BeginRecoveryRequest;
import io.caxton.v1.BeginRecoveryResponse;
import io.caxton.v1.CommitRecoveryRequest;
import io.caxton.v1.CommitRequest;
import io.caxton.v1.CommitResponse;
import io.caxton.v1.Completion;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Grant;
import io.caxton.v1.Message;
import io.caxton.v1.NewEvent;
import io.caxton.v1.NewMessage;
import io.caxton.v1.NewTask;
import io.caxton.v1.OpenConversationRequest;
import io.caxton.v1.Performative;
import io.caxton.v1.ReadEventsRequest;
import io.caxton.v1.ReadOptions;
import io.caxton.v1.RecoveryPlan;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.TaskState;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An agent that comes back, and its steps, through real servers whose leader dies. */
class RecoveriesTest {
  private static final Duration LEASE = Duration.ofMinutes(10);
  private static final Duration WAIT = Duration.ofSeconds(20);
  private static final NewCheckpoint AT_20 = new NewCheckpoint(20, "sum", "test", false);

  @RegisterExtension final Clusters clusters = new Clusters();

  private TestCluster cluster;
  private CaxtonClient client;
  private Ask ask;
  private AgentEpoch agent;
  private AgentMessages boss;

  @BeforeEach
  void start() {
    cluster = clusters.of(3).start();
    client = clusters.closing(cluster.client());
    ask = new Ask(client);
    agent = AgentEpoch.of(ask.register("a", LEASE));
    boss = client.conversations().of(AgentEpoch.of(ask.register("boss", LEASE)));
    boss.open(OpenConversationRequest.newBuilder().setConversationId("talk").build()).join();
  }

  private static NewEvent event(long value) {
    return NewEvent.newBuilder().setBody(ByteString.copyFromUtf8(Long.toString(value))).build();
  }

  private static long value(ByteString body) {
    return Long.parseLong(body.toStringUtf8());
  }

  private static NewMessage to(String agentId, long value) {
    return NewMessage.newBuilder()
        .setConversationId("talk")
        .setToAgent(agentId)
        .setPerformative(Performative.PERFORMATIVE_INFORM)
        .setBody(ByteString.copyFromUtf8(Long.toString(value)))
        .build();
  }

  private BeginRecoveryResponse begin() {
    RegisterAgentRequest registration =
        RegisterAgentRequest.newBuilder().setAgentId("a").setLeaseMillis(600_000).build();
    return CaxtonException.join(
        client
            .recoveries()
            .begin(
                BeginRecoveryRequest.newBuilder()
                    .setRegistration(registration)
                    .addSchemaIds("sum")
                    .build()));
  }

  private static ErrorReason refusal(CompletableFuture<?> call) {
    return catchThrowableOfType(CaxtonException.class, () -> CaxtonException.join(call)).reason();
  }

  @Test
  void shouldComeBackWithItsStateItsTasksAndItsMessages() throws Exception {
    // given an agent whose state is the sum of its events, with a task and a message under way
    List<NewEvent> events = new ArrayList<>();
    for (int i = 1; i <= 50; i++) {
      events.add(event(i));
    }
    CaxtonException.join(client.journals().of(agent).append(events, OptionalLong.of(0)));
    CaxtonException.join(
        client
            .checkpoints()
            .of(agent)
            .save(AT_20, Long.toString(20 * 21 / 2).getBytes(StandardCharsets.UTF_8)));
    ask.submit("t1", "work");
    Ask.claim(client.tasks().of(agent), "work", 1, LEASE, Duration.ofSeconds(10));
    boss.send(to("a", 7)).join();
    assertThat(client.conversations().of(agent).receive(1, WAIT).join()).hasSize(1);

    // when it dies with the leader, and its successor begins to recover
    cluster.awaitLeader().kill();
    BeginRecoveryResponse begun = begin();
    AgentEpoch back = AgentEpoch.of(begun.getAgent());
    RecoveryPlan plan = begun.getPlan();

    // then the plan says what is left to do
    assertThat(back.epoch()).isEqualTo(agent.epoch() + 1);
    assertThat(begun.getAgent().getState()).isEqualTo(AgentState.AGENT_STATE_RECOVERING);
    assertThat(plan.getCheckpoint().getCoversSeq()).isEqualTo(20);
    assertThat(plan.getFromSeq()).isEqualTo(21);
    assertThat(plan.getLastSeq()).isEqualTo(50);
    assertThat(plan.getTasksList()).hasSize(1);
    assertThat(plan.getInboxMessages()).isEqualTo(1);
    assertThat(plan.getConversationsList()).containsExactly("talk");
    assertThat(refusal(client.conversations().of(back).receive(1, Duration.ZERO)))
        .isEqualTo(ErrorReason.AGENT_RECOVERING);

    // and its state comes out as it was
    AtomicLong sum =
        new AtomicLong(
            value(
                client.checkpoints().load("a", plan.getCheckpoint().getVersion()).join().state()));
    client
        .journals()
        .read(
            ReadEventsRequest.newBuilder()
                .setAgentId("a")
                .setFromSeq(plan.getFromSeq())
                .setToSeq(plan.getLastSeq())
                .build(),
            (applied, end) -> applied.forEach(event -> sum.addAndGet(value(event.getBody()))))
        .done()
        .join();
    assertThat(sum).hasValue(50 * 51 / 2);
    CommitRecoveryRequest commit =
        CommitRecoveryRequest.newBuilder()
            .setAppliedSeq(49)
            .setCheckpointVersion(plan.getCheckpoint().getVersion())
            .setEventsApplied(30)
            .setTookMillis(20)
            .setReplayMillis(10)
            .build();
    assertThat(refusal(client.recoveries().commit(back, commit)))
        .isEqualTo(ErrorReason.RECOVERY_INCOMPLETE);
    assertThat(
            client
                .recoveries()
                .commit(back, commit.toBuilder().setAppliedSeq(50).build())
                .join()
                .getAgent()
                .getState())
        .isEqualTo(AgentState.AGENT_STATE_RUNNING);

    // and the message comes again, to nobody but the successor
    Message again = client.conversations().of(back).receive(1, WAIT).join().getFirst();
    assertThat(again.getDeliveryCount()).isEqualTo(2);
    assertThat(refusal(client.journals().of(agent).append(event(1))))
        .isEqualTo(ErrorReason.STALE_EPOCH);
    assertThat(metrics())
        .contains("caxton_recovery_attempts_total 1.0")
        .contains("caxton_recovered_agents_total 1.0")
        .contains("caxton_recovery_time_seconds_count 1")
        .contains("caxton_replay_speed_events_per_second 3000.0");
  }

  private String metrics() throws IOException, InterruptedException {
    URI uri = URI.create("http://" + cluster.awaitLeader().addresses().admin() + "/metrics");
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  @Test
  void shouldCountAStepOnceThoughItsMessageComesAgain() {
    // given a message that is delivered, and its step committed
    boss.send(to("a", 7)).join();
    ask.submit("t1", "work");
    Grant grant =
        Ask.claim(client.tasks().of(agent), "work", 1, LEASE, Duration.ofSeconds(10)).getFirst();
    Message message = client.conversations().of(agent).receive(1, WAIT).join().getFirst();
    CommitRequest step =
        CommitRequest.newBuilder()
            .setExpectedLastSeq(0)
            .addEvents(event(7))
            .addAcks(AgentMessages.id(message))
            .addCompletions(Completion.newBuilder().setTaskId("t1").setFence(grant.getFence()))
            .addMessages(to("boss", 8))
            .addTasks(NewTask.newBuilder().setId("t2").setQueue("work"))
            .build();
    CommitResponse committed = client.commits().commit(agent, step).join();
    assertThat(committed.getLastSeq()).isEqualTo(1);
    assertThat(committed.getSent(0).getSeq()).isEqualTo(2);
    assertThat(ask.task("t1").getState()).isEqualTo(TaskState.TASK_STATE_COMPLETED);
    assertThat(ask.task("t2").getState()).isEqualTo(TaskState.TASK_STATE_PENDING);

    // when somebody does the step again, after a change of leaders
    cluster.awaitLeader().kill();
    CommitRequest again =
        CommitRequest.newBuilder()
            .addEvents(event(7))
            .addAcks(AgentMessages.id(message))
            .addMessages(to("boss", 8))
            .build();
    assertThat(refusal(client.commits().commit(agent, again))).isEqualTo(ErrorReason.NOT_FOUND);

    // then nothing of it happened
    var journal = client.journals().get("a", ReadOptions.getDefaultInstance()).join();
    assertThat(journal.getJournal().getLastSeq()).isEqualTo(1);
    assertThat(boss.receive(10, WAIT).join()).hasSize(1);
    assertThat(boss.receive(10, Duration.ofMillis(200)).join()).isEmpty();
  }
}
