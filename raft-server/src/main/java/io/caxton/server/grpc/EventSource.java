package io.caxton.server.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import io.caxton.server.error.RefusedException;
import io.caxton.state.State;
import io.caxton.v1.Detail;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Event;
import io.caxton.v1.Journal;
import io.caxton.v1.ReadEventsRequest;
import io.caxton.v1.ReadEventsResponse;
import io.caxton.v1.ReadInfo;
import io.caxton.v1.Refusal;
import java.util.Optional;

/** Where the events of a journal come from. */
final class EventSource implements SequencePump.Source<ReadEventsResponse> {
  private static final int PAGE_BYTES = 256 << 10;

  private final ReadEventsRequest request;

  EventSource(ReadEventsRequest request) {
    this.request = request;
  }

  /** An agent that never appended has an empty one. */
  static Journal journal(State state, String fleet, String agentId) {
    return state
        .journal(fleet, agentId)
        .orElseGet(
            () -> {
              if (state.agent(fleet, agentId).isEmpty()) {
                throw RefusedException.notFound("agent", agentId);
              }
              return Journal.newBuilder().setAgentId(agentId).setFirstSeq(1).build();
            });
  }

  @Override
  public SequencePump.Range range(State state) {
    Journal journal = journal(state, request.getFleet(), request.getAgentId());
    long from = request.getFromSeq();
    if (from != 0 && from == request.getToSeq() && journal.getParkedSeqsList().contains(from)) {
      // A parked event is kept although those around it are not.
      return new SequencePump.Range(journal.getStreamId(), from, from);
    }
    return new SequencePump.Range(
        journal.getStreamId(), journal.getFirstSeq(), journal.getLastSeq());
  }

  @Override
  public RefusedException trimmed(long firstSeq) {
    return RefusedException.of(
        Refusal.newBuilder()
            .setReason(ErrorReason.EVENTS_TRIMMED)
            .setField("from_seq")
            .setMessage("from_seq: the first event that is kept is " + firstSeq)
            .addDetails(Detail.newBuilder().setKey("first_seq").setValue(Long.toString(firstSeq)))
            .build());
  }

  @Override
  public SequencePump.Page<ReadEventsResponse> page() {
    return new Page();
  }

  private static final class Page implements SequencePump.Page<ReadEventsResponse> {
    private final ReadEventsResponse.Builder response = ReadEventsResponse.newBuilder();
    private int bytes;

    @Override
    public boolean add(byte[] array, int offset, int length) {
      try {
        response.addEvents(Event.parser().parseFrom(array, offset, length));
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalStateException("a stored event cannot be read", e);
      }
      bytes += length;
      return bytes < PAGE_BYTES;
    }

    @Override
    public ReadEventsResponse build(Optional<ReadInfo> info, long lastSeq) {
      info.ifPresent(response::setInfo);
      return response.setLastSeq(lastSeq).build();
    }
  }
}
