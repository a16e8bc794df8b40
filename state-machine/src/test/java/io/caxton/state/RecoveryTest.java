package io.caxton.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.caxton.v1.Agent;
import io.caxton.v1.AgentState;
import io.caxton.v1.BeginRecoveryResponse;
import io.caxton.v1.Command;
import io.caxton.v1.Criticality;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.PlannedTask;
import io.caxton.v1.RecoveryPlan;
import io.caxton.v1.Refusal;
import io.caxton.v1.RegisterAgentRequest;
import org.junit.jupiter.api.Test;

class RecoveryTest {
  private final Replica replica = new Replica();
  private final Memoirs memoirs = new Memoirs(replica);
  private final Comebacks comebacks = new Comebacks(replica);

  private Agent agentWithEvents(int events) {
    Agent agent = replica.register("a");
    memoirs.append(agent, events);
    return agent;
  }

  private ErrorReason reason(Command.Builder command) {
    return replica.refusal(command).getReason();
  }

  @Test
  void shouldStartANewAgentFromNothing() {
    BeginRecoveryResponse begun = comebacks.begin("new");

    assertThat(begun.getAgent().getState()).isEqualTo(AgentState.AGENT_STATE_RECOVERING);
    assertThat(begun.getAgent().getEpoch()).isEqualTo(1);
    assertThat(begun.getPlan().hasCheckpoint()).isFalse();
    assertThat(begun.getPlan().getFromSeq()).isEqualTo(1);
    assertThat(begun.getPlan().getLastSeq()).isZero();
    assertThat(comebacks.commit(begun.getAgent(), 0).getState())
        .isEqualTo(AgentState.AGENT_STATE_RUNNING);
  }

  @Test
  void shouldPlanTheNewestCheckpointAndTheEventsAfterIt() {
    Agent agent = agentWithEvents(10);
    memoirs.save(agent, 4);
    memoirs.save(agent, 7);
    RecoveryPlan plan = comebacks.begin("a").getPlan();

    assertThat(plan.getPosition()).isEqualTo(replica.machine.position());
    assertThat(plan.getCheckpoint().getCoversSeq()).isEqualTo(7);
    assertThat(plan.getFromSeq()).isEqualTo(8);
    assertThat(plan.getLastSeq()).isEqualTo(10);
    assertThat(plan.getReplayBytes()).isEqualTo(memoirs.journal("a").getBytes() * 3 / 10);
    assertThat(plan.getCareful()).isFalse();
    assertThat(plan.getEstimatedMillis()).isPositive();
  }

  @Test
  void shouldSayWhatHappensToEachUnfinishedTask() {
    Agent agent = agentWithEvents(1);
    replica.submit("one", "two");
    replica.grants(agent, 2);
    RecoveryPlan plan = comebacks.begin("a").getPlan();

    assertThat(plan.getTasksList())
        .extracting(PlannedTask::getTaskId, PlannedTask::getFate)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("one", PlannedTask.Fate.FATE_RETRIED),
            org.assertj.core.groups.Tuple.tuple("two", PlannedTask.Fate.FATE_RETRIED));
  }

  @Test
  void shouldAlsoNameTheTasksThatWentBackWhenTheLeaseEnded() {
    Agent agent = agentWithEvents(1);
    replica.submit("one");
    replica.grants(agent, 1);
    replica.pass(10_000);

    assertThat(comebacks.begin("a").getPlan().getTasksList())
        .extracting(PlannedTask::getTaskId)
        .containsExactly("one");
    assertThat(comebacks.begin("a").getPlan().getTasksList()).isEmpty();
  }

  @Test
  void shouldLetARecoveringAgentDoNothingButRecover() {
    agentWithEvents(3);
    Agent agent = comebacks.begin("a").getAgent();

    assertThat(reason(Memoirs.command(memoirs.appending(agent, "x"))))
        .isEqualTo(ErrorReason.AGENT_RECOVERING);
    assertThat(reason(Replica.claim(agent, 1))).isEqualTo(ErrorReason.AGENT_RECOVERING);
    assertThat(reason(memoirs.beginning(agent))).isEqualTo(ErrorReason.AGENT_RECOVERING);
    assertThat(reason(memoirs.trimming(agent, 1))).isEqualTo(ErrorReason.AGENT_RECOVERING);

    Agent running = comebacks.commit(agent, 3);
    assertThat(running.getState()).isEqualTo(AgentState.AGENT_STATE_RUNNING);
    assertThat(memoirs.append(running, "x")).isEqualTo(4);
  }

  @Test
  void shouldCommitOnlyAWholeRecoveryOfTheNewestInstance() {
    agentWithEvents(3);
    Agent first = comebacks.begin("a").getAgent();
    Agent second = comebacks.begin("a").getAgent();

    assertThat(reason(Comebacks.command(comebacks.committing(first, 3))))
        .isEqualTo(ErrorReason.STALE_EPOCH);
    Refusal refusal = replica.refusal(Comebacks.command(comebacks.committing(second, 2)));
    assertThat(refusal.getReason()).isEqualTo(ErrorReason.RECOVERY_INCOMPLETE);
    assertThat(refusal.getDetails(0).getValue()).isEqualTo("3");
    assertThat(reason(Comebacks.command(comebacks.committing(second, 3).setCheckpointVersion(9))))
        .isEqualTo(ErrorReason.CHECKPOINT_INVALID);

    comebacks.commit(second, 3);
    assertThat(reason(Comebacks.command(comebacks.committing(second, 3))))
        .isEqualTo(ErrorReason.RECOVERY_INCOMPLETE);
  }

  @Test
  void shouldRaiseTheStateVersionAboveEveryCheckpoint() {
    Agent agent = agentWithEvents(3);
    long saved = memoirs.save(agent, 3).getVersion();
    Agent recovering = comebacks.begin("a").getAgent();
    long version =
        replica
            .reply(Comebacks.command(comebacks.committing(recovering, 3)))
            .getCommitRecovery()
            .getStateVersion();

    assertThat(version).isGreaterThan(saved);
    assertThat(memoirs.save(recovering, 3).getVersion()).isGreaterThan(version);
  }

  @Test
  void shouldRefuseAStateThatDiffersFromTheOneBefore() {
    agentWithEvents(3);
    comebacks.commit(comebacks.begin("a").getAgent(), 3);
    Agent again = comebacks.begin("a").getAgent();
    var other = comebacks.committing(again, 3).setStateDigest(ByteString.copyFromUtf8("other"));

    assertThat(reason(Comebacks.command(other))).isEqualTo(ErrorReason.DIGEST_MISMATCH);
    comebacks.commit(again, 3);
  }

  @Test
  void shouldRefuseACheckpointThatTheAgentCannotRead() {
    Agent agent = agentWithEvents(5);
    memoirs.save(agent, 2);
    var stranger = comebacks.beginning("a").clearSchemaIds().addSchemaIds("state-2");
    Refusal refusal = replica.refusal(Comebacks.command(stranger));

    assertThat(refusal.getReason()).isEqualTo(ErrorReason.SCHEMA_UNREADABLE);
    assertThat(refusal.getDetailsList()).anyMatch(d -> d.getValue().equals(Memoirs.SCHEMA));
    assertThat(replica.agent("a").getEpoch()).isEqualTo(1);

    // and by the journal alone it comes back all the same
    var alone = comebacks.beginning("a").clearSchemaIds().setIgnoreCheckpoints(true);
    RecoveryPlan plan = comebacks.begin(alone).getPlan();
    assertThat(plan.hasCheckpoint()).isFalse();
    assertThat(plan.getFromSeq()).isEqualTo(1);
  }

  @Test
  void shouldFallBackOverADamagedCheckpointAndCountIt() {
    Agent agent = agentWithEvents(10);
    long older = memoirs.save(agent, 4).getVersion();
    long newer = memoirs.save(agent, 7).getVersion();
    Result result = replica.apply(Comebacks.command(comebacks.naming("a", newer)));
    RecoveryPlan plan = result.reply().getBeginRecovery().getPlan();

    assertThat(plan.getCheckpoint().getVersion()).isEqualTo(older);
    assertThat(plan.getFromSeq()).isEqualTo(5);
    assertThat(plan.getSkippedCheckpoints(0).getVersion()).isEqualTo(newer);
    assertThat(plan.getSkippedCheckpoints(0).getCause()).isEqualTo("hash differs");
    assertThat(result.effects())
        .contains(new Effect.DataLost("default", "a", "checkpoint_damaged"));
    assertThat(comebacks.record("a").getDataLossTotal()).isEqualTo(1);

    // and counts it once
    comebacks.begin(comebacks.naming("a", newer));
    assertThat(comebacks.record("a").getDataLossTotal()).isEqualTo(1);
  }

  @Test
  void shouldNotPretendThatTrimmedEventsAreThere() {
    Agent agent = agentWithEvents(10);
    long older = memoirs.save(agent, 4).getVersion();
    long newer = memoirs.save(agent, 7).getVersion();
    replica.reply(memoirs.trimming(agent, 4));
    var bothDamaged = comebacks.naming("a", newer);
    bothDamaged.addDamagedCheckpoints(
        bothDamaged.getDamagedCheckpoints(0).toBuilder().setVersion(older));

    assertThat(reason(Comebacks.command(bothDamaged))).isEqualTo(ErrorReason.EVENTS_TRIMMED);
    assertThat(comebacks.record("a").getDataLossTotal()).isZero();

    RecoveryPlan plan =
        comebacks.begin(bothDamaged.setCall(replica.call()).setIgnoreCheckpoints(true)).getPlan();
    assertThat(plan.getFromSeq()).isEqualTo(5);
    assertThat(comebacks.record("a").getDataLossTotal()).isEqualTo(3);
  }

  @Test
  void shouldAdmitRecoveriesByCriticality() {
    Replica small =
        new Replica(
            new Limits(9, 99, 9, 9, 9, 99, 16, 1 << 20, 9, ConversationLimits.BUILT_IN, 10));
    Comebacks there = new Comebacks(small);
    for (int i = 0; i < 5; i++) {
      there.begin("low" + i);
    }
    RegisterAgentRequest.Builder low =
        RegisterAgentRequest.newBuilder()
            .setAgentId("low5")
            .setCriticality(Criticality.CRITICALITY_LOW);
    Refusal busy = small.refusal(Comebacks.command(there.beginning("x").setRegistration(low)));
    assertThat(busy.getReason()).isEqualTo(ErrorReason.RECOVERY_BUSY);
    assertThat(busy.getDetails(0).getKey()).isEqualTo("retry_millis");
    assertThat(Long.parseLong(busy.getDetails(0).getValue())).isBetween(100L, 499L);

    for (int i = 5; i < 8; i++) {
      there.begin("normal" + i);
    }
    assertThat(small.refusal(Comebacks.command(there.beginning("normal8"))).getReason())
        .isEqualTo(ErrorReason.RECOVERY_BUSY);
    RegisterAgentRequest.Builder high =
        RegisterAgentRequest.newBuilder()
            .setAgentId("high")
            .setCriticality(Criticality.CRITICALITY_HIGH);
    there.begin(there.beginning("x").setRegistration(high));

    // and one that begins again has its place already; one that is done gives it back
    Agent again = there.begin("normal7").getAgent();
    there.commit(again, 0);
    there.commit(there.begin("low0").getAgent(), 0);
    there.begin("normal8");
  }

  @Test
  void shouldCountWhatBecameOfEachRecovery() {
    agentWithEvents(3);
    comebacks.begin("a");
    Result again = replica.apply(Comebacks.command(comebacks.beginning("a")));
    assertThat(again.effects())
        .contains(
            new Effect.RecoveryFailed("default", "a"), new Effect.RecoveryBegun("default", "a"));
    comebacks.commit(again.reply().getBeginRecovery().getAgent(), 3);

    assertThat(comebacks.record("a").getAttemptsTotal()).isEqualTo(2);
    assertThat(comebacks.record("a").getFailedTotal()).isEqualTo(1);
    assertThat(comebacks.record("a").getRecoveredTotal()).isEqualTo(1);
    assertThat(comebacks.record("a").getFailuresInRow()).isZero();

    // and the agent's own speed is what the next estimate builds on
    memoirs.append(replica.agent("a"), 6);
    assertThat(comebacks.begin("a").getPlan().getEstimatedMillis()).isEqualTo(5 + 30);
  }
}
