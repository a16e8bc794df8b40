package io.caxton.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.state.read.RouteReads;
import io.caxton.v1.Capability;
import io.caxton.v1.Command;
import io.caxton.v1.DeleteRouteRequest;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.ListRoutesRequest;
import io.caxton.v1.PutRouteRequest;
import io.caxton.v1.Refusal;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.ResolvedTarget;
import io.caxton.v1.Route;
import io.caxton.v1.RouteTarget;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouteTest {
  private final Replica replica = new Replica();

  @Test
  void shouldPutOnlyOverTheExpectedRevision() {
    // given
    Route first = put(request("r").setExpectedRevision(0));

    // when
    Refusal exists =
        replica.refusal(Command.newBuilder().setPutRoute(request("r").setExpectedRevision(0)));
    Route second = put(request("r").setExpectedRevision(first.getRevision()));
    Refusal stale =
        replica.refusal(
            Command.newBuilder()
                .setPutRoute(request("r").setExpectedRevision(first.getRevision())));
    Route third = put(request("r"));

    // then
    assertThat(exists.getReason()).isEqualTo(ErrorReason.REVISION_MISMATCH);
    assertThat(stale.getDetails(0).getValue()).isEqualTo(Long.toString(second.getRevision()));
    assertThat(third.getRevision()).isGreaterThan(second.getRevision());
    assertThat(third.getCreatedPosition()).isEqualTo(first.getRevision());
  }

  @Test
  void shouldDeleteOnlyTheExpectedRevision() {
    // given
    Route route = put(request("r"));

    // when
    Refusal mismatch = replica.refusal(delete(route.getRevision() + 1));
    boolean deleted = replica.reply(delete(route.getRevision())).hasDeleteRoute();
    Refusal unknown = replica.refusal(delete(route.getRevision()));

    // then
    assertThat(mismatch.getReason()).isEqualTo(ErrorReason.REVISION_MISMATCH);
    assertThat(deleted).isTrue();
    assertThat(unknown.getReason()).isEqualTo(ErrorReason.NOT_FOUND);
    assertThat(replica.machine.freeze().fleets()).isEmpty();
  }

  @Test
  void shouldLeadToAgentsThatRun() {
    // given
    for (String id : List.of("b", "a", "gone")) {
      replica.apply(
          Command.newBuilder()
              .setRegisterAgent(
                  RegisterAgentRequest.newBuilder()
                      .setAgentId(id)
                      .setLeaseMillis(id.equals("gone") ? 500 : 60_000)
                      .addCapabilities(Capability.newBuilder().setName("ocr"))));
    }
    replica.pass(500);
    put(
        PutRouteRequest.newBuilder()
            .setName("r")
            .addTargets(RouteTarget.newBuilder().setCapability("ocr"))
            .addTargets(RouteTarget.newBuilder().setAgentId("gone"))
            .addTargets(RouteTarget.newBuilder().setAgentId("nobody"))
            .addTargets(RouteTarget.newBuilder().setAgentId("b")));

    // when
    List<ResolvedTarget> resolved =
        RouteReads.resolve(replica.machine.freeze(), "", "r").orElseThrow();

    // then
    assertThat(resolved.get(0).getAgentsList())
        .extracting(agent -> agent.getId())
        .containsExactly("a", "b");
    assertThat(resolved.get(1).getUnavailable()).contains("LOST");
    assertThat(resolved.get(2).getUnavailable()).contains("not registered");
    assertThat(resolved.get(3).getAgentsCount()).isEqualTo(1);
    assertThat(RouteReads.resolve(replica.machine.freeze(), "", "unknown")).isEmpty();
  }

  @Test
  void shouldListByPrefixSortedByName() {
    put(request("b/2"));
    put(request("a"));
    put(request("b/1"));

    assertThat(
            RouteReads.list(
                replica.machine.freeze(),
                ListRoutesRequest.newBuilder().setNamePrefix("b/").build()))
        .extracting(Route::getName)
        .containsExactly("b/1", "b/2");
  }

  private Route put(PutRouteRequest.Builder request) {
    return replica.reply(Command.newBuilder().setPutRoute(request)).getPutRoute().getRoute();
  }

  private static PutRouteRequest.Builder request(String name) {
    return PutRouteRequest.newBuilder()
        .setName(name)
        .addTargets(RouteTarget.newBuilder().setQueue("q"));
  }

  private static Command.Builder delete(long revision) {
    return Command.newBuilder()
        .setDeleteRoute(DeleteRouteRequest.newBuilder().setName("r").setExpectedRevision(revision));
  }
}
