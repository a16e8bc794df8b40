package io.caxton.state;

import com.google.protobuf.ByteString;
import io.caxton.v1.Agent;
import io.caxton.v1.BeginRecoveryRequest;
import io.caxton.v1.BeginRecoveryResponse;
import io.caxton.v1.Command;
import io.caxton.v1.CommitRecoveryRequest;
import io.caxton.v1.RecoveryRecord;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.ReleaseQuarantineRequest;
import io.caxton.v1.ReportRecoveryRequest;
import io.caxton.v1.SkippedCheckpoint;

/** Recoveries of a replica under test. */
final class Comebacks {
  private final Replica replica;

  Comebacks(Replica replica) {
    this.replica = replica;
  }

  BeginRecoveryRequest.Builder beginning(String agentId) {
    return BeginRecoveryRequest.newBuilder()
        .setCall(replica.call())
        .setRegistration(RegisterAgentRequest.newBuilder().setAgentId(agentId))
        .addSchemaIds(Memoirs.SCHEMA);
  }

  static Command.Builder command(BeginRecoveryRequest.Builder request) {
    return Command.newBuilder().setBeginRecovery(request);
  }

  BeginRecoveryResponse begin(BeginRecoveryRequest.Builder request) {
    return replica.reply(command(request)).getBeginRecovery();
  }

  BeginRecoveryResponse begin(String agentId) {
    return begin(beginning(agentId));
  }

  BeginRecoveryRequest.Builder naming(String agentId, long damagedVersion) {
    return beginning(agentId)
        .addDamagedCheckpoints(
            SkippedCheckpoint.newBuilder().setVersion(damagedVersion).setCause("hash differs"));
  }

  Command.Builder reporting(Agent agent, long seq) {
    return Command.newBuilder()
        .setReportRecovery(
            ReportRecoveryRequest.newBuilder()
                .setCall(replica.call())
                .setAgentId(agent.getId())
                .setEpoch(agent.getEpoch())
                .setApplyingSeq(seq));
  }

  void report(Agent agent, long seq) {
    replica.reply(reporting(agent, seq)).getReportRecovery();
  }

  CommitRecoveryRequest.Builder committing(Agent agent, long appliedSeq) {
    return CommitRecoveryRequest.newBuilder()
        .setCall(replica.call())
        .setAgentId(agent.getId())
        .setEpoch(agent.getEpoch())
        .setAppliedSeq(appliedSeq)
        .setStateDigest(ByteString.copyFromUtf8("digest at " + appliedSeq))
        .setTookMillis(20)
        .setEventsApplied(appliedSeq)
        .setReplayMillis(10);
  }

  static Command.Builder command(CommitRecoveryRequest.Builder request) {
    return Command.newBuilder().setCommitRecovery(request);
  }

  Agent commit(Agent agent, long appliedSeq) {
    return replica.reply(command(committing(agent, appliedSeq))).getCommitRecovery().getAgent();
  }

  Command.Builder releasing(String agentId, ReleaseQuarantineRequest.Action action) {
    return Command.newBuilder()
        .setReleaseQuarantine(
            ReleaseQuarantineRequest.newBuilder()
                .setCall(replica.call())
                .setAgentId(agentId)
                .setAction(action));
  }

  RecoveryRecord record(String agentId) {
    return replica.machine.freeze().recovery("", agentId).orElseThrow();
  }
}
