package io.caxton.client;

import io.caxton.v1.ConversationsGrpc;
import io.caxton.v1.GetConversationRequest;
import io.caxton.v1.GetConversationResponse;
import io.caxton.v1.ListConversationsRequest;
import io.caxton.v1.ListConversationsResponse;
import io.caxton.v1.ListObligationsRequest;
import io.caxton.v1.ListObligationsResponse;
import io.caxton.v1.Message;
import io.caxton.v1.ReadHistoryRequest;
import io.caxton.v1.ReadHistoryResponse;
import io.caxton.v1.ReadOptions;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The conversations of one fleet. */
public final class Conversations {
  private final Core core;
  private final String fleet;

  Conversations(Core core, String fleet) {
    this.core = core;
    this.fleet = fleet;
  }

  /** What an agent sends and receives. Keep the object: it gathers its calls. */
  public AgentMessages of(AgentEpoch agent) {
    return new AgentMessages(core, fleet, agent);
  }

  public CompletableFuture<GetConversationResponse> get(String conversationId, ReadOptions read) {
    return core.read(
        ConversationsGrpc.getGetConversationMethod(),
        GetConversationRequest.newBuilder()
            .setFleet(fleet)
            .setConversationId(conversationId)
            .setRead(read)
            .build(),
        read);
  }

  /** One page; the fleet in the request is set by this call. */
  public CompletableFuture<ListConversationsResponse> list(ListConversationsRequest request) {
    return core.read(
        ConversationsGrpc.getListConversationsMethod(),
        request.toBuilder().setFleet(fleet).build(),
        request.getRead());
  }

  /** Streams a conversation's messages, each once; the fleet is set by this call. */
  public SequenceStream history(ReadHistoryRequest request, HistoryListener listener) {
    return new SequenceStream(
        core,
        ConversationsGrpc.getReadHistoryMethod(),
        request.getRead(),
        new Messages(request.toBuilder().setFleet(fleet).build(), listener),
        request.getFromSeq(),
        request.getToSeq(),
        false);
  }

  /** What the agent owes others and is owed by others. */
  public CompletableFuture<ListObligationsResponse> obligations(String agentId, ReadOptions read) {
    return core.read(
        ConversationsGrpc.getListObligationsMethod(),
        ListObligationsRequest.newBuilder()
            .setFleet(fleet)
            .setAgentId(agentId)
            .setRead(read)
            .build(),
        read);
  }

  private record Messages(ReadHistoryRequest prototype, HistoryListener listener)
      implements SequenceStream.Source<ReadHistoryRequest, ReadHistoryResponse, Message> {
    @Override
    public ReadHistoryRequest request(long fromSeq, long toSeq) {
      return prototype.toBuilder().setFromSeq(fromSeq).setToSeq(toSeq).build();
    }

    @Override
    public List<Message> items(ReadHistoryResponse response) {
      return response.getMessagesList();
    }

    @Override
    public long seq(Message message) {
      return message.getSeq();
    }

    @Override
    public long lastSeq(ReadHistoryResponse response) {
      return response.getLastSeq();
    }

    @Override
    public void give(List<Message> messages, long lastSeq) {
      if (!messages.isEmpty()) {
        listener.onMessages(messages);
      }
    }
  }
}
