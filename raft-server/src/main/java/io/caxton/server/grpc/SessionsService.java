package io.caxton.server.grpc;

import io.caxton.server.propose.Priority;
import io.caxton.v1.CloseSessionRequest;
import io.caxton.v1.CloseSessionResponse;
import io.caxton.v1.Command;
import io.caxton.v1.KeepSessionRequest;
import io.caxton.v1.KeepSessionResponse;
import io.caxton.v1.OpenSessionRequest;
import io.caxton.v1.OpenSessionResponse;
import io.caxton.v1.Reply;
import io.caxton.v1.SessionsGrpc;
import io.grpc.stub.StreamObserver;

/** Sessions over gRPC. */
final class SessionsService extends SessionsGrpc.SessionsImplBase {
  private final Writes writes;

  SessionsService(Writes writes) {
    this.writes = writes;
  }

  @Override
  public void openSession(OpenSessionRequest request, StreamObserver<OpenSessionResponse> call) {
    Command command = Command.newBuilder().setOpenSession(request).build();
    writes.answerSession(call, command, Priority.ORDINARY, Reply::getOpenSession);
  }

  @Override
  public void keepSession(KeepSessionRequest request, StreamObserver<KeepSessionResponse> call) {
    Command command = Command.newBuilder().setKeepSession(request).build();
    writes.answerSession(call, command, Priority.FINISHING, Reply::getKeepSession);
  }

  @Override
  public void closeSession(CloseSessionRequest request, StreamObserver<CloseSessionResponse> call) {
    Command command = Command.newBuilder().setCloseSession(request).build();
    writes.answerSession(call, command, Priority.FINISHING, Reply::getCloseSession);
  }
}
