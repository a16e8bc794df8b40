package io.caxton.server.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import io.caxton.server.error.RefusedException;
import io.caxton.state.State;
import io.caxton.v1.Conversation;
import io.caxton.v1.Detail;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Message;
import io.caxton.v1.ReadHistoryRequest;
import io.caxton.v1.ReadHistoryResponse;
import io.caxton.v1.ReadInfo;
import io.caxton.v1.Refusal;
import java.util.Optional;

/** Where the messages of a conversation come from. */
final class HistorySource implements SequencePump.Source<ReadHistoryResponse> {
  private static final int PAGE_BYTES = 256 << 10;

  private final ReadHistoryRequest request;

  HistorySource(ReadHistoryRequest request) {
    this.request = request;
  }

  static Conversation conversation(State state, String fleet, String id) {
    return state
        .conversation(fleet, id)
        .orElseThrow(() -> RefusedException.notFound("conversation", id));
  }

  @Override
  public SequencePump.Range range(State state) {
    Conversation conversation =
        conversation(state, request.getFleet(), request.getConversationId());
    return new SequencePump.Range(
        conversation.getStreamId(), conversation.getFirstSeq(), conversation.getLastSeq());
  }

  @Override
  public RefusedException trimmed(long firstSeq) {
    return RefusedException.of(
        Refusal.newBuilder()
            .setReason(ErrorReason.EVENTS_TRIMMED)
            .setField("from_seq")
            .setMessage("from_seq: the first message that is kept is " + firstSeq)
            .addDetails(Detail.newBuilder().setKey("first_seq").setValue(Long.toString(firstSeq)))
            .build());
  }

  @Override
  public SequencePump.Page<ReadHistoryResponse> page() {
    return new Page();
  }

  private static final class Page implements SequencePump.Page<ReadHistoryResponse> {
    private final ReadHistoryResponse.Builder response = ReadHistoryResponse.newBuilder();
    private int bytes;

    @Override
    public boolean add(byte[] array, int offset, int length) {
      try {
        response.addMessages(Message.parser().parseFrom(array, offset, length));
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalStateException("a stored message cannot be read", e);
      }
      bytes += length;
      return bytes < PAGE_BYTES;
    }

    @Override
    public ReadHistoryResponse build(Optional<ReadInfo> info, long lastSeq) {
      info.ifPresent(response::setInfo);
      return response.setLastSeq(lastSeq).build();
    }
  }
}
