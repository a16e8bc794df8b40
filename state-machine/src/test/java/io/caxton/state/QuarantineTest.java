package io.caxton.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.state.body.DamagedBodyException;
import io.caxton.state.read.RecoveryReads;
import io.caxton.v1.Agent;
import io.caxton.v1.AgentState;
import io.caxton.v1.BeginRecoveryResponse;
import io.caxton.v1.Command;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.ExplainRecoveryRequest;
import io.caxton.v1.Journal;
import io.caxton.v1.RecoveryPlan;
import io.caxton.v1.Refusal;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.ReleaseQuarantineRequest.Action;
import org.junit.jupiter.api.Test;

/** An agent that dies again and again at one event. */
class QuarantineTest {
  private final Replica replica = new Replica();
  private final Memoirs memoirs = new Memoirs(replica);
  private final Comebacks comebacks = new Comebacks(replica);

  /** Recovers until it dies at the poison or is done; the lease ends when it died. */
  private BeginRecoveryResponse run(long poison) {
    BeginRecoveryResponse begun = comebacks.begin("a");
    RecoveryPlan plan = begun.getPlan();
    for (long seq = plan.getFromSeq(); seq <= plan.getLastSeq(); seq++) {
      if (plan.getSkippedSeqsList().contains(seq)) {
        continue;
      }
      if (plan.getCareful() && isReported(plan, seq)) {
        comebacks.report(begun.getAgent(), seq);
      }
      if (seq == poison) {
        replica.pass(10_000);
        return begun;
      }
    }
    comebacks.commit(begun.getAgent(), plan.getLastSeq());
    return begun;
  }

  private static boolean isReported(RecoveryPlan plan, long seq) {
    long above = seq - plan.getCarefulAfterSeq() - 1;
    return above >= 0
        && (seq <= plan.getCarefulThroughSeq()
            ? above % Math.max(1, plan.getCarefulStride()) == 0
            : seq == plan.getCarefulThroughSeq() + 1);
  }

  private void givenAQuarantinedAgent(int events, long poison) {
    Agent agent = replica.register("a");
    for (int left = events; left > 0; left -= 1_000) {
      memoirs.append(agent, Math.min(left, 1_000));
      replica.pass(1_000);
      replica.reply(renewal(agent));
    }
    memoirs.save(agent, 1);
    memoirs.save(agent, 2);
    for (int deaths = 0; state() != AgentState.AGENT_STATE_QUARANTINED; deaths++) {
      assertThat(deaths).isLessThan(8);
      run(poison);
    }
  }

  private static Command.Builder renewal(Agent agent) {
    return Command.newBuilder()
        .setRenewAgents(
            io.caxton.v1.RenewAgentsRequest.newBuilder()
                .addRenewals(
                    io.caxton.v1.Renewal.newBuilder()
                        .setAgentId(agent.getId())
                        .setEpoch(agent.getEpoch())));
  }

  private AgentState state() {
    return replica.agent("a").getState();
  }

  @Test
  void shouldNameTheEventThatKillsItAfterThreeDeathsAtIt() {
    Agent agent = replica.register("a");
    memoirs.append(agent, 9);

    assertThat(run(6).getPlan().getCareful()).isFalse();
    RecoveryPlan second = run(6).getPlan();
    assertThat(second.getCareful()).isTrue();
    assertThat(second.getCarefulAfterSeq()).isZero();
    RecoveryPlan third = run(6).getPlan();
    assertThat(third.getCarefulAfterSeq()).isEqualTo(5);
    run(6);

    assertThat(state()).isEqualTo(AgentState.AGENT_STATE_QUARANTINED);
    Refusal refusal = replica.refusal(Comebacks.command(comebacks.beginning("a")));
    assertThat(refusal.getReason()).isEqualTo(ErrorReason.AGENT_QUARANTINED);
    assertThat(refusal.getDetails(0).getKey()).isEqualTo("event_seq");
    assertThat(refusal.getDetails(0).getValue()).isEqualTo("6");
    assertThat(
            replica
                .refusal(
                    Command.newBuilder()
                        .setRegisterAgent(
                            RegisterAgentRequest.newBuilder()
                                .setCall(replica.call())
                                .setAgentId("a")))
                .getReason())
        .isEqualTo(ErrorReason.AGENT_QUARANTINED);
    assertThat(explain())
        .anyMatch(remark -> remark.contains("quarantine") && remark.contains("event 6"));
  }

  private java.util.List<String> explain() {
    return RecoveryReads.explain(
            replica.machine.freeze(), ExplainRecoveryRequest.newBuilder().setAgentId("a").build())
        .getRemarksList();
  }

  @Test
  void shouldFindTheEventAmongManyWithFewReports() {
    givenAQuarantinedAgent(5_000, 3_333);

    assertThat(comebacks.record("a").getSuspectSeq()).isEqualTo(3_333);
    assertThat(comebacks.record("a").getFailedTotal()).isLessThanOrEqualTo(5);
  }

  @Test
  void shouldNotBlameAnEventForDeathsAtDifferentOnes() {
    Agent agent = replica.register("a");
    memoirs.append(agent, 9);
    run(1);
    for (int i = 0; i < 6; i++) {
      run(3 + i % 2);
    }

    assertThat(state()).isEqualTo(AgentState.AGENT_STATE_LOST);
    run(0);
    assertThat(state()).isEqualTo(AgentState.AGENT_STATE_RUNNING);
    assertThat(comebacks.record("a").getSuspectSeq()).isZero();
    assertThat(comebacks.begin("a").getPlan().getCareful()).isFalse();
  }

  @Test
  void shouldRefuseTheFourthTryEvenBeforeTheLeaseOfTheThirdEnds() {
    Agent agent = replica.register("a");
    memoirs.append(agent, 3);
    for (int deaths = 0; deaths < 3; deaths++) {
      comebacks.report(comebacks.begin("a").getAgent(), 2);
    }
    long epoch = replica.agent("a").getEpoch();

    assertThat(replica.refusal(Comebacks.command(comebacks.beginning("a"))).getReason())
        .isEqualTo(ErrorReason.AGENT_QUARANTINED);
    assertThat(replica.agent("a").getEpoch()).isEqualTo(epoch);
    replica.pass(10_000);
    assertThat(state()).isEqualTo(AgentState.AGENT_STATE_QUARANTINED);
  }

  @Test
  void shouldLeaveTheEventOutForEverWhenSkipped() {
    givenAQuarantinedAgent(9, 6);
    replica.reply(comebacks.releasing("a", Action.ACTION_SKIP));

    assertThat(state()).isEqualTo(AgentState.AGENT_STATE_STOPPED);
    assertThat(run(6).getPlan().getSkippedSeqsList()).containsExactly(6L);
    assertThat(state()).isEqualTo(AgentState.AGENT_STATE_RUNNING);
    assertThat(replica.refusal(comebacks.releasing("a", Action.ACTION_SKIP)).getReason())
        .isEqualTo(ErrorReason.NOT_FOUND);
  }

  @Test
  void shouldKeepAParkedEventWhateverIsTrimmed() throws DamagedBodyException {
    givenAQuarantinedAgent(9, 6);
    replica.reply(comebacks.releasing("a", Action.ACTION_PARK));
    run(6);
    Agent agent = replica.agent("a");
    memoirs.save(agent, 8);
    memoirs.save(agent, 9);
    replica.reply(memoirs.trimming(agent, 8));

    Journal journal = memoirs.journal("a");
    assertThat(journal.getParkedSeqsList()).containsExactly(6L);
    assertThat(journal.getSkippedSeqsList()).containsExactly(6L);
    var liveness = replica.machine.core().bodies().freezeRuns().liveness();
    assertThat(liveness.isLive(journal.getStreamId(), 6)).isTrue();
    assertThat(liveness.isLive(journal.getStreamId(), 7)).isFalse();
  }

  @Test
  void shouldRestoreTheCheckpointBefore() {
    givenAQuarantinedAgent(9, 6);
    replica.reply(comebacks.releasing("a", Action.ACTION_RESTORE_BEFORE));
    RecoveryPlan plan = run(0).getPlan();

    assertThat(plan.getCheckpoint().getCoversSeq()).isEqualTo(1);
    assertThat(plan.getSkippedCheckpoints(0).getCause()).contains("event 6");
    assertThat(comebacks.record("a").getDataLossTotal()).isEqualTo(1);
  }

  @Test
  void shouldTryOnceMoreAfterTheAgentWasMended() {
    givenAQuarantinedAgent(9, 6);
    replica.reply(comebacks.releasing("a", Action.ACTION_RETRY));
    RecoveryPlan plan = run(0).getPlan();

    assertThat(plan.getCareful()).isFalse();
    assertThat(plan.getSkippedSeqsList()).isEmpty();
    assertThat(state()).isEqualTo(AgentState.AGENT_STATE_RUNNING);
  }
}
