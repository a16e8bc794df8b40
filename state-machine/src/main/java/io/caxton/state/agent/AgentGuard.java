package io.caxton.state.agent;

import io.caxton.state.Refusals;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.Fleets;
import io.caxton.v1.Agent;
import io.caxton.v1.AgentState;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.RecoveryRecord;
import io.caxton.v1.Refusal;
import java.util.Locale;
import java.util.Optional;

/** Lets only the living newest instance of an agent act. */
public final class AgentGuard {
  private AgentGuard() {}

  /** Empty if this instance may act; {@code fleet} is null if it holds nothing. */
  public static Optional<Refusal> check(
      Fleet fleet, String fleetGiven, String agentId, long epoch) {
    Agent agent = fleet == null ? null : fleet.agents().get(agentId);
    if (agent == null) {
      return Optional.of(Refusals.notFound("agent", Fleets.nameOf(fleetGiven), agentId));
    }
    if (agent.getEpoch() != epoch) {
      return Optional.of(staleEpoch(agent, epoch));
    }
    if (agent.getState() == AgentState.AGENT_STATE_QUARANTINED) {
      return Optional.of(quarantined(fleet.memory().recoveryOf(agentId)));
    }
    if (agent.getState() == AgentState.AGENT_STATE_LOST
        || agent.getState() == AgentState.AGENT_STATE_STOPPED) {
      return Optional.of(
          Refusals.of(
              ErrorReason.AGENT_LOST,
              "agent \"" + agentId + "\" epoch " + epoch + " is over: " + agent.getState(),
              "epoch",
              Long.toString(epoch),
              "state",
              agent.getState().name()));
    }
    return Optional.empty();
  }

  /** As {@link #check}; and its recovery, if it began one, is committed. */
  public static Optional<Refusal> checkActive(
      Fleet fleet, String fleetGiven, String agentId, long epoch) {
    Optional<Refusal> refusal = check(fleet, fleetGiven, agentId, epoch);
    if (refusal.isPresent()
        || fleet.agents().get(agentId).getState() != AgentState.AGENT_STATE_RECOVERING) {
      return refusal;
    }
    return Optional.of(
        Refusals.of(
            ErrorReason.AGENT_RECOVERING,
            "agent \"" + agentId + "\" has not committed its recovery",
            "epoch",
            Long.toString(epoch)));
  }

  /** It must be released before anything else. */
  public static Refusal quarantined(RecoveryRecord recovery) {
    return Refusals.of(
        ErrorReason.AGENT_QUARANTINED,
        String.format(
            Locale.ROOT,
            "agent \"%s\" is in quarantine: %s",
            recovery.getAgentId(),
            recovery.getQuarantine()),
        "event_seq",
        Long.toString(recovery.getSuspectSeq()));
  }

  private static Refusal staleEpoch(Agent agent, long epoch) {
    return Refusals.of(
        ErrorReason.STALE_EPOCH,
        String.format(
            Locale.ROOT,
            "agent \"%s\" is in epoch %d, not %d",
            agent.getId(),
            agent.getEpoch(),
            epoch),
        "epoch",
        Long.toString(agent.getEpoch()));
  }
}
