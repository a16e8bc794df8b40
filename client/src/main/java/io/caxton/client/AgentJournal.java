package io.caxton.client;

import io.caxton.v1.AppendEventsRequest;
import io.caxton.v1.AppendEventsResponse;
import io.caxton.v1.JournalsGrpc;
import io.caxton.v1.NewEvent;
import io.caxton.v1.TrimEventsRequest;
import io.caxton.v1.TrimEventsResponse;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** What one agent, in one epoch, does with its journal. */
public final class AgentJournal {
  private final Core core;
  private final String fleet;
  private final AgentEpoch agent;
  private final Gatherer<NewEvent, ?, ?, Long> appends;

  AgentJournal(Core core, String fleet, AgentEpoch agent) {
    this.core = core;
    this.fleet = fleet;
    this.agent = agent;
    appends = new Gatherer<>(core, appending(fleet, agent));
  }

  private static Gathering<NewEvent, AppendEventsRequest, AppendEventsResponse, Long> appending(
      String fleet, AgentEpoch agent) {
    return new Gathering<>(
        JournalsGrpc.getAppendEventsMethod(),
        "events",
        NewEvent::getSerializedSize,
        (call, items) -> {
          var request =
              AppendEventsRequest.newBuilder()
                  .setCall(call)
                  .setFleet(fleet)
                  .setAgentId(agent.agentId())
                  .setEpoch(agent.epoch());
          items.forEach(item -> request.addEvents(item.item));
          return request.build();
        },
        (response, i, item) -> item.complete(response.getFirstSeq() + i));
  }

  /**
   * Appends an event and gives its sequence; gathered with those of other threads. Two that were
   * offered without waiting for the first one's answer may be stored in the other order.
   */
  public CompletableFuture<Long> append(NewEvent event) {
    return appends.offer(event);
  }

  /**
   * Appends events in this order, all or none, in one call of its own.
   *
   * @param expectedLastSeq if given, JOURNAL_CONFLICT unless the journal ends there
   */
  public CompletableFuture<AppendEventsResponse> append(
      List<NewEvent> events, OptionalLong expectedLastSeq) {
    return core.mutate(
        JournalsGrpc.getAppendEventsMethod(),
        call -> {
          var request =
              AppendEventsRequest.newBuilder()
                  .setCall(call)
                  .setFleet(fleet)
                  .setAgentId(agent.agentId())
                  .setEpoch(agent.epoch())
                  .addAllEvents(events);
          expectedLastSeq.ifPresent(request::setExpectedLastSeq);
          return request.build();
        },
        0);
  }

  /** Forgets events up to this one; gives the first that is kept. */
  public CompletableFuture<Long> trim(long throughSeq) {
    return core.mutate(
            JournalsGrpc.getTrimEventsMethod(),
            call ->
                TrimEventsRequest.newBuilder()
                    .setCall(call)
                    .setFleet(fleet)
                    .setAgentId(agent.agentId())
                    .setEpoch(agent.epoch())
                    .setThroughSeq(throughSeq)
                    .build(),
            0)
        .thenApply(TrimEventsResponse::getFirstSeq);
  }
}
