package io.caxton.jepsen;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.jepsen.node.TestCluster;
import io.caxton.v1.Agent;
import io.caxton.v1.AgentState;
import io.caxton.v1.ListAgentsRequest;
import io.caxton.v1.ListAgentsResponse;
import io.caxton.v1.Page;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.Renewal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
class ManyAgentsTest {
  private static final int AGENTS = 10_000;
  private static final int LEASE_MILLIS = 300_000;
  private static final long BOUND_MILLIS = 30_000;

  @RegisterExtension final Clusters clusters = new Clusters();

  @Test
  void shouldRegisterTenThousandAgentsAtOnceAndRenewThemAll() {
    // given a fresh cluster
    TestCluster cluster = clusters.of(3).start();
    CaxtonClient client = clusters.closing(cluster.client());

    // when ten thousand agents register at one moment
    long began = System.nanoTime();
    List<CompletableFuture<Agent>> calls = new ArrayList<>();
    for (int i = 0; i < AGENTS; i++) {
      calls.add(
          client
              .agents()
              .register(
                  RegisterAgentRequest.newBuilder()
                      .setAgentId("agent-" + i)
                      .setLeaseMillis(LEASE_MILLIS)
                      .build()));
    }
    List<Agent> agents = calls.stream().map(CaxtonException::join).toList();
    long registered = millisSince(began);

    // then all are registered, once, and listed
    assertThat(agents).allMatch(agent -> agent.getEpoch() == 1);
    assertThat(list(client)).hasSize(AGENTS);
    assertThat(registered).isLessThan(BOUND_MILLIS);

    // and all renew at one moment
    began = System.nanoTime();
    List<? extends CompletableFuture<?>> renewals =
        agents.stream()
            .map(
                agent ->
                    client
                        .agents()
                        .renew(
                            Renewal.newBuilder()
                                .setAgentId(agent.getId())
                                .setEpoch(agent.getEpoch())
                                .build()))
            .toList();
    renewals.forEach(CaxtonException::join);
    System.out.printf(
        "%d agents registered in %d ms, renewed in %d ms%n",
        AGENTS, registered, millisSince(began));
  }

  private static Set<String> list(CaxtonClient client) {
    Set<String> ids = new HashSet<>();
    String token = "";
    do {
      ListAgentsResponse page =
          CaxtonException.join(
              client
                  .agents()
                  .list(
                      ListAgentsRequest.newBuilder()
                          .addStates(AgentState.AGENT_STATE_RUNNING)
                          .setPage(Page.newBuilder().setSize(1_000).setToken(token))
                          .build()));
      page.getAgentsList().forEach(agent -> assertThat(ids.add(agent.getId())).isTrue());
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return ids;
  }

  private static long millisSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }
}
