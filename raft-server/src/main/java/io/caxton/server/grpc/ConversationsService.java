package io.caxton.server.grpc;

import io.caxton.server.error.RefusedException;
import io.caxton.server.propose.Priority;
import io.caxton.state.State;
import io.caxton.state.read.ConversationReads;
import io.caxton.v1.AckMessagesRequest;
import io.caxton.v1.AckMessagesResponse;
import io.caxton.v1.CloseConversationRequest;
import io.caxton.v1.CloseConversationResponse;
import io.caxton.v1.Command;
import io.caxton.v1.ConversationsGrpc;
import io.caxton.v1.GetConversationRequest;
import io.caxton.v1.GetConversationResponse;
import io.caxton.v1.ListConversationsRequest;
import io.caxton.v1.ListConversationsResponse;
import io.caxton.v1.ListObligationsRequest;
import io.caxton.v1.ListObligationsResponse;
import io.caxton.v1.NackMessagesRequest;
import io.caxton.v1.NackMessagesResponse;
import io.caxton.v1.Obligation;
import io.caxton.v1.OpenConversationRequest;
import io.caxton.v1.OpenConversationResponse;
import io.caxton.v1.ReadHistoryRequest;
import io.caxton.v1.ReadHistoryResponse;
import io.caxton.v1.ReceiveMessagesRequest;
import io.caxton.v1.ReceiveMessagesResponse;
import io.caxton.v1.Reply;
import io.caxton.v1.SendMessagesRequest;
import io.caxton.v1.SendMessagesResponse;
import io.caxton.v1.StreamMessagesRequest;
import io.caxton.v1.StreamMessagesResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** Conversations over gRPC. */
final class ConversationsService extends ConversationsGrpc.ConversationsImplBase {
  /** Of each list in an answer. */
  private static final int OBLIGATIONS_MAX = 1_000;

  private final Writes writes;
  private final Reads reads;
  private final InboxDesk inbox;
  private final BodyStreams bodies;
  private final PushStreams streams;
  private final StreamLimit limit;

  ConversationsService(
      Writes writes,
      Reads reads,
      InboxDesk inbox,
      BodyStreams bodies,
      PushStreams streams,
      StreamLimit limit) {
    this.writes = writes;
    this.reads = reads;
    this.inbox = inbox;
    this.bodies = bodies;
    this.streams = streams;
    this.limit = limit;
  }

  @Override
  public void openConversation(
      OpenConversationRequest request, StreamObserver<OpenConversationResponse> call) {
    Command command = Command.newBuilder().setOpenConversation(request).build();
    writes.answer(call, command, Priority.NEW_WORK, Reply::getOpenConversation);
  }

  @Override
  public void sendMessages(SendMessagesRequest request, StreamObserver<SendMessagesResponse> call) {
    Command command = Command.newBuilder().setSendMessages(request).build();
    writes.answer(call, command, Priority.NEW_WORK, Reply::getSendMessages);
  }

  @Override
  public void receiveMessages(
      ReceiveMessagesRequest request, StreamObserver<ReceiveMessagesResponse> call) {
    Answers.send(call, () -> inbox.receive(request, Answers.cancelled(call)));
  }

  @Override
  public StreamObserver<StreamMessagesRequest> streamMessages(
      StreamObserver<StreamMessagesResponse> call) {
    PushStream<StreamMessagesResponse> push =
        new PushStream<>(
            (ServerCallStreamObserver<StreamMessagesResponse>) call, inbox.lines(), streams, limit);
    push.begin();
    return new InboxStream(push, writes, inbox);
  }

  @Override
  public void ackMessages(AckMessagesRequest request, StreamObserver<AckMessagesResponse> call) {
    Command command = Command.newBuilder().setAckMessages(request).build();
    writes.answer(call, command, Priority.FINISHING, Reply::getAckMessages);
  }

  @Override
  public void nackMessages(NackMessagesRequest request, StreamObserver<NackMessagesResponse> call) {
    Command command = Command.newBuilder().setNackMessages(request).build();
    writes.answer(call, command, Priority.FINISHING, Reply::getNackMessages);
  }

  @Override
  public void closeConversation(
      CloseConversationRequest request, StreamObserver<CloseConversationResponse> call) {
    Command command = Command.newBuilder().setCloseConversation(request).build();
    writes.answer(call, command, Priority.ORDINARY, Reply::getCloseConversation);
  }

  @Override
  public void getConversation(
      GetConversationRequest request, StreamObserver<GetConversationResponse> call) {
    reads.answer(
        call,
        request,
        request.getRead(),
        (state, info) ->
            GetConversationResponse.newBuilder()
                .setInfo(info)
                .setConversation(
                    HistorySource.conversation(
                        state, request.getFleet(), request.getConversationId()))
                .build());
  }

  @Override
  public void listConversations(
      ListConversationsRequest request, StreamObserver<ListConversationsResponse> call) {
    reads.answerPage(
        call,
        request,
        request.toBuilder().clearPage().clearRead().build(),
        request.getPage(),
        request.getRead(),
        state -> ConversationReads.list(state, request),
        slice ->
            ListConversationsResponse.newBuilder()
                .setInfo(slice.info())
                .addAllConversations(slice.items())
                .setNextPageToken(slice.nextToken())
                .build());
  }

  @Override
  public void readHistory(ReadHistoryRequest request, StreamObserver<ReadHistoryResponse> call) {
    bodies.sequence(
        (ServerCallStreamObserver<ReadHistoryResponse>) call,
        request,
        request.getRead(),
        new HistorySource(request),
        new BodyStreams.Span(request.getFromSeq(), request.getToSeq(), false));
  }

  @Override
  public void listObligations(
      ListObligationsRequest request, StreamObserver<ListObligationsResponse> call) {
    reads.answer(
        call,
        request,
        request.getRead(),
        (state, info) -> obligations(state, request).setInfo(info).build());
  }

  private static ListObligationsResponse.Builder obligations(
      State state, ListObligationsRequest request) {
    if (state.agent(request.getFleet(), request.getAgentId()).isEmpty()) {
      throw RefusedException.notFound("agent", request.getAgentId());
    }
    ConversationReads.Obligations all =
        ConversationReads.obligations(state, request.getFleet(), request.getAgentId());
    return ListObligationsResponse.newBuilder()
        .addAllOwes(first(all.owes()))
        .setOwesTotal(all.owes().size())
        .addAllOwed(first(all.owed()))
        .setOwedTotal(all.owed().size());
  }

  private static List<Obligation> first(List<Obligation> obligations) {
    return obligations.subList(0, Math.min(obligations.size(), OBLIGATIONS_MAX));
  }
}
