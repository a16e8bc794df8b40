package io.caxton.client.fake;

import io.caxton.v1.AppendEventsRequest;
import io.caxton.v1.AppendEventsResponse;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Event;
import io.caxton.v1.JournalsGrpc;
import io.caxton.v1.NewEvent;
import io.caxton.v1.ReadEventsRequest;
import io.caxton.v1.ReadEventsResponse;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;

/** Journals of a fake cluster; a response of a read carries three events. */
final class FakeJournals extends JournalsGrpc.JournalsImplBase {
  private static final int EVENTS_A_RESPONSE = 3;

  private final FakeNode node;

  FakeJournals(FakeNode node) {
    this.node = node;
  }

  private List<Event> events(String agentId) {
    return node.cluster.state().journals.computeIfAbsent(agentId, id -> new ArrayList<>());
  }

  @Override
  public void appendEvents(AppendEventsRequest request, StreamObserver<AppendEventsResponse> out) {
    node.mutate(
        out,
        request.getCall(),
        request.toBuilder().clearCall().build(),
        position -> {
          List<Event> events = events(request.getAgentId());
          if (request.hasExpectedLastSeq() && request.getExpectedLastSeq() != events.size()) {
            throw FakeErrors.of(ErrorReason.JOURNAL_CONFLICT);
          }
          long first = events.size() + 1L;
          for (NewEvent event : request.getEventsList()) {
            events.add(
                Event.newBuilder()
                    .setSeq(events.size() + 1)
                    .setPartitionKey(event.getPartitionKey())
                    .setBody(event.getBody())
                    .build());
          }
          return AppendEventsResponse.newBuilder()
              .setFirstSeq(first)
              .setLastSeq(events.size())
              .build();
        });
  }

  @Override
  public void readEvents(ReadEventsRequest request, StreamObserver<ReadEventsResponse> out) {
    if (node.refuses(out)) {
      return;
    }
    List<Event> events = List.copyOf(events(request.getAgentId()));
    int from = (int) Math.max(0, request.getFromSeq() - 1);
    int to = request.getToSeq() == 0 ? events.size() : (int) request.getToSeq();
    int sent = 0;
    for (int i = from; i < to; i += EVENTS_A_RESPONSE) {
      if (node.breaksRead(sent++)) {
        out.onError(FakeErrors.of(ErrorReason.NOT_READY));
        return;
      }
      out.onNext(
          ReadEventsResponse.newBuilder()
              .addAllEvents(events.subList(i, Math.min(to, i + EVENTS_A_RESPONSE)))
              .setLastSeq(events.size())
              .build());
    }
    if (!request.getFollow()) {
      out.onCompleted();
    }
  }
}
