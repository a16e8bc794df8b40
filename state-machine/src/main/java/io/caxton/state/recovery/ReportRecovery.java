package io.caxton.state.recovery;

import io.caxton.state.Refusals;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.v1.Refusal;
import io.caxton.v1.Reply;
import io.caxton.v1.ReportRecoveryRequest;
import io.caxton.v1.ReportRecoveryResponse;
import java.util.Optional;

/** Remembers which event the agent is about to apply. */
public final class ReportRecovery {
  private final Core core;

  public ReportRecovery(Core core) {
    this.core = core;
  }

  public Reply apply(ReportRecoveryRequest request) {
    Fleet fleet = core.fleets().get(request.getFleet());
    Optional<Refusal> refusal =
        RecoveryGuard.check(fleet, request.getFleet(), request.getAgentId(), request.getEpoch());
    if (refusal.isEmpty()
        && request.getApplyingSeq() > RecoveryGuard.lastSeq(fleet, request.getAgentId())) {
      refusal =
          Optional.of(
              RecoveryGuard.incomplete(
                  fleet,
                  request.getAgentId(),
                  "applying_seq is " + request.getApplyingSeq() + "; the journal ends before it"));
    }
    if (refusal.isPresent()) {
      return Refusals.reply(refusal.get());
    }
    core.recoveries()
        .put(
            fleet,
            fleet.memory().recoveryOf(request.getAgentId()).toBuilder()
                .setReportedSeq(request.getApplyingSeq())
                .build());
    return Reply.newBuilder()
        .setReportRecovery(ReportRecoveryResponse.newBuilder().setApplied(core.applied()))
        .build();
  }
}
