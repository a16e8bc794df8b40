package io.caxton.state;

import com.google.protobuf.ByteString;
import io.caxton.v1.Agent;
import io.caxton.v1.AgentCheckpoints;
import io.caxton.v1.AppendEventsRequest;
import io.caxton.v1.BeginCheckpointRequest;
import io.caxton.v1.BeginRecoveryRequest;
import io.caxton.v1.Checkpoint;
import io.caxton.v1.CheckpointUpload;
import io.caxton.v1.Command;
import io.caxton.v1.CommitRecoveryRequest;
import io.caxton.v1.DeleteCheckpointRequest;
import io.caxton.v1.FinishCheckpointRequest;
import io.caxton.v1.Journal;
import io.caxton.v1.NewEvent;
import io.caxton.v1.PinCheckpointRequest;
import io.caxton.v1.PutCheckpointChunkRequest;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.ReleaseQuarantineRequest;
import io.caxton.v1.ReportRecoveryRequest;
import io.caxton.v1.SkippedCheckpoint;
import io.caxton.v1.StateReference;
import io.caxton.v1.TrimEventsRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The commands of journals and checkpoints in a {@link RandomHistory}. */
final class RandomMemory {
  private final Random random;
  private final RandomHistory history;

  /** What was put into the newest upload of each agent, as far as this thinks. */
  private final Map<String, ByteString> put = new HashMap<>();

  RandomMemory(Random random, RandomHistory history) {
    this.random = random;
    this.history = history;
  }

  void fill(Command.Builder command) {
    Agent agent = history.agent();
    switch (random.nextInt(24)) {
      case 16, 17 -> beginRecovery(command, agent);
      case 18, 19, 20 ->
          command.setReportRecovery(
              ReportRecoveryRequest.newBuilder()
                  .setCall(history.call())
                  .setAgentId(agent.getId())
                  .setEpoch(agent.getEpoch())
                  .setApplyingSeq(1 + random.nextLong(Math.max(1, Math.min(2, lastSeq(agent))))));
      case 21, 22 ->
          command.setCommitRecovery(
              CommitRecoveryRequest.newBuilder()
                  .setCall(history.call())
                  .setAgentId(agent.getId())
                  .setEpoch(agent.getEpoch())
                  .setAppliedSeq(lastSeq(agent))
                  .setStateDigest(bytes(random.nextInt(20) == 0 ? 1 : 0))
                  .setEventsApplied(random.nextInt(9))
                  .setReplayMillis(random.nextInt(9)));
      case 23 ->
          command.setReleaseQuarantine(
              ReleaseQuarantineRequest.newBuilder()
                  .setCall(history.call())
                  .setAgentId(agent.getId())
                  .setActionValue(1 + random.nextInt(4)));
      case 0, 1, 2, 3 -> append(command, agent);
      case 4 -> trim(command, agent);
      case 5, 6, 7 -> begin(command, agent);
      case 8, 9, 10 -> putChunk(command, agent);
      case 11, 12, 13 -> finish(command, agent);
      case 14 ->
          command.setDeleteCheckpoint(
              DeleteCheckpointRequest.newBuilder()
                  .setCall(history.call())
                  .setAgentId(agent.getId())
                  .setVersion(version(agent)));
      default ->
          command.setPinCheckpoint(
              PinCheckpointRequest.newBuilder()
                  .setCall(history.call())
                  .setAgentId(agent.getId())
                  .setVersion(version(agent))
                  .setPinned(random.nextInt(3) == 0));
    }
  }

  private void append(Command.Builder command, Agent agent) {
    AppendEventsRequest.Builder request =
        AppendEventsRequest.newBuilder()
            .setCall(history.call())
            .setAgentId(agent.getId())
            .setEpoch(agent.getEpoch());
    if (random.nextBoolean()) {
      request.setExpectedLastSeq(Math.max(0, lastSeq(agent) - (random.nextInt(8) == 0 ? 1 : 0)));
    }
    for (int i = random.nextInt(4); i >= 0; i--) {
      request.addEvents(
          NewEvent.newBuilder()
              .setPartitionKey("p" + random.nextInt(2))
              .setBody(bytes(random.nextInt(60))));
    }
    command.setAppendEvents(request);
  }

  private void beginRecovery(Command.Builder command, Agent agent) {
    BeginRecoveryRequest.Builder request =
        BeginRecoveryRequest.newBuilder()
            .setCall(history.call())
            .setRegistration(
                RegisterAgentRequest.newBuilder()
                    .setAgentId(agent.getId())
                    .setLeaseMillis(500 + random.nextInt(5_000))
                    .setCriticalityValue(random.nextInt(4)))
            .addSchemaIds("s0");
    if (random.nextInt(3) > 0) {
      request.addSchemaIds("s1");
    }
    if (random.nextInt(4) == 0) {
      request.setIgnoreCheckpoints(true);
    }
    if (random.nextInt(5) == 0) {
      request.addDamagedCheckpoints(
          SkippedCheckpoint.newBuilder().setVersion(version(agent)).setCause("bad"));
    }
    command.setBeginRecovery(request);
  }

  private void trim(Command.Builder command, Agent agent) {
    command.setTrimEvents(
        TrimEventsRequest.newBuilder()
            .setCall(history.call())
            .setAgentId(agent.getId())
            .setEpoch(agent.getEpoch())
            .setThroughSeq(random.nextLong(lastSeq(agent) + 2)));
  }

  private void begin(Command.Builder command, Agent agent) {
    command.setBeginCheckpoint(
        BeginCheckpointRequest.newBuilder()
            .setCall(history.call())
            .setAgentId(agent.getId())
            .setEpoch(agent.getEpoch()));
  }

  private void putChunk(Command.Builder command, Agent agent) {
    ByteString data = bytes(1 + random.nextInt(200));
    int index = stored(agent).getChunks();
    put.put(
        agent.getId(),
        index == 0 ? data : put.getOrDefault(agent.getId(), ByteString.EMPTY).concat(data));
    command.setPutCheckpointChunk(
        PutCheckpointChunkRequest.newBuilder()
            .setCall(history.call())
            .setAgentId(agent.getId())
            .setEpoch(agent.getEpoch())
            .setUploadId(upload(agent))
            .setIndex(random.nextInt(10) == 0 ? index + 1 : index)
            .setData(data));
  }

  private void finish(Command.Builder command, Agent agent) {
    ByteString state =
        stored(agent).getChunks() == 0
            ? ByteString.EMPTY
            : put.getOrDefault(agent.getId(), ByteString.EMPTY);
    FinishCheckpointRequest.Builder request =
        FinishCheckpointRequest.newBuilder()
            .setCall(history.call())
            .setAgentId(agent.getId())
            .setEpoch(agent.getEpoch())
            .setUploadId(upload(agent))
            .setCoversSeq(Math.max(0, lastSeq(agent) - random.nextInt(3)))
            .setSchemaId("s" + random.nextInt(2))
            .setPinned(random.nextInt(9) == 0);
    if (random.nextInt(6) == 0) {
      request.setReference(StateReference.newBuilder().setUri("u").setSha256(bytes(32)));
    } else {
      request.setSizeBytes(state.size()).setSha256(Memoirs.sha256(state.toByteArray()));
    }
    command.setFinishCheckpoint(request);
  }

  private long upload(Agent agent) {
    return stored(agent).getUploadId() + (random.nextInt(12) == 0 ? 1 : 0);
  }

  private CheckpointUpload stored(Agent agent) {
    AgentCheckpoints row = history.state().fleet("").memory().checkpoints().get(agent.getId());
    return row == null ? CheckpointUpload.getDefaultInstance() : row.getUpload();
  }

  private long lastSeq(Agent agent) {
    return history.state().journal("", agent.getId()).map(Journal::getLastSeq).orElse(0L);
  }

  private long version(Agent agent) {
    List<Checkpoint> there = history.state().checkpoints("", agent.getId());
    return there.isEmpty() || random.nextInt(9) == 0
        ? 1 + random.nextInt(20)
        : there.get(random.nextInt(there.size())).getVersion();
  }

  private ByteString bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return ByteString.copyFrom(bytes);
  }
}
