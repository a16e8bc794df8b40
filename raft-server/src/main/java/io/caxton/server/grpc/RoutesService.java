package io.caxton.server.grpc;

import io.caxton.server.error.RefusedException;
import io.caxton.server.propose.Priority;
import io.caxton.state.Limits;
import io.caxton.state.read.RouteExplanation;
import io.caxton.state.read.RouteReads;
import io.caxton.v1.Command;
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
import io.caxton.v1.Reply;
import io.caxton.v1.ResolveRouteRequest;
import io.caxton.v1.ResolveRouteResponse;
import io.caxton.v1.RoutesGrpc;
import io.grpc.stub.StreamObserver;

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
    reads.answer(
        call,
        request,
        request.getRead(),
        (state, info) ->
            GetRouteResponse.newBuilder()
                .setInfo(info)
                .setRoute(
                    state
                        .route(request.getFleet(), request.getName())
                        .orElseThrow(() -> RefusedException.notFound("route", request.getName())))
                .build());
  }

  @Override
  public void resolveRoute(ResolveRouteRequest request, StreamObserver<ResolveRouteResponse> call) {
    reads.answer(
        call,
        request,
        request.getRead(),
        (state, info) ->
            ResolveRouteResponse.newBuilder()
                .setInfo(info)
                .addAllTargets(
                    RouteReads.resolve(state, request.getFleet(), request.getName())
                        .orElseThrow(() -> RefusedException.notFound("route", request.getName())))
                .build());
  }

  @Override
  public void explainRoute(ExplainRouteRequest request, StreamObserver<ExplainRouteResponse> call) {
    reads.answer(
        call,
        request,
        request.getRead(),
        (state, info) ->
            RouteExplanation.of(state, request, Limits.BUILT_IN.conversations())
                .setInfo(info)
                .build());
  }

  @Override
  public void listRoutes(ListRoutesRequest request, StreamObserver<ListRoutesResponse> call) {
    reads.answerPage(
        call,
        request,
        request.toBuilder().clearPage().clearRead().build(),
        request.getPage(),
        request.getRead(),
        state -> RouteReads.list(state, request),
        slice ->
            ListRoutesResponse.newBuilder()
                .setInfo(slice.info())
                .addAllRoutes(slice.items())
                .setNextPageToken(slice.nextToken())
                .build());
  }
}
