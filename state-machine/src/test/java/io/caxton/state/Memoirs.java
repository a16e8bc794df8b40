package io.caxton.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.caxton.state.body.DamagedBodyException;
import io.caxton.v1.Agent;
import io.caxton.v1.AppendEventsRequest;
import io.caxton.v1.BeginCheckpointRequest;
import io.caxton.v1.Checkpoint;
import io.caxton.v1.Command;
import io.caxton.v1.Event;
import io.caxton.v1.FinishCheckpointRequest;
import io.caxton.v1.Journal;
import io.caxton.v1.NewEvent;
import io.caxton.v1.PutCheckpointChunkRequest;
import io.caxton.v1.TrimEventsRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/** Journals and checkpoints of a replica under test. */
final class Memoirs {
  static final String SCHEMA = "state-1";

  private final Replica replica;

  Memoirs(Replica replica) {
    this.replica = replica;
  }

  AppendEventsRequest.Builder appending(Agent agent, String... bodies) {
    AppendEventsRequest.Builder request =
        AppendEventsRequest.newBuilder()
            .setCall(replica.call())
            .setAgentId(agent.getId())
            .setEpoch(agent.getEpoch());
    for (String body : bodies) {
      request.addEvents(
          NewEvent.newBuilder().setPartitionKey("p").setBody(ByteString.copyFromUtf8(body)));
    }
    return request;
  }

  static Command.Builder command(AppendEventsRequest.Builder request) {
    return Command.newBuilder().setAppendEvents(request);
  }

  /** Returns the last sequence. */
  long append(Agent agent, String... bodies) {
    return replica.reply(command(appending(agent, bodies))).getAppendEvents().getLastSeq();
  }

  /** So many events. */
  long append(Agent agent, int events) {
    String[] bodies = new String[events];
    for (int i = 0; i < events; i++) {
      bodies[i] = "event " + i;
    }
    return append(agent, bodies);
  }

  Journal journal(String agentId) {
    return replica.machine.freeze().journal("", agentId).orElseThrow();
  }

  List<String> read(String agentId) throws DamagedBodyException {
    Journal journal = journal(agentId);
    List<String> bodies = new ArrayList<>();
    long next =
        replica
            .machine
            .freeze()
            .bodies()
            .read(
                journal.getStreamId(),
                journal.getFirstSeq(),
                journal.getLastSeq(),
                (seq, array, offset, length) -> {
                  try {
                    Event event = Event.parser().parseFrom(array, offset, length);
                    assertThat(event.getSeq()).isEqualTo(seq);
                    return bodies.add(event.getBody().toStringUtf8());
                  } catch (com.google.protobuf.InvalidProtocolBufferException e) {
                    throw new IllegalStateException(e);
                  }
                });
    assertThat(next).isEqualTo(journal.getLastSeq() + 1);
    return bodies;
  }

  Command.Builder trimming(Agent agent, long throughSeq) {
    return Command.newBuilder()
        .setTrimEvents(
            TrimEventsRequest.newBuilder()
                .setCall(replica.call())
                .setAgentId(agent.getId())
                .setEpoch(agent.getEpoch())
                .setThroughSeq(throughSeq));
  }

  Command.Builder beginning(Agent agent) {
    return Command.newBuilder()
        .setBeginCheckpoint(
            BeginCheckpointRequest.newBuilder()
                .setCall(replica.call())
                .setAgentId(agent.getId())
                .setEpoch(agent.getEpoch()));
  }

  long begin(Agent agent) {
    return replica.reply(beginning(agent)).getBeginCheckpoint().getUploadId();
  }

  Command.Builder putting(Agent agent, long uploadId, int index, byte[] data) {
    return Command.newBuilder()
        .setPutCheckpointChunk(
            PutCheckpointChunkRequest.newBuilder()
                .setCall(replica.call())
                .setAgentId(agent.getId())
                .setEpoch(agent.getEpoch())
                .setUploadId(uploadId)
                .setIndex(index)
                .setData(ByteString.copyFrom(data)));
  }

  FinishCheckpointRequest.Builder finishing(
      Agent agent, long uploadId, long coversSeq, byte[] state) {
    return FinishCheckpointRequest.newBuilder()
        .setCall(replica.call())
        .setAgentId(agent.getId())
        .setEpoch(agent.getEpoch())
        .setUploadId(uploadId)
        .setCoversSeq(coversSeq)
        .setSizeBytes(state.length)
        .setSha256(sha256(state))
        .setSchemaId(SCHEMA)
        .setBuildId("build 7");
  }

  static Command.Builder command(FinishCheckpointRequest.Builder request) {
    return Command.newBuilder().setFinishCheckpoint(request);
  }

  /** Saves a state of one chunk. */
  Checkpoint save(Agent agent, long coversSeq, byte[] state) {
    long uploadId = begin(agent);
    replica.reply(putting(agent, uploadId, 0, state));
    return replica
        .reply(command(finishing(agent, uploadId, coversSeq, state)))
        .getFinishCheckpoint()
        .getCheckpoint();
  }

  Checkpoint save(Agent agent, long coversSeq) {
    return save(
        agent,
        coversSeq,
        ("state at " + coversSeq).getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  List<Long> versions(String agentId) {
    return replica.machine.freeze().checkpoints("", agentId).stream()
        .map(Checkpoint::getVersion)
        .toList();
  }

  static ByteString sha256(byte[] state) {
    try {
      return ByteString.copyFrom(MessageDigest.getInstance("SHA-256").digest(state));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
