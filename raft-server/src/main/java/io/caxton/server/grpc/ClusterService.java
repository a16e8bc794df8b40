package io.caxton.server.grpc;

import io.caxton.server.consensus.Consensus;
import io.caxton.server.consensus.ConsensusStatus;
import io.caxton.server.consensus.OutcomeUnknownException;
import io.caxton.server.engine.Views;
import io.caxton.server.error.RefusedException;
import io.caxton.state.RequestValidator;
import io.caxton.state.State;
import io.caxton.v1.ChangeMembersRequest;
import io.caxton.v1.ChangeMembersResponse;
import io.caxton.v1.ClusterGrpc;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.GetDigestRequest;
import io.caxton.v1.GetDigestResponse;
import io.caxton.v1.GetNodeRequest;
import io.caxton.v1.GetNodeResponse;
import io.caxton.v1.TakeSnapshotRequest;
import io.caxton.v1.TakeSnapshotResponse;
import io.caxton.v1.TransferLeadershipRequest;
import io.caxton.v1.TransferLeadershipResponse;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What an operator sees and does; see the proto. */
final class ClusterService extends ClusterGrpc.ClusterImplBase {
  private static final long WAIT_MILLIS = 30_000;
  private static final long RETRY_MILLIS = 500;

  private final Supplier<GetNodeResponse> node;
  private final Consensus consensus;
  private final Views views;
  private final Executor blocking;

  ClusterService(
      Supplier<GetNodeResponse> node, Consensus consensus, Views views, Executor blocking) {
    this.node = node;
    this.consensus = consensus;
    this.views = views;
    this.blocking = blocking;
  }

  @Override
  public void getNode(GetNodeRequest request, StreamObserver<GetNodeResponse> call) {
    Answers.send(call, () -> CompletableFuture.completedFuture(node.get()));
  }

  @Override
  public void transferLeadership(
      TransferLeadershipRequest request, StreamObserver<TransferLeadershipResponse> call) {
    Optional<String> to = Optional.of(request.getNodeId()).filter(id -> !id.isEmpty());
    Answers.send(
        call,
        () -> {
          RefusedException.throwIf(RequestValidator.check(request));
          Consensus leader = leader();
          to.ifPresent(this::requireMember);
          return leader
              .transferLeadership(to)
              .handle(ClusterService::orNotNow)
              .thenApply(id -> TransferLeadershipResponse.newBuilder().setLeaderId(id).build());
        });
  }

  private void requireMember(String nodeId) {
    if (consensus.status().members().stream().noneMatch(m -> m.getNodeId().equals(nodeId))) {
      throw RefusedException.notFound("node", nodeId);
    }
  }

  /** What consensus refuses here is refused for now: nobody who can lead, or not caught up. */
  private static <T> T orNotNow(T done, Throwable failure) {
    if (failure == null) {
      return done;
    }
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof OutcomeUnknownException) {
      throw RefusedException.of(ErrorReason.OUTCOME_UNKNOWN, cause.getMessage());
    }
    throw RefusedException.retryLater(
        ErrorReason.NOT_READY, "not now: " + cause.getMessage(), RETRY_MILLIS);
  }

  @Override
  public void takeSnapshot(TakeSnapshotRequest request, StreamObserver<TakeSnapshotResponse> call) {
    Answers.send(
        call,
        () ->
            consensus
                .takeSnapshot()
                .thenApply(
                    at ->
                        TakeSnapshotResponse.newBuilder()
                            .setSnapshotIndex(at.index())
                            .setPosition(views.newest().position())
                            .build()));
  }

  /** Off the apply thread and off the reply threads: it reads the whole state. */
  @Override
  public void getDigest(GetDigestRequest request, StreamObserver<GetDigestResponse> call) {
    Answers.send(
        call,
        () -> {
          Reads.check(request);
          return views
              .atPosition(request.getMinPosition())
              .orTimeout(WAIT_MILLIS, TimeUnit.MILLISECONDS)
              .thenApplyAsync(this::digest, blocking);
        });
  }

  private GetDigestResponse digest(State state) {
    return GetDigestResponse.newBuilder()
        .setPosition(state.position())
        .setDigest(state.digest())
        .build();
  }

  @Override
  public void changeMembers(
      ChangeMembersRequest request, StreamObserver<ChangeMembersResponse> call) {
    Answers.send(
        call,
        () -> {
          RefusedException.throwIf(RequestValidator.check(request));
          return change(leader(), request)
              .handle(ClusterService::orNotNow)
              .thenApply(
                  done ->
                      ChangeMembersResponse.newBuilder()
                          .addAllMembers(consensus.status().members())
                          .build());
        });
  }

  private CompletableFuture<Void> change(Consensus leader, ChangeMembersRequest request) {
    return switch (request.getChangeCase()) {
      case ADD_LISTENER -> leader.addListener(request.getAddListener());
      case PROMOTE -> {
        requireMember(request.getPromote());
        yield leader.promote(request.getPromote());
      }
      case REMOVE -> {
        requireMember(request.getRemove());
        yield leader.remove(request.getRemove());
      }
      case CHANGE_NOT_SET -> throw new IllegalArgumentException("was not checked");
    };
  }

  private Consensus leader() {
    ConsensusStatus status = consensus.status();
    if (!status.leaderReady()) {
      throw RefusedException.notLeader(
          status.leaderId(), status.leaderId().flatMap(id -> Writes.clientAddress(status, id)));
    }
    return consensus;
  }
}
