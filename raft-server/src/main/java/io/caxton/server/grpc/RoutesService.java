package io.caxton.server.grpc;

import io.caxton.server.error.RefusedException;
import io.caxton.server.propose.Priority;
import io.caxton.state.read.RouteReads;
import io.caxton.v1.Command;
import io.caxton.v1.DeleteRouteRequest;
import io.caxton.v1.DeleteRouteResponse;
import io.caxton.v1.GetRouteRequest;
import io.caxton.v1.GetRouteResponse;
import io.caxton.v1.ListRoutesRequest;
import io.caxton.v1.ListRoutesResponse;
import io.caxton.v1.PutRouteRequest;
import io.caxton.v1.PutRouteResponse;
import io.caxton.v1.Reply;
import io.caxton.v1.ResolveRouteRequest;
import io.caxton.v1.ResolveRouteResponse;
import io.caxton.v1.ResolvedTarget;
import io.caxton.v1.Route;
import io.caxton.v1.RoutesGrpc;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** The routing table over gRPC. */
final class RoutesService extends RoutesGrpc.RoutesImplBase {
  private final Writes writes;
  private final Reads reads;

  RoutesService(Writes writes, Reads reads) {
    this.writes = writes;
    this.reads = reads;
  }

  @Override
  public void putRoute(PutRouteRequest request, StreamObserver<PutRouteResponse> call) {
    Command command = Command.newBuilder().setPutRoute(request).build();
    writes.answer(call, command, Priority.ORDINARY, Reply::getPutRoute);
  }

  @Override
  public void deleteRoute(DeleteRouteRequest request, StreamObserver<DeleteRouteResponse> call) {
    Command command = Command.newBuilder().setDeleteRoute(request).build();
    writes.answer(call, command, Priority.ORDINARY, Reply::getDeleteRoute);
  }

  @Override
  public void getRoute(GetRouteRequest request, StreamObserver<GetRouteResponse> call) {
    Answers.send(
        call,
        () ->
            reads
                .state(request.getRead())
                .thenApply(
                    state -> {
                      Route route =
                          state
                              .route(request.getFleet(), request.getName())
                              .orElseThrow(
                                  () -> RefusedException.notFound("route", request.getName()));
                      return GetRouteResponse.newBuilder()
                          .setInfo(reads.info(state, request.getRead()))
                          .setRoute(route)
                          .build();
                    }));
  }

  @Override
  public void resolveRoute(ResolveRouteRequest request, StreamObserver<ResolveRouteResponse> call) {
    Answers.send(
        call,
        () ->
            reads
                .state(request.getRead())
                .thenApply(
                    state -> {
                      List<ResolvedTarget> targets =
                          RouteReads.resolve(state, request.getFleet(), request.getName())
                              .orElseThrow(
                                  () -> RefusedException.notFound("route", request.getName()));
                      return ResolveRouteResponse.newBuilder()
                          .setInfo(reads.info(state, request.getRead()))
                          .addAllTargets(targets)
                          .build();
                    }));
  }

  @Override
  public void listRoutes(ListRoutesRequest request, StreamObserver<ListRoutesResponse> call) {
    Answers.send(
        call,
        () ->
            reads
                .page(
                    request.getPage(), request.getRead(), state -> RouteReads.list(state, request))
                .thenApply(
                    slice ->
                        ListRoutesResponse.newBuilder()
                            .setInfo(slice.info())
                            .addAllRoutes(slice.items())
                            .setNextPageToken(slice.nextToken())
                            .build()));
  }
}
