package io.caxton.jepsen.workload;

import io.caxton.v1.GetRouteResponse;
import io.caxton.v1.Label;
import io.caxton.v1.PutRouteRequest;
import io.caxton.v1.Route;
import io.caxton.v1.RouteTarget;
import java.util.Optional;

/**
 * A route as a register: its value is a label.
 *
 * @param value empty if the route was never put
 * @param revision what a compare-and-set must expect; 0 if the route was never put
 */
record RouteCell(Optional<Long> value, long revision) {
  private static final String LABEL = "value";

  static PutRouteRequest.Builder put(String name, long value) {
    return PutRouteRequest.newBuilder()
        .setName(name)
        .addTargets(RouteTarget.newBuilder().setQueue("nowhere"))
        .addLabels(Label.newBuilder().setKey(LABEL).setValue(Long.toString(value)));
  }

  static RouteCell of(Route route) {
    return new RouteCell(
        Optional.of(Long.parseLong(route.getLabels(0).getValue())), route.getRevision());
  }

  static RouteCell of(Optional<GetRouteResponse> read) {
    return read.map(response -> of(response.getRoute()))
        .orElseGet(() -> new RouteCell(Optional.empty(), 0));
  }

  /** As histories show it. */
  Object shown() {
    return value.orElse(null);
  }
}
