package io.caxton.state.read;

import io.caxton.state.Limits;
import io.caxton.state.State;
import io.caxton.state.checkpoint.Restorable;
import io.caxton.state.recovery.RecoveryPlans;
import io.caxton.v1.Agent;
import io.caxton.v1.AgentState;
import io.caxton.v1.RecoveryPlan;
import io.caxton.v1.RecoveryRecord;
import io.caxton.v1.Refusal;
import io.caxton.v1.SkippedCheckpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says in words what an agent waits for, what would be slow, and what to do about it. */
final class RecoveryRemarks {
  private static final long SLOW_MILLIS = 2_000;

  private final State state;
  private final Agent agent;
  private final RecoveryPlans.Rows rows;
  private final List<String> remarks = new ArrayList<>();

  RecoveryRemarks(State state, Agent agent, RecoveryPlans.Rows rows) {
    this.state = state;
    this.agent = agent;
    this.rows = rows;
  }

  List<String> of(Refusal refusal) {
    agent();
    remarks.add(
        String.format(
            Locale.ROOT,
            "A recovery would be refused, %s: %s.",
            refusal.getReason(),
            refusal.getMessage()));
    return remarks;
  }

  List<String> of(RecoveryPlan.Builder plan, int runningTasks) {
    agent();
    replay(plan);
    checkpoints(plan);
    if (plan.getCareful()) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "The last recovery died: the next one reports before it applies events above %d.",
              plan.getCarefulAfterSeq()));
    }
    if (runningTasks > 0) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "%d tasks run at it now; a recovery gives them back, an attempt charged.",
              runningTasks));
    }
    if (plan.getOwesTotal() > 0) {
      remarks.add(String.format(Locale.ROOT, "It owes %d answers.", plan.getOwesTotal()));
    }
    last();
    return remarks;
  }

  private void agent() {
    RecoveryRecord recovery = rows.recovery();
    switch (agent.getState()) {
      case AGENT_STATE_RECOVERING -> recovering(recovery);
      case AGENT_STATE_QUARANTINED ->
          remarks.add(
              String.format(
                      Locale.ROOT,
                      "It is in quarantine: %s. Release it by skip, park, restore-before, or, if it"
                          + " was",
                      recovery.getQuarantine())
                  + " mended, retry.");
      case AGENT_STATE_LOST ->
          remarks.add("Its lease ended; it waits for an instance that begins its recovery.");
      case AGENT_STATE_STOPPED -> remarks.add("It has left, or was released; nobody recovers it.");
      default -> remarks.add(String.format(Locale.ROOT, "It runs, in epoch %d.", agent.getEpoch()));
    }
    places();
  }

  private void recovering(RecoveryRecord recovery) {
    remarks.add(
        String.format(
            Locale.ROOT,
            "It has been recovering for %d ms, in epoch %d%s.",
            state.tick() - recovery.getBegunTick(),
            agent.getEpoch(),
            recovery.getReportedSeq() == 0
                ? ""
                : "; it last reported event " + recovery.getReportedSeq()));
  }

  private void places() {
    long recovering =
        state.fleets().stream()
            .flatMap(fleet -> state.agents(fleet).values().stream())
            .filter(a -> a.getState() == AgentState.AGENT_STATE_RECOVERING)
            .count();
    int places = Limits.BUILT_IN.recoveriesMax();
    if (recovering >= places / 2) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "%d agents recover at once, of %d at most: those of low criticality wait.",
              recovering,
              places));
    }
  }

  private void replay(RecoveryPlan.Builder plan) {
    long events = Math.max(0, plan.getLastSeq() - plan.getFromSeq() + 1);
    if (plan.getEstimatedMillis() > SLOW_MILLIS) {
      remarks.add(
          String.format(
                  Locale.ROOT,
                  "It would take about %d ms, for %d events of %d bytes: save checkpoints more"
                      + " often, or",
                  plan.getEstimatedMillis(),
                  events,
                  plan.getReplayBytes())
              + " replay by partitions.");
    }
    long trimmable = Restorable.trimmableThrough(rows.checkpoints(), rows.journal());
    if (trimmable >= Math.max(1, rows.journal().getFirstSeq())) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "Events up to %d are needed by no kept checkpoint and can be trimmed.",
              trimmable));
    }
  }

  private void checkpoints(RecoveryPlan.Builder plan) {
    for (SkippedCheckpoint skipped : plan.getSkippedCheckpointsList()) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "Checkpoint %d is passed over: %s.",
              skipped.getVersion(),
              skipped.getCause()));
    }
    int restorable = Restorable.of(rows.checkpoints(), rows.journal()).size();
    if (restorable == 1) {
      remarks.add("It has one restorable checkpoint only: save another one.");
    } else if (restorable == 0 && rows.journal().getLastSeq() > 0) {
      remarks.add("It has no restorable checkpoint: it replays its whole journal.");
    }
  }

  private void last() {
    RecoveryRecord recovery = rows.recovery();
    if (recovery.getFailuresInRow() > 0) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "The last %d recoveries were not committed%s.",
              recovery.getFailuresInRow(),
              recovery.getSuspectSeq() == 0
                  ? ""
                  : "; event " + recovery.getSuspectSeq() + " is suspected"));
    } else if (recovery.getTookMillis() > SLOW_MILLIS) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "The last recovery took %d ms, %d of it to apply %d events.",
              recovery.getTookMillis(),
              recovery.getReplayMillis(),
              recovery.getEventsApplied()));
    }
  }
}
