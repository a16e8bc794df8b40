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
        "A recovery would be refused, %s: %s."
            .formatted(refusal.getReason(), refusal.getMessage()));
    return remarks;
  }

  List<String> of(RecoveryPlan.Builder plan, int runningTasks) {
    agent();
    replay(plan);
    checkpoints(plan);
    if (plan.getCareful()) {
      remarks.add(
          "The last recovery died: the next one reports before it applies events above %d."
              .formatted(plan.getCarefulAfterSeq()));
    }
    if (runningTasks > 0) {
      remarks.add(
          "%d tasks run at it now; a recovery gives them back, an attempt charged."
              .formatted(runningTasks));
    }
    if (plan.getOwesTotal() > 0) {
      remarks.add("It owes %d answers.".formatted(plan.getOwesTotal()));
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
              "It is in quarantine: %s. Release it by skip, park, restore-before, or, if it was"
                      .formatted(recovery.getQuarantine())
                  + " mended, retry.");
      case AGENT_STATE_LOST ->
          remarks.add("Its lease ended; it waits for an instance that begins its recovery.");
      case AGENT_STATE_STOPPED -> remarks.add("It has left, or was released; nobody recovers it.");
      default -> remarks.add("It runs, in epoch %d.".formatted(agent.getEpoch()));
    }
    places();
  }

  private void recovering(RecoveryRecord recovery) {
    remarks.add(
        "It has been recovering for %d ms, in epoch %d%s."
            .formatted(
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
          "%d agents recover at once, of %d at most: those of low criticality wait."
              .formatted(recovering, places));
    }
  }

  private void replay(RecoveryPlan.Builder plan) {
    long events = Math.max(0, plan.getLastSeq() - plan.getFromSeq() + 1);
    if (plan.getEstimatedMillis() > SLOW_MILLIS) {
      remarks.add(
          "It would take about %d ms, for %d events of %d bytes: save checkpoints more often, or"
                  .formatted(plan.getEstimatedMillis(), events, plan.getReplayBytes())
              + " replay by partitions.");
    }
    long trimmable = Restorable.trimmableThrough(rows.checkpoints(), rows.journal());
    if (trimmable >= Math.max(1, rows.journal().getFirstSeq())) {
      remarks.add(
          "Events up to %d are needed by no kept checkpoint and can be trimmed."
              .formatted(trimmable));
    }
  }

  private void checkpoints(RecoveryPlan.Builder plan) {
    for (SkippedCheckpoint skipped : plan.getSkippedCheckpointsList()) {
      remarks.add(
          "Checkpoint %d is passed over: %s.".formatted(skipped.getVersion(), skipped.getCause()));
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
          "The last %d recoveries were not committed%s."
              .formatted(
                  recovery.getFailuresInRow(),
                  recovery.getSuspectSeq() == 0
                      ? ""
                      : "; event " + recovery.getSuspectSeq() + " is suspected"));
    } else if (recovery.getTookMillis() > SLOW_MILLIS) {
      remarks.add(
          "The last recovery took %d ms, %d of it to apply %d events."
              .formatted(
                  recovery.getTookMillis(),
                  recovery.getReplayMillis(),
                  recovery.getEventsApplied()));
    }
  }
}
