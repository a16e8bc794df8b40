package io.caxton.jepsen.sim.model;

import io.caxton.v1.DeleteRouteRequest;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.PutRouteRequest;
import io.caxton.v1.Route;

/** Routes: a compare-and-set on the revision, where one is expected. */
final class RouteRules {
  private final Model model;

  RouteRules(Model model) {
    this.model = model;
  }

  String put(PutRouteRequest request) {
    FleetModel fleet = model.fleet(request.getFleet());
    Route before = fleet.routes.get(request.getName());
    long revision = before == null ? 0 : before.getRevision();
    if (request.hasExpectedRevision() && request.getExpectedRevision() != revision) {
      return ErrorReason.REVISION_MISMATCH.name();
    }
    if (!model.admit(fleet)) {
      return ErrorReason.LIMIT_REACHED.name();
    }
    if (before == null && fleet.routes.size() >= model.limits.routesMax()) {
      return ErrorReason.LIMIT_REACHED.name();
    }
    Route route =
        Route.newBuilder()
            .setName(request.getName())
            .addAllTargets(request.getTargetsList())
            .setRevision(model.position)
            .setCreatedPosition(before == null ? model.position : before.getCreatedPosition())
            .build();
    fleet.routes.put(route.getName(), route);
    return Summary.routed(route.getRevision(), route.getCreatedPosition());
  }

  String delete(DeleteRouteRequest request) {
    FleetModel fleet = model.fleet(request.getFleet());
    Route before = fleet.routes.get(request.getName());
    if (before == null) {
      return ErrorReason.NOT_FOUND.name();
    }
    if (request.hasExpectedRevision() && request.getExpectedRevision() != before.getRevision()) {
      return ErrorReason.REVISION_MISMATCH.name();
    }
    fleet.routes.remove(request.getName());
    return "ok";
  }
}
