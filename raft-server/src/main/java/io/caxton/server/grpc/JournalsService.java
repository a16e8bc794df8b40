package io.caxton.server.grpc;

import io.caxton.server.propose.Priority;
import io.caxton.v1.AppendEventsRequest;
import io.caxton.v1.AppendEventsResponse;
import io.caxton.v1.Command;
import io.caxton.v1.GetJournalRequest;
import io.caxton.v1.GetJournalResponse;
import io.caxton.v1.JournalsGrpc;
import io.caxton.v1.ReadEventsRequest;
import io.caxton.v1.ReadEventsResponse;
import io.caxton.v1.Reply;
import io.caxton.v1.TrimEventsRequest;
import io.caxton.v1.TrimEventsResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** Journals over gRPC. */
final class JournalsService extends JournalsGrpc.JournalsImplBase {
  private final Writes writes;
  private final Reads reads;
  private final BodyStreams streams;

  JournalsService(Writes writes, Reads reads, BodyStreams streams) {
    this.writes = writes;
    this.reads = reads;
    this.streams = streams;
  }

  /** An event is what an agent has done already: it goes before new work. */
  @Override
  public void appendEvents(AppendEventsRequest request, StreamObserver<AppendEventsResponse> call) {
    Command command = Command.newBuilder().setAppendEvents(request).build();
    writes.answer(call, command, Priority.FINISHING, Reply::getAppendEvents);
  }

  @Override
  public void trimEvents(TrimEventsRequest request, StreamObserver<TrimEventsResponse> call) {
    Command command = Command.newBuilder().setTrimEvents(request).build();
    writes.answer(call, command, Priority.ORDINARY, Reply::getTrimEvents);
  }

  @Override
  public void readEvents(ReadEventsRequest request, StreamObserver<ReadEventsResponse> call) {
    streams.sequence(
        (ServerCallStreamObserver<ReadEventsResponse>) call,
        request,
        request.getRead(),
        new EventSource(request),
        new BodyStreams.Span(request.getFromSeq(), request.getToSeq(), request.getFollow()));
  }

  @Override
  public void getJournal(GetJournalRequest request, StreamObserver<GetJournalResponse> call) {
    reads.answer(
        call,
        request,
        request.getRead(),
        (state, info) ->
            GetJournalResponse.newBuilder()
                .setInfo(info)
                .setJournal(EventSource.journal(state, request.getFleet(), request.getAgentId()))
                .build());
  }
}
