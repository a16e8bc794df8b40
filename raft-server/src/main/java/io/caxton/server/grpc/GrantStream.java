package io.caxton.server.grpc;

import io.caxton.server.error.RefusedException;
import io.caxton.server.propose.Priority;
import io.caxton.state.RequestValidator;
import io.caxton.state.Result;
import io.caxton.v1.ClaimTasksRequest;
import io.caxton.v1.ClaimTasksResponse;
import io.caxton.v1.Command;
import io.caxton.v1.OpenGrants;
import io.caxton.v1.RedeliverGrants;
import io.caxton.v1.StreamGrantsRequest;
import io.caxton.v1.StreamGrantsResponse;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** An agent's side of a stream of grants; see {@link PushStream}. */
final class GrantStream implements StreamObserver<StreamGrantsRequest> {
  private final PushStream<StreamGrantsResponse> push;
  private final Writes writes;
  private final ClaimDesk desk;

  GrantStream(PushStream<StreamGrantsResponse> push, Writes writes, ClaimDesk desk) {
    this.push = push;
    this.writes = writes;
    this.desk = desk;
  }

  @Override
  public void onNext(StreamGrantsRequest message) {
    try {
      switch (message.getMessageCase()) {
        case OPEN -> open(message.getOpen());
        case CREDIT -> push.addCredit(message.getCredit());
        case MESSAGE_NOT_SET -> throw RefusedException.invalid("message", "must be open or credit");
      }
    } catch (RuntimeException e) {
      push.fail(e);
    }
  }

  private void open(OpenGrants request) {
    writes.requireLeader();
    RefusedException.throwIf(RequestValidator.check(request));
    push.open(new Source(request), request.getCredit());
  }

  @Override
  public void onError(Throwable cause) {
    push.leave();
  }

  @Override
  public void onCompleted() {
    push.complete();
  }

  private final class Source implements PushStream.Source<StreamGrantsResponse> {
    private final OpenGrants open;
    private final ClaimTasksRequest claim;
    private final List<WaitingLines.Key> keys;

    Source(OpenGrants open) {
      this.open = open;
      claim =
          ClaimTasksRequest.newBuilder()
              .setFleet(open.getFleet())
              .setAgentId(open.getAgentId())
              .setEpoch(open.getEpoch())
              .addAllQueues(open.getQueuesList())
              .setLeaseMillis(open.getLeaseMillis())
              .build();
      keys = desk.keys(claim);
    }

    @Override
    public String fleet() {
      return open.getFleet();
    }

    @Override
    public String agentId() {
      return open.getAgentId();
    }

    @Override
    public long epoch() {
      return open.getEpoch();
    }

    @Override
    public List<WaitingLines.Key> keys() {
      return keys;
    }

    @Override
    public CompletableFuture<PushStream.Delivery<StreamGrantsResponse>> redeliver() {
      Command redeliver =
          Command.newBuilder()
              .setRedeliverGrants(
                  RedeliverGrants.newBuilder()
                      .setFleet(open.getFleet())
                      .setAgentId(open.getAgentId())
                      .setEpoch(open.getEpoch())
                      .addAllHeldGrants(open.getHeldGrantsList()))
              .build();
      return writes
          .proposeInternal(redeliver, Priority.FINISHING)
          .thenApply(result -> delivery(result, true));
    }

    @Override
    public CompletableFuture<PushStream.Delivery<StreamGrantsResponse>> take(int max) {
      return desk.claimForStream(claim.toBuilder().setMaxTasks(max).build())
          .thenApply(result -> delivery(result, false));
    }

    private PushStream.Delivery<StreamGrantsResponse> delivery(Result result, boolean again) {
      ClaimTasksResponse grants = Grants.ofClaim(result);
      if (grants.getGrantsCount() == 0) {
        return new PushStream.Delivery<>(Optional.empty(), 0);
      }
      return new PushStream.Delivery<>(
          Optional.of(
              StreamGrantsResponse.newBuilder()
                  .addAllGrants(grants.getGrantsList())
                  .setRedelivered(again)
                  .build()),
          again ? 0 : grants.getGrantsCount());
    }
  }
}
