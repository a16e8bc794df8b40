package io.caxton.jepsen;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ListenableFuture;
import io.caxton.jepsen.client.RawCall;
import io.caxton.jepsen.client.RawError;
import io.caxton.jepsen.client.RawNode;
import io.caxton.jepsen.client.RawSession;
import io.caxton.jepsen.node.TestCluster;
import io.caxton.jepsen.node.TestNode;
import io.caxton.v1.AgentsGrpc;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.GetRouteRequest;
import io.caxton.v1.GetRouteResponse;
import io.caxton.v1.PutRouteRequest;
import io.caxton.v1.PutRouteResponse;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.RegisterAgentResponse;
import io.caxton.v1.RenewAgentsRequest;
import io.caxton.v1.RenewAgentsResponse;
import io.caxton.v1.Renewal;
import io.caxton.v1.RouteTarget;
import io.caxton.v1.RoutesGrpc;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The old leader wakes up with questions already waiting in its socket. */
@Tag("slow")
class PausedLeaderTest {
  private static final int ROUNDS = Integer.getInteger("caxton.rounds", 12);
  private static final int READS = 60;
  private static final int RENEWALS = 20;
  private static final String ROUTE = "who-leads";
  private static final String AGENT = "zombie";

  @RegisterExtension final Clusters clusters = new Clusters();

  private final Map<ErrorReason, Integer> refusals = new EnumMap<>(ErrorReason.class);
  private TestCluster cluster;
  private RawSession session;
  private int answered;

  @BeforeEach
  void start() {
    cluster = clusters.of(3).start();
    session = RawSession.open(cluster.awaitLeader().raw());
  }

  @Test
  void shouldNeverAnswerWithTheOldValueNorRenewWhenAPausedLeaderIsResumed() {
    for (int round = 1; round <= ROUNDS; round++) {
      // given a value and an agent that the leader knows
      TestNode old = cluster.awaitLeader();
      put(old.raw(), "old-" + round);
      long oldEpoch = register(old.raw());
      assertThat(read(old.raw()).getRoute().getTargets(0).getQueue()).isEqualTo("old-" + round);

      // when it stands still while the others change both
      old.pause();
      TestNode leader = cluster.awaitLeaderOtherThan(old);
      long newPosition = put(leader.raw(), "new-" + round);
      assertThat(register(leader.raw())).isEqualTo(oldEpoch + 1);

      // and calls wait in its socket when it wakes up, and more come just then
      int early = clusters.random().nextInt(READS);
      List<ListenableFuture<GetRouteResponse>> reads = new ArrayList<>();
      List<ListenableFuture<RenewAgentsResponse>> renewals = new ArrayList<>();
      List<ListenableFuture<PutRouteResponse>> writes = new ArrayList<>();
      ask(old.raw(), early, oldEpoch, reads, renewals, writes);
      old.resume();
      ask(old.raw(), READS - early, oldEpoch, reads, renewals, writes);

      // then what is answered is new, and the old epoch is dead
      for (ListenableFuture<GetRouteResponse> read : reads) {
        GetRouteResponse answer = get(read);
        if (answer != null) {
          answered++;
          assertThat(answer.getRoute().getTargets(0).getQueue())
              .as("round %d, asked after the write at %d: %s", round, newPosition, answer)
              .isNotEqualTo("old-" + round);
          assertThat(answer.getInfo().getPosition()).isGreaterThanOrEqualTo(newPosition);
        }
      }
      for (ListenableFuture<RenewAgentsResponse> renewal : renewals) {
        RenewAgentsResponse answer = get(renewal);
        if (answer != null) {
          answered++;
          assertThat(answer.getResults(0).getRefusal().getReason())
              .as("round %d, renewal of epoch %d: %s", round, oldEpoch, answer)
              .isEqualTo(ErrorReason.STALE_EPOCH);
        }
      }
      writes.forEach(this::get);
      cluster.awaitAllReady();
    }
    System.out.printf(
        "%d rounds: %d answers after resume, refused: %s%n", ROUNDS, answered, refusals);
    assertThat(refusals.getOrDefault(ErrorReason.NOT_LEADER, 0)).isPositive();
  }

  /** Writes to another name keep the old leader busy: it must not take them for a sign of life. */
  private void ask(
      RawNode old,
      int count,
      long oldEpoch,
      List<ListenableFuture<GetRouteResponse>> reads,
      List<ListenableFuture<RenewAgentsResponse>> renewals,
      List<ListenableFuture<PutRouteResponse>> writes) {
    for (int i = 0; i < count; i++) {
      reads.add(old.routesAsync().getRoute(GetRouteRequest.newBuilder().setName(ROUTE).build()));
      if (i % (READS / RENEWALS) == 0) {
        renewals.add(
            old.agentsAsync()
                .renewAgents(
                    RenewAgentsRequest.newBuilder()
                        .setCall(session.next())
                        .addRenewals(
                            Renewal.newBuilder().setAgentId(AGENT).setEpoch(oldEpoch).build())
                        .build()));
        writes.add(old.routesAsync().putRoute(route("noise", "x")));
      }
    }
  }

  private <T> T get(ListenableFuture<T> call) {
    try {
      return call.get();
    } catch (ExecutionException e) {
      refusals.merge(RawError.of((StatusRuntimeException) e.getCause()).reason(), 1, Integer::sum);
      return null;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private PutRouteRequest route(String name, String queue) {
    return PutRouteRequest.newBuilder()
        .setCall(session.next())
        .setName(name)
        .addTargets(RouteTarget.newBuilder().setQueue(queue))
        .build();
  }

  private long put(RawNode node, String queue) {
    return new RawCall<>(RoutesGrpc.getPutRouteMethod(), route(ROUTE, queue))
        .send(node)
        .applied()
        .getPosition();
  }

  private long register(RawNode node) {
    RegisterAgentRequest request =
        RegisterAgentRequest.newBuilder()
            .setCall(session.next())
            .setAgentId(AGENT)
            .setLeaseMillis(600_000)
            .build();
    RegisterAgentResponse response =
        (RegisterAgentResponse)
            new RawCall<>(AgentsGrpc.getRegisterAgentMethod(), request)
                .send(node)
                .response()
                .orElseThrow();
    return response.getAgent().getEpoch();
  }

  private static GetRouteResponse read(RawNode node) {
    return node.routes().getRoute(GetRouteRequest.newBuilder().setName(ROUTE).build());
  }
}
