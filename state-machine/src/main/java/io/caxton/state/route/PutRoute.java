package io.caxton.state.route;

import io.caxton.state.Refusals;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.Labels;
import io.caxton.v1.PutRouteRequest;
import io.caxton.v1.PutRouteResponse;
import io.caxton.v1.Refusal;
import io.caxton.v1.Reply;
import io.caxton.v1.Route;
import java.util.Optional;

/** Creates or replaces a route, if it still has the expected revision. */
public final class PutRoute {
  private final Core core;

  public PutRoute(Core core) {
    this.core = core;
  }

  public Reply apply(PutRouteRequest request) {
    Fleet fleet = core.fleets().get(request.getFleet());
    Route before = fleet == null ? null : fleet.routes().get(request.getName());
    if (request.hasExpectedRevision()) {
      Optional<Refusal> refusal =
          Refusals.unlessRevision(
              "route",
              request.getName(),
              before == null ? 0 : before.getRevision(),
              request.getExpectedRevision());
      if (refusal.isPresent()) {
        return Refusals.reply(refusal.get());
      }
    }
    if (fleet == null) {
      if (core.fleets().size() >= core.limits().fleetsMax()) {
        return Refusals.reply(Refusals.limit("fleets", core.limits().fleetsMax()));
      }
      fleet = core.fleets().add(request.getFleet());
    }
    if (before == null && fleet.routes().size() >= core.limits().routesMax()) {
      return Refusals.reply(Refusals.limit("routes", core.limits().routesMax()));
    }
    Route route = route(request, Optional.ofNullable(before));
    fleet.routes().put(route.getName(), route);
    core.feed().add(fleet.name(), route);
    if (before == null ? route.hasRouting() : differs(before, route)) {
      core.mailRouting().ruleChanged(fleet, route.getName());
    }
    return Reply.newBuilder()
        .setPutRoute(PutRouteResponse.newBuilder().setApplied(core.applied()).setRoute(route))
        .build();
  }

  private Route route(PutRouteRequest request, Optional<Route> before) {
    long position = core.progress().position();
    Route.Builder route =
        Route.newBuilder()
            .setName(request.getName())
            .addAllTargets(request.getTargetsList())
            .addAllLabels(Labels.sorted(request.getLabelsList()))
            .setRevision(position)
            .setCreatedPosition(before.map(Route::getCreatedPosition).orElse(position));
    if (request.hasRouting()) {
      route.setRouting(request.getRouting());
      before.ifPresent(stored -> route.setLastAgentId(stored.getLastAgentId()));
    }
    return route.build();
  }

  private static boolean differs(Route before, Route after) {
    return before.hasRouting() != after.hasRouting()
        || !before.getRouting().equals(after.getRouting());
  }
}
