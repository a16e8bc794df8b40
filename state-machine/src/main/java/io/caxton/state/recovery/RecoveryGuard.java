package io.caxton.state.recovery;

import io.caxton.state.Refusals;
import io.caxton.state.agent.AgentGuard;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.RecoveryStore;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Journal;
import io.caxton.v1.Refusal;
import java.util.Optional;

/** Lets only the newest instance go on with its recovery, while it is under way. */
final class RecoveryGuard {
  private RecoveryGuard() {}

  static Optional<Refusal> check(Fleet fleet, String fleetGiven, String agentId, long epoch) {
    Optional<Refusal> refusal = AgentGuard.check(fleet, fleetGiven, agentId, epoch);
    if (refusal.isPresent() || RecoveryStore.isRecovering(fleet.agents().get(agentId))) {
      return refusal;
    }
    return Optional.of(incomplete(fleet, agentId, "agent \"" + agentId + "\" is not recovering"));
  }

  static Refusal incomplete(Fleet fleet, String agentId, String message) {
    return Refusals.of(
        ErrorReason.RECOVERY_INCOMPLETE,
        message,
        "last_seq",
        Long.toString(lastSeq(fleet, agentId)));
  }

  static long lastSeq(Fleet fleet, String agentId) {
    Journal journal = fleet.memory().journals().get(agentId);
    return journal == null ? 0 : journal.getLastSeq();
  }
}
