package io.caxton.state.check;

import io.caxton.v1.BeginRecoveryRequest;
import io.caxton.v1.CommitRecoveryRequest;
import io.caxton.v1.ReleaseQuarantineRequest;
import io.caxton.v1.ReportRecoveryRequest;
import io.caxton.v1.SkippedCheckpoint;

/** Requests about recoveries. */
final class RecoveryChecks {
  static final int SCHEMAS_MAX = 64;

  private static final int DAMAGED_MAX = 32;
  private static final int WAIT_MILLIS_MAX = 60_000;
  private static final int CAUSE_BYTES_MAX = 256;
  private static final int DIGEST_BYTES_MAX = 64;

  private RecoveryChecks() {}

  static void check(Checks checks, BeginRecoveryRequest request) {
    CommonChecks.call(checks, request.getCall());
    Path path = Path.ROOT.in("registration");
    CommonChecks.fleet(checks, path, request.getRegistration().getFleet());
    if (request.getRegistration().hasCall()) {
      checks.fail(path, "call", "given", "it must be empty: the recovery has one");
    }
    AgentChecks.registration(checks, path, request.getRegistration());
    checks.countMax(Path.ROOT, "schema_ids", request.getSchemaIdsCount(), SCHEMAS_MAX);
    for (int i = 0; i < request.getSchemaIdsCount() && !checks.failed(); i++) {
      checks.name(
          Path.ROOT,
          "schema_ids[" + i + "]",
          request.getSchemaIds(i),
          Characters.ID,
          CheckpointChecks.SCHEMA_CHARACTERS_MAX);
    }
    checks.countMax(
        Path.ROOT, "damaged_checkpoints", request.getDamagedCheckpointsCount(), DAMAGED_MAX);
    for (int i = 0; i < request.getDamagedCheckpointsCount() && !checks.failed(); i++) {
      damaged(checks, Path.ROOT.in("damaged_checkpoints", i), request.getDamagedCheckpoints(i));
    }
    checks.range(Path.ROOT, "wait_millis", request.getWaitMillis(), 0, WAIT_MILLIS_MAX);
  }

  private static void damaged(Checks checks, Path path, SkippedCheckpoint damaged) {
    checks.range(path, "version", damaged.getVersion(), 1, Long.MAX_VALUE);
    if (damaged.getCause().isEmpty()) {
      checks.fail(path, "cause", "empty", "it must have 1 to " + CAUSE_BYTES_MAX + " bytes");
    }
    checks.textMax(path, "cause", damaged.getCause(), CAUSE_BYTES_MAX);
  }

  static void check(Checks checks, ReportRecoveryRequest request) {
    CommonChecks.call(checks, request.getCall());
    CommonChecks.fleet(checks, request.getFleet());
    CommonChecks.agent(checks, Path.ROOT, request.getAgentId());
    checks.range(Path.ROOT, "applying_seq", request.getApplyingSeq(), 1, Long.MAX_VALUE);
  }

  static void check(Checks checks, CommitRecoveryRequest request) {
    CommonChecks.call(checks, request.getCall());
    CommonChecks.fleet(checks, request.getFleet());
    CommonChecks.agent(checks, Path.ROOT, request.getAgentId());
    checks.range(Path.ROOT, "applied_seq", request.getAppliedSeq(), 0, Long.MAX_VALUE);
    checks.bytesMax(Path.ROOT, "state_digest", request.getStateDigest().size(), DIGEST_BYTES_MAX);
    checks.range(
        Path.ROOT, "checkpoint_version", request.getCheckpointVersion(), 0, Long.MAX_VALUE);
    checks.range(Path.ROOT, "took_millis", request.getTookMillis(), 0, Long.MAX_VALUE);
    checks.range(Path.ROOT, "events_applied", request.getEventsApplied(), 0, Long.MAX_VALUE);
    checks.range(Path.ROOT, "replay_millis", request.getReplayMillis(), 0, Long.MAX_VALUE);
  }

  static void check(Checks checks, ReleaseQuarantineRequest request) {
    CommonChecks.call(checks, request.getCall());
    CommonChecks.fleet(checks, request.getFleet());
    CommonChecks.agent(checks, Path.ROOT, request.getAgentId());
    if (request.getActionValue() < 1
        || request.getAction() == ReleaseQuarantineRequest.Action.UNRECOGNIZED) {
      checks.fail(
          Path.ROOT, "action", Integer.toString(request.getActionValue()), "it must be 1 to 4");
    }
  }
}
