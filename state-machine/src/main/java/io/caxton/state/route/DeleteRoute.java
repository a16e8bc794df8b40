package io.caxton.state.route;

import io.caxton.state.Refusals;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.Fleets;
import io.caxton.v1.DeleteRouteRequest;
import io.caxton.v1.DeleteRouteResponse;
import io.caxton.v1.Refusal;
import io.caxton.v1.Reply;
import io.caxton.v1.Route;
import java.util.Optional;

/** Removes a route, if it still has the expected revision. */
public final class DeleteRoute {
  private final Core core;

  public DeleteRoute(Core core) {
    this.core = core;
  }

  public Reply apply(DeleteRouteRequest request) {
    Fleet fleet = core.fleets().get(request.getFleet());
    Route route = fleet == null ? null : fleet.routes().get(request.getName());
    if (route == null) {
      return Refusals.reply(
          Refusals.notFound("route", Fleets.nameOf(request.getFleet()), request.getName()));
    }
    if (request.hasExpectedRevision()) {
      Optional<Refusal> refusal =
          Refusals.unlessRevision(
              "route", request.getName(), route.getRevision(), request.getExpectedRevision());
      if (refusal.isPresent()) {
        return Refusals.reply(refusal.get());
      }
    }
    fleet.routes().remove(route.getName());
    core.feed().addRemoved(fleet.name(), route);
    if (route.hasRouting()) {
      core.mailRouting().ruleChanged(fleet, route.getName());
    }
    return Reply.newBuilder()
        .setDeleteRoute(DeleteRouteResponse.newBuilder().setApplied(core.applied()))
        .build();
  }
}
