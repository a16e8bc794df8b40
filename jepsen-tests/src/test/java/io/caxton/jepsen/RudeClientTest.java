package io.caxton.jepsen;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.caxton.client.CaxtonClient;
import io.caxton.client.GrantedTasks;
import io.caxton.jepsen.checker.ReplicaAgreement;
import io.caxton.jepsen.client.RawNode;
import io.caxton.jepsen.client.RawSession;
import io.caxton.jepsen.node.TestCluster;
import io.caxton.jepsen.node.TestNode;
import io.caxton.v1.Agent;
import io.caxton.v1.AgentState;
import io.caxton.v1.ClaimTasksRequest;
import io.caxton.v1.Grant;
import io.caxton.v1.NewTask;
import io.caxton.v1.OpenGrants;
import io.caxton.v1.StreamGrantsRequest;
import io.caxton.v1.StreamGrantsResponse;
import io.caxton.v1.SubmitTasksRequest;
import io.caxton.v1.TaskState;
import io.caxton.v1.TasksGrpc;
import io.caxton.v1.WatchRequest;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients that go away in the middle, or take and do not read. */
@Tag("slow")
class RudeClientTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  @RegisterExtension final Clusters clusters = new Clusters();

  private TestCluster cluster;
  private CaxtonClient client;
  private Ask ask;

  @BeforeEach
  void start() {
    cluster = clusters.of(3).start();
    client = clusters.closing(cluster.client());
    ask = new Ask(client);
  }

  @Test
  void shouldServeOthersWhenClientsDisconnectInTheMiddleOfCallsAndStreams() {
    TestNode leader = cluster.awaitLeader();
    for (int i = 0; i < 20; i++) {
      // given a client with a submit, a waiting claim, a watch and a grant stream under way
      Agent agent = ask.register("rude-" + i, LONG);
      RawNode rude = new RawNode("rude", leader.addresses().client());
      RawSession session = RawSession.open(rude);
      rude.tasksAsync()
          .submitTasks(
              SubmitTasksRequest.newBuilder()
                  .setCall(session.next())
                  .addTasks(NewTask.newBuilder().setId("rude-" + i).setQueue("rude"))
                  .build());
      rude.tasksAsync()
          .claimTasks(
              ClaimTasksRequest.newBuilder()
                  .setCall(session.next())
                  .setAgentId(agent.getId())
                  .setEpoch(agent.getEpoch())
                  .addQueues("waited-for")
                  .setMaxTasks(1)
                  .setLeaseMillis(2_000)
                  .setWaitMillis(60_000)
                  .build());
      io.caxton.v1.WatchesGrpc.newStub(rude.channel())
          .watch(WatchRequest.getDefaultInstance(), new Taker<>());
      open(rude, agent, "waited-for", 10, 2_000);

      // when its connection is cut, at once or a little later
      if (i % 2 == 0) {
        Awaitility.await().until(() -> ask.queue("rude").getSubmittedTotal() > 0);
      }
      rude.close();
    }

    // then others are served at once, and nobody who left takes their tasks away for long
    GrantedTasks polite = ask.agent("polite", LONG);
    for (int i = 0; i < 30; i++) {
      ask.submit("waited-" + i, "waited-for");
    }
    int[] done = {0};
    Awaitility.await()
        .atMost(Clusters.PATIENCE)
        .until(
            () -> {
              List<Grant> grants =
                  Ask.claim(polite, "waited-for", 10, LONG, Duration.ofMillis(500));
              grants.forEach(grant -> Ask.complete(polite, grant));
              done[0] += grants.size();
              return done[0] == 30;
            });
    assertThat(ask.queue("waited-for").getCompletedTotal()).isEqualTo(30);
    assertThat(ask.queue("rude").getSubmittedTotal()).isBetween(10L, 20L);
    ReplicaAgreement.check(cluster.nodes().stream().map(TestNode::raw).toList());
  }

  @Test
  void shouldBoundWhatAnUnreadGrantStreamTakesAndGiveItBackWhenItsLeaseEnds() {
    // given many tasks of 64 KiB and an agent whose stream asks for all of them and reads none
    int count = 300;
    ByteString payload = ByteString.copyFrom(new byte[64 << 10]);
    for (int i = 0; i < count; i++) {
      ask.submit(
          NewTask.newBuilder().setId("t" + i).setQueue("greedy").setPayload(payload).build());
    }
    Agent greedy = ask.register("greedy", LONG);
    RawNode rude =
        clusters.closing(new RawNode("greedy", cluster.awaitLeader().addresses().client()));
    open(rude, greedy, "greedy", 10_000, 6_000);
    Awaitility.await().until(() -> ask.queue("greedy").getRunningTasks() > 0);

    // when another agent works on the same queue
    GrantedTasks polite = ask.agent("polite", LONG);
    Set<String> done = ConcurrentHashMap.newKeySet();
    Awaitility.await()
        .atMost(Clusters.PATIENCE)
        .until(
            () -> {
              // Each redelivery or new claim of the stream would need a reader.
              List<Grant> grants = Ask.claim(polite, "greedy", 50, LONG, Duration.ofMillis(300));
              for (Grant grant : grants) {
                assertThat(done.add(grant.getTaskId())).isTrue();
                Ask.complete(polite, grant);
              }
              return done.size() == count;
            });

    // then it got them all, also those that the stream had taken
    assertThat(done)
        .isEqualTo(IntStream.range(0, count).mapToObj(i -> "t" + i).collect(Collectors.toSet()));
    assertThat(ask.queue("greedy").getCompletedTotal()).isEqualTo(count);
  }

  @Test
  void shouldDeliverLargePayloadsInAnswersThatAnyClientTakes() {
    // given tasks of together 40 MiB, and a client with gRPC's usual bound of 4 MiB
    ByteString payload = ByteString.copyFrom(new byte[1 << 20]);
    for (int i = 0; i < 40; i++) {
      ask.submit(NewTask.newBuilder().setId("t" + i).setQueue("large").setPayload(payload).build());
    }
    Agent agent = ask.register("plain", LONG);
    ManagedChannel plain =
        Grpc.newChannelBuilder(
                cluster.awaitLeader().addresses().client(), InsecureChannelCredentials.create())
            .build();
    clusters.closing(plain::shutdownNow);
    RawSession session = RawSession.open(cluster.awaitLeader().raw());

    // when it claims as many as it may
    Set<String> granted = new HashSet<>();
    for (int i = 0; i < 40 && granted.size() < 40; i++) {
      TasksGrpc.newBlockingStub(plain)
          .claimTasks(
              ClaimTasksRequest.newBuilder()
                  .setCall(session.next())
                  .setAgentId(agent.getId())
                  .setEpoch(agent.getEpoch())
                  .addQueues("large")
                  .setMaxTasks(1_000)
                  .build())
          .getGrantsList()
          .forEach(grant -> granted.add(grant.getTaskId()));
    }

    // then it gets them all, some at a time
    assertThat(granted).hasSize(40);
  }

  @Test
  void shouldGiveBackTheTasksOfAnAgentThatIsLost() {
    // given an agent that takes a task by stream and never renews
    ask.submit("t1", "lost");
    Agent mortal = ask.register("mortal", Duration.ofSeconds(2));
    RawNode rude =
        clusters.closing(new RawNode("mortal", cluster.awaitLeader().addresses().client()));
    open(rude, mortal, "lost", 1, (int) LONG.toMillis());
    Awaitility.await().until(() -> ask.queue("lost").getRunningTasks() == 1);

    // then its task goes to another when its lease has ended, with the attempt charged
    GrantedTasks heir = ask.agent("heir", LONG);
    Grant grant = Ask.claim(heir, "lost", 1, LONG, Duration.ofSeconds(10)).getFirst();
    assertThat(grant.getAttempt()).isEqualTo(2);
    assertThat(ask.agent("mortal").getState()).isEqualTo(AgentState.AGENT_STATE_LOST);
    Ask.complete(heir, grant);
    assertThat(ask.task("t1").getState()).isEqualTo(TaskState.TASK_STATE_COMPLETED);
    assertThat(ask.task("t1").getAttemptsCharged()).isEqualTo(1);
  }

  private static void open(RawNode node, Agent agent, String queue, int credit, int leaseMillis) {
    StreamObserver<StreamGrantsRequest> requests =
        node.taskStreams().streamGrants(new Taker<StreamGrantsRequest, StreamGrantsResponse>());
    requests.onNext(
        StreamGrantsRequest.newBuilder()
            .setOpen(
                OpenGrants.newBuilder()
                    .setAgentId(agent.getId())
                    .setEpoch(agent.getEpoch())
                    .addQueues(queue)
                    .setCredit(credit)
                    .setLeaseMillis(leaseMillis))
            .build());
  }

  /** Asks for nothing: what is sent to it stays on the way. */
  private static final class Taker<Q, R> implements ClientResponseObserver<Q, R> {
    @Override
    public void beforeStart(ClientCallStreamObserver<Q> call) {
      call.disableAutoRequestWithInitial(0);
    }

    @Override
    public void onNext(R response) {
      throw new AssertionError("nothing was asked for: " + response);
    }

    @Override
    public void onError(Throwable expectedAtTheEnd) {}

    @Override
    public void onCompleted() {}
  }
}
