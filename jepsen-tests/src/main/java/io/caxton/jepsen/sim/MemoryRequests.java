package io.caxton.jepsen.sim;

import com.google.protobuf.ByteString;
import io.caxton.v1.AckMessagesRequest;
import io.caxton.v1.AppendEventsRequest;
import io.caxton.v1.BeginCheckpointRequest;
import io.caxton.v1.Call;
import io.caxton.v1.CloseConversationRequest;
import io.caxton.v1.Command;
import io.caxton.v1.CommitRequest;
import io.caxton.v1.FinishCheckpointRequest;
import io.caxton.v1.MessageId;
import io.caxton.v1.NackMessagesRequest;
import io.caxton.v1.NewEvent;
import io.caxton.v1.NewMessage;
import io.caxton.v1.NewTask;
import io.caxton.v1.OpenConversationRequest;
import io.caxton.v1.Performative;
import io.caxton.v1.PutCheckpointChunkRequest;
import io.caxton.v1.ReceiveMessagesRequest;
import io.caxton.v1.SendMessagesRequest;
import io.caxton.v1.StateReference;
import io.caxton.v1.TrimEventsRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What agents that remember ask for: journals, checkpoints, conversations and commits; and sagas,
 * which the model does not know either. Few ids and small sequences, so that many requests meet
 * something.
 */
final class MemoryRequests {
  private static final int CONVERSATIONS = 3;
  private static final int AGENTS = 4;
  private static final int SEQ_MAX = 25;
  private static final int HASH_BYTES = 32;

  private final Random random;
  private final Knowledge known;
  private final SagaRequests sagas;
  private Call call;

  MemoryRequests(Random random, Knowledge known) {
    this.random = random;
    this.known = known;
    this.sagas = new SagaRequests(random, known);
  }

  Command next(Call forCall) {
    if (random.nextInt(3) == 0) {
      return sagas.next(forCall);
    }
    call = forCall;
    Command.Builder command = Command.newBuilder();
    switch (random.nextInt(24)) {
      case 0, 1, 2 -> command.setAppendEvents(append());
      case 3 -> command.setTrimEvents(trim());
      case 4, 5 -> command.setBeginCheckpoint(beginCheckpoint());
      case 6 -> command.setPutCheckpointChunk(putChunk());
      case 7, 8 -> command.setFinishCheckpoint(finishCheckpoint());
      case 9, 10 -> command.setOpenConversation(open());
      case 11, 12, 13, 14 -> command.setSendMessages(send());
      case 15, 16, 17 -> command.setReceiveMessages(receive());
      case 18, 19 -> command.setAckMessages(ack());
      case 20 -> command.setNackMessages(nack());
      case 21 -> closeSeldom(command);
      default -> command.setCommit(commit());
    }
    return command.build();
  }

  private AppendEventsRequest.Builder append() {
    AppendEventsRequest.Builder request =
        AppendEventsRequest.newBuilder()
            .setCall(call)
            .setAgentId(known.agentId)
            .setEpoch(known.epoch)
            .addAllEvents(events(1 + random.nextInt(4)));
    if (random.nextInt(3) == 0) {
      request.setExpectedLastSeq(random.nextInt(SEQ_MAX));
    }
    return request;
  }

  private List<NewEvent> events(int count) {
    List<NewEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(
          NewEvent.newBuilder()
              .setPartitionKey(random.nextBoolean() ? "" : "p" + random.nextInt(3))
              .setBody(body())
              .build());
    }
    return events;
  }

  private ByteString body() {
    return ByteString.copyFromUtf8("body " + random.nextInt(1_000));
  }

  private TrimEventsRequest.Builder trim() {
    return TrimEventsRequest.newBuilder()
        .setCall(call)
        .setAgentId(known.agentId)
        .setEpoch(known.epoch)
        .setThroughSeq(1 + random.nextInt(SEQ_MAX));
  }

  private BeginCheckpointRequest.Builder beginCheckpoint() {
    return BeginCheckpointRequest.newBuilder()
        .setCall(call)
        .setAgentId(known.agentId)
        .setEpoch(known.epoch);
  }

  private PutCheckpointChunkRequest.Builder putChunk() {
    return PutCheckpointChunkRequest.newBuilder()
        .setCall(call)
        .setAgentId(known.agentId)
        .setEpoch(known.epoch)
        .setUploadId(known.upload)
        .setData(body());
  }

  /** Mostly by reference, which needs no chunks; at times of bytes whose hash does not fit. */
  private FinishCheckpointRequest.Builder finishCheckpoint() {
    ByteString hash = ByteString.copyFrom(new byte[HASH_BYTES]);
    FinishCheckpointRequest.Builder request =
        FinishCheckpointRequest.newBuilder()
            .setCall(call)
            .setAgentId(known.agentId)
            .setEpoch(known.epoch)
            .setUploadId(known.upload)
            .setCoversSeq(random.nextInt(SEQ_MAX))
            .setSchemaId("sim")
            .setPinned(random.nextInt(8) == 0);
    return random.nextInt(4) == 0
        ? request.setSizeBytes(6).setSha256(hash)
        : request.setReference(
            StateReference.newBuilder().setUri("sim:" + random.nextInt(9)).setSha256(hash));
  }

  private OpenConversationRequest.Builder open() {
    return OpenConversationRequest.newBuilder()
        .setCall(call)
        .setAgentId(known.agentId)
        .setEpoch(known.epoch)
        .setConversationId(conversation())
        .setIdleTimeoutMillis(random.nextInt(4) == 0 ? 1_000 + random.nextInt(30_000) : 0);
  }

  private SendMessagesRequest.Builder send() {
    SendMessagesRequest.Builder request =
        SendMessagesRequest.newBuilder()
            .setCall(call)
            .setAgentId(known.agentId)
            .setEpoch(known.epoch);
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      request.addMessages(message());
    }
    return request;
  }

  private NewMessage message() {
    NewMessage.Builder message =
        NewMessage.newBuilder()
            .setConversationId(conversation())
            .setToAgent("a" + random.nextInt(AGENTS))
            .setPerformative(Performative.PERFORMATIVE_INFORM)
            .setBody(body());
    if (random.nextInt(3) == 0) {
      message.setReplyWith("r" + random.nextInt(20));
      if (random.nextBoolean()) {
        message.setReplyWithinMillis(1 + random.nextInt(10_000));
      }
    } else if (random.nextInt(3) == 0) {
      message.setInReplyTo("r" + random.nextInt(20));
    }
    if (random.nextInt(5) == 0) {
      message.setTtlMillis(1 + random.nextInt(10_000));
    }
    return message.build();
  }

  private ReceiveMessagesRequest.Builder receive() {
    return ReceiveMessagesRequest.newBuilder()
        .setCall(call)
        .setAgentId(known.agentId)
        .setEpoch(known.epoch)
        .setMaxMessages(random.nextInt(4));
  }

  private AckMessagesRequest.Builder ack() {
    return AckMessagesRequest.newBuilder()
        .setCall(call)
        .setAgentId(known.agentId)
        .setEpoch(known.epoch)
        .addMessages(received());
  }

  private NackMessagesRequest.Builder nack() {
    return NackMessagesRequest.newBuilder()
        .setCall(call)
        .setAgentId(known.agentId)
        .setEpoch(known.epoch)
        .setDelayMillis(random.nextInt(3_000))
        .addMessages(received());
  }

  private void closeSeldom(Command.Builder command) {
    if (random.nextInt(4) > 0) {
      command.setReceiveMessages(receive());
    } else {
      command.setCloseConversation(
          CloseConversationRequest.newBuilder()
              .setCall(call)
              .setAgentId(known.agentId)
              .setEpoch(known.epoch)
              .setConversationId(conversation()));
    }
  }

  /** Completions are left out: the promises about grants look at their own calls only. */
  private CommitRequest.Builder commit() {
    CommitRequest.Builder request =
        CommitRequest.newBuilder()
            .setCall(call)
            .setAgentId(known.agentId)
            .setEpoch(known.epoch)
            .addAllEvents(events(random.nextInt(3)));
    if (random.nextInt(3) > 0) {
      request.addAcks(received());
    }
    if (random.nextBoolean()) {
      request.addMessages(message());
    }
    if (random.nextInt(6) == 0) {
      request.addTasks(NewTask.newBuilder().setQueue("q0").setId("m" + random.nextInt(40)));
    }
    return request;
  }

  /** What it was given, or any. */
  private MessageId received() {
    return known.received.isEmpty() || random.nextInt(6) == 0
        ? MessageId.newBuilder()
            .setConversationId(conversation())
            .setSeq(1 + random.nextInt(SEQ_MAX))
            .build()
        : known.received.get(random.nextInt(known.received.size()));
  }

  private String conversation() {
    return "c" + random.nextInt(CONVERSATIONS);
  }
}
