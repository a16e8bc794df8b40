package io.caxton.state.journal;

import io.caxton.state.Refusals;
import io.caxton.state.agent.AgentGuard;
import io.caxton.state.checkpoint.Restorable;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Journal;
import io.caxton.v1.Refusal;
import io.caxton.v1.Reply;
import io.caxton.v1.TrimEventsRequest;
import io.caxton.v1.TrimEventsResponse;
import java.util.Locale;
import java.util.Optional;

/** Forgets events that no restorable checkpoint needs. Forgetting twice is no error. */
public final class TrimEvents {
  private final Core core;

  public TrimEvents(Core core) {
    this.core = core;
  }

  public Reply apply(TrimEventsRequest request) {
    Fleet fleet = core.fleets().get(request.getFleet());
    Optional<Refusal> refusal =
        AgentGuard.checkActive(fleet, request.getFleet(), request.getAgentId(), request.getEpoch());
    if (refusal.isPresent()) {
      return Refusals.reply(refusal.get());
    }
    Journal journal = fleet.memory().journals().get(request.getAgentId());
    if (journal == null) {
      journal = Journal.newBuilder().setAgentId(request.getAgentId()).setFirstSeq(1).build();
    }
    if (request.getThroughSeq() >= journal.getFirstSeq()) {
      long bound =
          Restorable.trimmableThrough(fleet.memory().checkpointsOf(request.getAgentId()), journal);
      if (request.getThroughSeq() > bound) {
        return Refusals.reply(checkpointNeeded(request, bound));
      }
      journal = trim(fleet, journal, request.getThroughSeq());
    }
    return Reply.newBuilder()
        .setTrimEvents(
            TrimEventsResponse.newBuilder()
                .setApplied(core.applied())
                .setFirstSeq(journal.getFirstSeq()))
        .build();
  }

  private Journal trim(Fleet fleet, Journal before, long throughSeq) {
    long firstSeq = throughSeq + 1;
    long events = before.getLastSeq() - before.getFirstSeq() + 1;
    long kept = before.getLastSeq() - throughSeq;
    Journal.Builder after =
        before.toBuilder()
            .setFirstSeq(firstSeq)
            .setBytes(share(before.getBytes(), kept, events))
            .clearSkippedSeqs();
    for (long skipped : before.getSkippedSeqsList()) {
      if (skipped >= firstSeq || before.getParkedSeqsList().contains(skipped)) {
        after.addSkippedSeqs(skipped);
      }
    }
    core.bodies().trim(before.getStreamId(), firstSeq);
    core.fleets().touch(fleet);
    Journal trimmed = after.build();
    fleet.memory().journals().put(trimmed.getAgentId(), trimmed);
    core.feed().add(fleet.name(), trimmed);
    return trimmed;
  }

  /** {@code bytes * part / whole}, without overflow. */
  private static long share(long bytes, long part, long whole) {
    return bytes / whole * part + bytes % whole * part / whole;
  }

  private static Refusal checkpointNeeded(TrimEventsRequest request, long bound) {
    return Refusals.of(
        ErrorReason.CHECKPOINT_NEEDED,
        String.format(
            Locale.ROOT,
            "through_seq is %d; the older of the two newest restorable checkpoints covers %d",
            request.getThroughSeq(),
            bound),
        "through_seq",
        Long.toString(bound));
  }
}
