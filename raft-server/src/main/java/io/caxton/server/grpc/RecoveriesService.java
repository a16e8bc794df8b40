package io.caxton.server.grpc;

import io.caxton.server.error.RefusedException;
import io.caxton.server.propose.Priority;
import io.caxton.state.State;
import io.caxton.state.read.RecoveryReads;
import io.caxton.v1.BeginRecoveryRequest;
import io.caxton.v1.BeginRecoveryResponse;
import io.caxton.v1.Command;
import io.caxton.v1.CommitRecoveryRequest;
import io.caxton.v1.CommitRecoveryResponse;
import io.caxton.v1.ExplainRecoveryRequest;
import io.caxton.v1.ExplainRecoveryResponse;
import io.caxton.v1.RecoveriesGrpc;
import io.caxton.v1.ReleaseQuarantineRequest;
import io.caxton.v1.ReleaseQuarantineResponse;
import io.caxton.v1.Reply;
import io.caxton.v1.ReportRecoveryRequest;
import io.caxton.v1.ReportRecoveryResponse;
import io.grpc.stub.StreamObserver;

/** Recoveries over gRPC. */
final class RecoveriesService extends RecoveriesGrpc.RecoveriesImplBase {
  private final Writes writes;
  private final Reads reads;
  private final RecoveryDesk desk;

  RecoveriesService(Writes writes, Reads reads, RecoveryDesk desk) {
    this.writes = writes;
    this.reads = reads;
    this.desk = desk;
  }

  @Override
  public void beginRecovery(
      BeginRecoveryRequest request, StreamObserver<BeginRecoveryResponse> call) {
    Answers.send(
        call,
        () ->
            desk.begin(request, Answers.cancelled(call))
                .thenApply(result -> result.reply().getBeginRecovery()));
  }

  @Override
  public void reportRecovery(
      ReportRecoveryRequest request, StreamObserver<ReportRecoveryResponse> call) {
    Command command = Command.newBuilder().setReportRecovery(request).build();
    writes.answer(call, command, Priority.FINISHING, Reply::getReportRecovery);
  }

  @Override
  public void commitRecovery(
      CommitRecoveryRequest request, StreamObserver<CommitRecoveryResponse> call) {
    Command command = Command.newBuilder().setCommitRecovery(request).build();
    writes.answer(call, command, Priority.FINISHING, Reply::getCommitRecovery);
  }

  @Override
  public void releaseQuarantine(
      ReleaseQuarantineRequest request, StreamObserver<ReleaseQuarantineResponse> call) {
    Command command = Command.newBuilder().setReleaseQuarantine(request).build();
    writes.answer(call, command, Priority.ORDINARY, Reply::getReleaseQuarantine);
  }

  @Override
  public void explainRecovery(
      ExplainRecoveryRequest request, StreamObserver<ExplainRecoveryResponse> call) {
    reads.answer(
        call,
        request,
        request.getRead(),
        (state, info) -> explain(state, request).setInfo(info).build());
  }

  private static ExplainRecoveryResponse.Builder explain(
      State state, ExplainRecoveryRequest request) {
    if (state.agent(request.getFleet(), request.getAgentId()).isEmpty()) {
      throw RefusedException.notFound("agent", request.getAgentId());
    }
    return RecoveryReads.explain(state, request).toBuilder();
  }
}
