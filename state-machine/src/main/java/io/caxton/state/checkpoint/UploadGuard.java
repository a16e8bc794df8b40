package io.caxton.state.checkpoint;

import io.caxton.state.Refusals;
import io.caxton.state.agent.AgentGuard;
import io.caxton.state.core.Fleet;
import io.caxton.v1.CheckpointUpload;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Refusal;
import java.util.Optional;

/** Lets only the instance that began an upload go on with it. */
final class UploadGuard {
  private UploadGuard() {}

  static Optional<Refusal> check(
      Fleet fleet, String fleetGiven, String agentId, long epoch, long uploadId) {
    Optional<Refusal> refusal = AgentGuard.checkActive(fleet, fleetGiven, agentId, epoch);
    if (refusal.isPresent()) {
      return refusal;
    }
    CheckpointUpload upload = fleet.memory().checkpointsOf(agentId).getUpload();
    return upload.getUploadId() == uploadId && upload.getEpoch() == epoch && uploadId != 0
        ? Optional.empty()
        : Optional.of(
            invalid("upload " + uploadId + " is unknown: given up, finished, or never begun"));
  }

  static Refusal invalid(String message) {
    return Refusals.of(ErrorReason.CHECKPOINT_INVALID, message);
  }
}
