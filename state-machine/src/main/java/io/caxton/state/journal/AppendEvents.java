package io.caxton.state.journal;

import io.caxton.state.Refusals;
import io.caxton.state.agent.AgentGuard;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.v1.AppendEventsRequest;
import io.caxton.v1.AppendEventsResponse;
import io.caxton.v1.Journal;
import io.caxton.v1.Refusal;
import io.caxton.v1.Reply;
import java.util.Optional;
import java.util.OptionalLong;

/** Appends events to the agent's own journal: all of them, in order, or none. */
public final class AppendEvents {
  private final Core core;
  private final JournalAppends appends;

  public AppendEvents(Core core) {
    this.core = core;
    this.appends = new JournalAppends(core);
  }

  public Reply apply(AppendEventsRequest request) {
    Fleet fleet = core.fleets().get(request.getFleet());
    Optional<Refusal> refusal =
        AgentGuard.checkActive(fleet, request.getFleet(), request.getAgentId(), request.getEpoch());
    if (refusal.isEmpty()) {
      OptionalLong expected =
          request.hasExpectedLastSeq()
              ? OptionalLong.of(request.getExpectedLastSeq())
              : OptionalLong.empty();
      refusal = appends.check(fleet, request.getAgentId(), expected, request.getEventsCount());
    }
    if (refusal.isPresent()) {
      return Refusals.reply(refusal.get());
    }
    Journal journal = appends.append(fleet, request.getAgentId(), request.getEventsList());
    return Reply.newBuilder()
        .setAppendEvents(
            AppendEventsResponse.newBuilder()
                .setApplied(core.applied())
                .setFirstSeq(journal.getLastSeq() - request.getEventsCount() + 1)
                .setLastSeq(journal.getLastSeq()))
        .build();
  }
}
