package io.caxton.state.read;

import io.caxton.state.State;
import io.caxton.state.recovery.RecoveryPlans;
import io.caxton.v1.Agent;
import io.caxton.v1.AgentCheckpoints;
import io.caxton.v1.ExplainRecoveryRequest;
import io.caxton.v1.ExplainRecoveryResponse;
import io.caxton.v1.Journal;
import io.caxton.v1.RecoveryPlan;
import io.caxton.v1.RecoveryRecord;
import java.util.List;
import java.util.Optional;

/** What a recovery would find now. */
public final class RecoveryReads {
  private RecoveryReads() {}

  /** Without the read info. An unknown agent has no agent, no journal, and a remark. */
  public static ExplainRecoveryResponse explain(State state, ExplainRecoveryRequest request) {
    String fleet = request.getFleet();
    String agentId = request.getAgentId();
    Optional<Agent> agent = state.agent(fleet, agentId);
    if (agent.isEmpty()) {
      return ExplainRecoveryResponse.newBuilder()
          .addRemarks("No agent \"" + agentId + "\" was ever registered in this fleet.")
          .build();
    }
    RecoveryPlans.Rows rows =
        new RecoveryPlans.Rows(
            state.journal(fleet, agentId).orElse(Journal.getDefaultInstance()),
            AgentCheckpoints.newBuilder()
                .setAgentId(agentId)
                .addAllCheckpoints(state.checkpoints(fleet, agentId))
                .build(),
            state.recovery(fleet, agentId).orElse(RecoveryRecord.getDefaultInstance()));
    ExplainRecoveryResponse.Builder answer =
        ExplainRecoveryResponse.newBuilder()
            .setAgent(agent.get())
            .setJournal(rows.journal())
            .setLast(rows.recovery());
    RecoveryRemarks remarks = new RecoveryRemarks(state, agent.get(), rows);
    switch (RecoveryPlans.choose(rows, new RecoveryPlans.Wish(schemas(request, rows), false))) {
      case RecoveryPlans.Planned planned -> {
        RecoveryPlan.Builder plan = planned.plan().setPosition(state.position());
        plan.addAllTasks(rows.recovery().getLostTasksList());
        ConversationReads.addTo(plan, state, fleet, agentId);
        answer.setPlan(plan).addAllRemarks(remarks.of(plan, state.runningTasks(fleet, agentId)));
      }
      case RecoveryPlans.Refused refused -> answer.addAllRemarks(remarks.of(refused.refusal()));
    }
    return answer.build();
  }

  /** Nobody who asks without schemas means to be refused for them. */
  private static List<String> schemas(ExplainRecoveryRequest request, RecoveryPlans.Rows rows) {
    return request.getSchemaIdsCount() > 0
        ? request.getSchemaIdsList()
        : rows.checkpoints().getCheckpointsList().stream().map(c -> c.getSchemaId()).toList();
  }
}
