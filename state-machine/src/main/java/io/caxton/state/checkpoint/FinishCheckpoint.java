package io.caxton.state.checkpoint;

import io.caxton.state.Effect;
import io.caxton.state.Refusals;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.v1.AgentCheckpoints;
import io.caxton.v1.Checkpoint;
import io.caxton.v1.CheckpointUpload;
import io.caxton.v1.FinishCheckpointRequest;
import io.caxton.v1.FinishCheckpointResponse;
import io.caxton.v1.Journal;
import io.caxton.v1.RecoveryRecord;
import io.caxton.v1.Refusal;
import io.caxton.v1.Reply;
import io.caxton.v1.Task;
import java.util.Locale;
import java.util.Optional;

/** Makes what was put a checkpoint, if it is what the agent says it is. */
public final class FinishCheckpoint {
  private static final int LISTED_MAX = 1_000;

  private final Core core;

  public FinishCheckpoint(Core core) {
    this.core = core;
  }

  public Reply apply(FinishCheckpointRequest request) {
    Fleet fleet = core.fleets().get(request.getFleet());
    Optional<Refusal> refusal =
        UploadGuard.check(
            fleet,
            request.getFleet(),
            request.getAgentId(),
            request.getEpoch(),
            request.getUploadId());
    if (refusal.isEmpty()) {
      refusal = check(fleet, request);
    }
    if (refusal.isPresent()) {
      return Refusals.reply(refusal.get());
    }
    Checkpoint checkpoint = save(fleet, request);
    return Reply.newBuilder()
        .setFinishCheckpoint(
            FinishCheckpointResponse.newBuilder()
                .setApplied(core.applied())
                .setCheckpoint(checkpoint))
        .build();
  }

  private static Optional<Refusal> check(Fleet fleet, FinishCheckpointRequest request) {
    AgentCheckpoints row = fleet.memory().checkpointsOf(request.getAgentId());
    Journal journal = journal(fleet, request.getAgentId());
    if (request.getCoversSeq() > journal.getLastSeq()
        || request.getCoversSeq() + 1 < journal.getFirstSeq()) {
      return Optional.of(
          UploadGuard.invalid(
              String.format(
                  Locale.ROOT,
                  "covers_seq is %d; the journal has %d to %d",
                  request.getCoversSeq(),
                  journal.getFirstSeq(),
                  journal.getLastSeq())));
    }
    if (request.getPinned() && CheckpointStore.pinned(row) >= CheckpointStore.PINNED_MAX) {
      return Optional.of(
          Refusals.limit("pinned checkpoints of an agent", CheckpointStore.PINNED_MAX));
    }
    return content(row.getUpload(), request);
  }

  private static Optional<Refusal> content(
      CheckpointUpload upload, FinishCheckpointRequest request) {
    if (request.hasReference()) {
      return upload.getChunks() == 0
          ? Optional.empty()
          : Optional.of(UploadGuard.invalid("chunks were put, and a reference is given"));
    }
    if (request.getSizeBytes() != upload.getBytes()) {
      return Optional.of(
          UploadGuard.invalid(
              String.format(
                  Locale.ROOT,
                  "size_bytes is %s; %d were put",
                  Long.toUnsignedString(request.getSizeBytes()),
                  upload.getBytes())));
    }
    return Sha256.from(upload.getSha256State())
            .finish(upload.getBytes())
            .equals(request.getSha256())
        ? Optional.empty()
        : Optional.of(UploadGuard.invalid("sha256 is not that of the bytes that were put"));
  }

  private Checkpoint save(Fleet fleet, FinishCheckpointRequest request) {
    String agentId = request.getAgentId();
    AgentCheckpoints row = fleet.memory().checkpointsOf(agentId);
    RecoveryRecord recovery = fleet.memory().recoveryOf(agentId);
    Checkpoint checkpoint =
        checkpoint(fleet, row.getUpload(), request, recovery.getStateVersion() + 1);
    fleet
        .memory()
        .recoveries()
        .put(agentId, recovery.toBuilder().setStateVersion(checkpoint.getVersion()).build());
    core.uploads().end(fleet, row.toBuilder().addCheckpoints(checkpoint).build());
    core.feed().add(fleet.name(), checkpoint);
    new CheckpointStore(core).forgetOld(fleet, agentId);
    core.output()
        .add(
            new Effect.CheckpointSaved(
                fleet.name(),
                agentId,
                request.hasReference()
                    ? request.getReference().getSizeBytes()
                    : request.getSizeBytes()));
    return checkpoint;
  }

  private Checkpoint checkpoint(
      Fleet fleet, CheckpointUpload upload, FinishCheckpointRequest request, long version) {
    Checkpoint.Builder checkpoint =
        Checkpoint.newBuilder()
            .setAgentId(request.getAgentId())
            .setVersion(version)
            .setEpoch(request.getEpoch())
            .setCoversSeq(request.getCoversSeq())
            .setSizeBytes(request.getSizeBytes())
            .setSha256(request.getSha256())
            .setSchemaId(request.getSchemaId())
            .setBuildId(request.getBuildId())
            .setPosition(core.progress().position())
            .setSavedWallMillis(core.progress().wallMillis())
            .setPinned(request.getPinned())
            .setStreamId(upload.getUploadId())
            .setChunks(upload.getChunks());
    if (request.hasReference()) {
      checkpoint.setReference(request.getReference()).setSha256(request.getReference().getSha256());
    }
    for (Task task : fleet.agentEntry(request.getAgentId()).running()) {
      if (checkpoint.getUnfinishedTasksCount() < LISTED_MAX) {
        checkpoint.addUnfinishedTasks(task.getId());
      }
    }
    if (fleet.mail().hasMailbox(request.getAgentId())) {
      fleet.mail().mailbox(request.getAgentId()).openConversations().stream()
          .limit(LISTED_MAX)
          .forEach(checkpoint::addOpenConversations);
    }
    return checkpoint.build();
  }

  private static Journal journal(Fleet fleet, String agentId) {
    Journal journal = fleet.memory().journals().get(agentId);
    return journal == null ? Journal.newBuilder().setFirstSeq(1).build() : journal;
  }
}
