package io.caxton.client;

import io.caxton.v1.Event;
import io.caxton.v1.GetJournalRequest;
import io.caxton.v1.GetJournalResponse;
import io.caxton.v1.JournalsGrpc;
import io.caxton.v1.ReadEventsRequest;
import io.caxton.v1.ReadEventsResponse;
import io.caxton.v1.ReadOptions;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The journals of one fleet's agents. */
public final class Journals {
  private final Core core;
  private final String fleet;

  Journals(Core core, String fleet) {
    this.core = core;
    this.fleet = fleet;
  }

  /** What an agent does with its own journal. Keep the object: it gathers its calls. */
  public AgentJournal of(AgentEpoch agent) {
    return new AgentJournal(core, fleet, agent);
  }

  public CompletableFuture<GetJournalResponse> get(String agentId, ReadOptions read) {
    return core.read(
        JournalsGrpc.getGetJournalMethod(),
        GetJournalRequest.newBuilder().setFleet(fleet).setAgentId(agentId).setRead(read).build(),
        read);
  }

  /**
   * Streams an agent's events, each once, over leader changes; with follow it goes on with new ones
   * until it is closed. The fleet in the request is set by this call.
   */
  public SequenceStream read(ReadEventsRequest request, JournalListener listener) {
    return new SequenceStream(
        core,
        JournalsGrpc.getReadEventsMethod(),
        request.getRead(),
        new Events(request.toBuilder().setFleet(fleet).build(), listener),
        request.getFromSeq(),
        request.getToSeq(),
        request.getFollow());
  }

  private record Events(ReadEventsRequest prototype, JournalListener listener)
      implements SequenceStream.Source<ReadEventsRequest, ReadEventsResponse, Event> {
    @Override
    public ReadEventsRequest request(long fromSeq, long toSeq) {
      return prototype.toBuilder().setFromSeq(fromSeq).setToSeq(toSeq).build();
    }

    @Override
    public List<Event> items(ReadEventsResponse response) {
      return response.getEventsList();
    }

    @Override
    public long seq(Event event) {
      return event.getSeq();
    }

    @Override
    public long lastSeq(ReadEventsResponse response) {
      return response.getLastSeq();
    }

    @Override
    public void give(List<Event> events, long lastSeq) {
      listener.onEvents(events, lastSeq);
    }
  }
}
