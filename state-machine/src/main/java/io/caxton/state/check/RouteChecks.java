package io.caxton.state.check;

import io.caxton.v1.DeleteRouteRequest;
import io.caxton.v1.PutRouteRequest;
import io.caxton.v1.RouteStrategy;
import io.caxton.v1.RouteTarget;
import io.caxton.v1.Routing;
import io.caxton.v1.VersionMatch;

/** Requests about routes. */
final class RouteChecks {
  private static final int TARGETS_MAX = 64;
  private static final int WEIGHT_MAX = 1_000_000;

  private RouteChecks() {}

  static void check(Checks checks, PutRouteRequest request) {
    CommonChecks.call(checks, request.getCall());
    CommonChecks.fleet(checks, request.getFleet());
    CommonChecks.route(checks, request.getName());
    CommonChecks.labels(checks, Path.ROOT, request.getLabelsList());
    int targets = request.getTargetsCount();
    if (targets < 1 || targets > TARGETS_MAX) {
      checks.fail(
          Path.ROOT, "targets", targets + " long", "it must have 1 to " + TARGETS_MAX + " items");
    }
    for (int i = 0; i < targets && !checks.failed(); i++) {
      target(checks, Path.ROOT.in("targets", i), request.getTargets(i));
    }
    if (request.hasRouting()) {
      routing(checks, request);
    }
  }

  private static void routing(Checks checks, PutRouteRequest request) {
    boolean own =
        request.getTargetsCount() == 1
            && request.getTargets(0).getCapability().equals(request.getName());
    if (!own) {
      checks.fail(
          Path.ROOT,
          "routing",
          "given",
          "only a route whose one target is the capability of its own name may have it");
    }
    Path path = Path.ROOT.in("routing");
    Routing routing = request.getRouting();
    if (routing.getStrategy() == RouteStrategy.UNRECOGNIZED) {
      checks.fail(
          path, "strategy", Integer.toString(routing.getStrategyValue()), "it must be 0 to 3");
    }
    if (routing.getVersionMatch() == VersionMatch.UNRECOGNIZED) {
      checks.fail(
          path,
          "version_match",
          Integer.toString(routing.getVersionMatchValue()),
          "it must be 0 to 2");
    }
    CommonChecks.labels(checks, path, "selector", routing.getSelectorList());
  }

  static void check(Checks checks, DeleteRouteRequest request) {
    CommonChecks.call(checks, request.getCall());
    CommonChecks.fleet(checks, request.getFleet());
    CommonChecks.route(checks, request.getName());
  }

  private static void target(Checks checks, Path item, RouteTarget target) {
    checks.range(item, "weight", target.getWeight(), 0, WEIGHT_MAX);
    switch (target.getTargetCase()) {
      case AGENT_ID -> CommonChecks.agent(checks, item, target.getAgentId());
      case CAPABILITY ->
          CommonChecks.capability(checks, item, "capability", target.getCapability());
      case QUEUE -> CommonChecks.queueGiven(checks, item, "queue", target.getQueue());
      case TARGET_NOT_SET ->
          checks.fail(item, "target", "not given", "one of agent_id, capability and queue must be");
    }
  }
}
