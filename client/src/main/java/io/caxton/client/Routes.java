package io.caxton.client;

import io.caxton.v1.DeleteRouteRequest;
import io.caxton.v1.DeleteRouteResponse;
import io.caxton.v1.ExplainRouteRequest;
import io.caxton.v1.ExplainRouteResponse;
import io.caxton.v1.GetRouteRequest;
import io.caxton.v1.GetRouteResponse;
import io.caxton.v1.ListRoutesRequest;
import io.caxton.v1.ListRoutesResponse;
import io.caxton.v1.PutRouteRequest;
import io.caxton.v1.PutRouteResponse;
import io.caxton.v1.ReadOptions;
import io.caxton.v1.ResolveRouteRequest;
import io.caxton.v1.ResolveRouteResponse;
import io.caxton.v1.Route;
import io.caxton.v1.RoutesGrpc;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** The routing table of one fleet. */
public final class Routes {
  private final Core core;
  private final String fleet;

  Routes(Core core, String fleet) {
    this.core = core;
    this.fleet = fleet;
  }

  /** Creates or replaces a route as the request says; sets call and fleet. */
  public CompletableFuture<Route> put(PutRouteRequest request) {
    return core.mutate(
            RoutesGrpc.getPutRouteMethod(),
            call -> request.toBuilder().setCall(call).setFleet(fleet).build(),
            0)
        .thenApply(PutRouteResponse::getRoute);
  }

  /** Deletes a route; with a revision only if that is its revision. */
  public CompletableFuture<DeleteRouteResponse> delete(String name, OptionalLong revision) {
    DeleteRouteRequest.Builder request =
        DeleteRouteRequest.newBuilder().setFleet(fleet).setName(name);
    revision.ifPresent(request::setExpectedRevision);
    DeleteRouteRequest without = request.build();
    return core.mutate(
        RoutesGrpc.getDeleteRouteMethod(), call -> without.toBuilder().setCall(call).build(), 0);
  }

  public CompletableFuture<GetRouteResponse> get(String name, ReadOptions read) {
    return core.read(
        RoutesGrpc.getGetRouteMethod(),
        GetRouteRequest.newBuilder().setFleet(fleet).setName(name).setRead(read).build(),
        read);
  }

  /** Follows a route to agents that can take work now. */
  public CompletableFuture<ResolveRouteResponse> resolve(String name, ReadOptions read) {
    return core.read(
        RoutesGrpc.getResolveRouteMethod(),
        ResolveRouteRequest.newBuilder().setFleet(fleet).setName(name).setRead(read).build(),
        read);
  }

  /**
   * Where a message to a capability would go now and why; sets the fleet. Says what is true at the
   * answer's position only.
   */
  public CompletableFuture<ExplainRouteResponse> explain(ExplainRouteRequest request) {
    return core.read(
        RoutesGrpc.getExplainRouteMethod(),
        request.toBuilder().setFleet(fleet).build(),
        request.getRead());
  }

  /** One page; the fleet in the request is set by this call. */
  public CompletableFuture<ListRoutesResponse> list(ListRoutesRequest request) {
    return core.read(
        RoutesGrpc.getListRoutesMethod(),
        request.toBuilder().setFleet(fleet).build(),
        request.getRead());
  }
}
