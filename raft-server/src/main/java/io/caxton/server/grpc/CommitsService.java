package io.caxton.server.grpc;

import io.caxton.server.propose.Priority;
import io.caxton.v1.Command;
import io.caxton.v1.CommitRequest;
import io.caxton.v1.CommitResponse;
import io.caxton.v1.CommitsGrpc;
import io.caxton.v1.Reply;
import io.grpc.stub.StreamObserver;

/** Atomic commits over gRPC. */
final class CommitsService extends CommitsGrpc.CommitsImplBase {
  private final Writes writes;

  CommitsService(Writes writes) {
    this.writes = writes;
  }

  /** It ends work that was begun, so it goes before new work. */
  @Override
  public void commit(CommitRequest request, StreamObserver<CommitResponse> call) {
    Command command = Command.newBuilder().setCommit(request).build();
    writes.answer(call, command, Priority.FINISHING, Reply::getCommit);
  }
}
