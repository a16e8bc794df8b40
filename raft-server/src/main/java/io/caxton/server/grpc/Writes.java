package io.caxton.server.grpc;

import io.caxton.server.consensus.Consensus;
import io.caxton.server.consensus.ConsensusStatus;
import io.caxton.server.error.RefusedException;
import io.caxton.server.propose.Priority;
import io.caxton.server.propose.Proposer;
import io.caxton.state.Fingerprint;
import io.caxton.state.RequestValidator;
import io.caxton.state.Result;
import io.caxton.v1.Command;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.NodeAddress;
import io.caxton.v1.Reply;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The way of every mutating call: leader, bounds, admission, proposer. */
final class Writes {
  private final Consensus consensus;
  private final Proposer proposer;
  private final Admission admission;
  private final String selfId;
  private final long quorumSilenceMillisMax;

  Writes(
      Consensus consensus,
      Proposer proposer,
      Admission admission,
      String selfId,
      long quorumSilenceMillisMax) {
    this.consensus = consensus;
    this.proposer = proposer;
    this.admission = admission;
    this.selfId = selfId;
    this.quorumSilenceMillisMax = quorumSilenceMillisMax;
  }

  /** Proposes a client's command that carries a call. */
  CompletableFuture<Result> propose(Command request, Priority priority) {
    check(request);
    admission.check(request, priority);
    Command command = request.toBuilder().setFingerprint(Fingerprint.of(request)).build();
    return proposer.propose(command, priority).thenApply(Writes::unlessRefused);
  }

  private void check(Command request) {
    requireLeader();
    RefusedException.throwIf(RequestValidator.check(request));
  }

  /** Proposes a command of the leader itself, such as the claim of a stream. */
  CompletableFuture<Result> proposeInternal(Command command, Priority priority) {
    requireLeader();
    return proposer.propose(command, priority).thenApply(Writes::unlessRefused);
  }

  boolean leads() {
    return consensus.status().leaderReady();
  }

  void requireLeader() {
    ConsensusStatus status = consensus.status();
    if (!status.leaderReady()) {
      Optional<String> leader = status.leaderId().filter(id -> !id.equals(selfId));
      throw RefusedException.notLeader(leader, leader.flatMap(id -> clientAddress(status, id)));
    }
    if (status.quorumSilenceMillis() > quorumSilenceMillisMax) {
      throw RefusedException.retryLater(
          ErrorReason.NO_QUORUM,
          "this leader has not heard from a majority for " + status.quorumSilenceMillis() + " ms",
          50);
    }
  }

  static Optional<String> clientAddress(ConsensusStatus status, String nodeId) {
    return status.members().stream()
        .filter(member -> member.getNodeId().equals(nodeId))
        .map(NodeAddress::getClientAddress)
        .findFirst();
  }

  /** As {@link #answer}, for the session calls, which carry no call themselves. */
  <T> void answerSession(
      StreamObserver<T> call, Command request, Priority priority, Function<Reply, T> part) {
    Answers.send(
        call,
        () -> {
          check(request);
          return proposer
              .propose(request, priority)
              .thenApply(result -> part.apply(unlessRefused(result).reply()));
        });
  }

  /** Proposes a client's command and answers the call with its part of the reply. */
  <T> void answer(
      StreamObserver<T> call, Command request, Priority priority, Function<Reply, T> part) {
    Answers.send(
        call, () -> propose(request, priority).thenApply(result -> part.apply(result.reply())));
  }

  private static Result unlessRefused(Result result) {
    if (result.reply().hasRefusal()) {
      throw RefusedException.of(result.reply().getRefusal());
    }
    return result;
  }
}
