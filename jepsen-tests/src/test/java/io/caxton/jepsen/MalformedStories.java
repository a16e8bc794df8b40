package io.caxton.jepsen;

import com.google.protobuf.ByteString;
import io.caxton.v1.AckMessagesRequest;
import io.caxton.v1.AppendEventsRequest;
import io.caxton.v1.BeginCheckpointRequest;
import io.caxton.v1.BeginRecoveryRequest;
import io.caxton.v1.CancelSagaRequest;
import io.caxton.v1.CheckpointsGrpc;
import io.caxton.v1.CloseConversationRequest;
import io.caxton.v1.CommitRecoveryRequest;
import io.caxton.v1.CommitRequest;
import io.caxton.v1.CommitsGrpc;
import io.caxton.v1.Compensation;
import io.caxton.v1.Completion;
import io.caxton.v1.ConversationsGrpc;
import io.caxton.v1.DeleteCheckpointRequest;
import io.caxton.v1.FinishCheckpointRequest;
import io.caxton.v1.JournalsGrpc;
import io.caxton.v1.MessageId;
import io.caxton.v1.NackMessagesRequest;
import io.caxton.v1.NewEvent;
import io.caxton.v1.NewMessage;
import io.caxton.v1.NewSagaStep;
import io.caxton.v1.NewTask;
import io.caxton.v1.OpenConversationRequest;
import io.caxton.v1.Performative;
import io.caxton.v1.PinCheckpointRequest;
import io.caxton.v1.PutCheckpointChunkRequest;
import io.caxton.v1.ReceiveMessagesRequest;
import io.caxton.v1.RecoveriesGrpc;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.ReleaseQuarantineRequest;
import io.caxton.v1.ReportRecoveryRequest;
import io.caxton.v1.ResolveCompensationRequest;
import io.caxton.v1.SagasGrpc;
import io.caxton.v1.SendMessagesRequest;
import io.caxton.v1.SubmitSagaRequest;
import io.caxton.v1.TrimEventsRequest;
import java.util.List;

/** Malformed calls of journals, checkpoints, conversations, commits and recoveries. */
final class MalformedStories {
  private static final String BAD = "not good!";
  private static final ByteString TOO_MUCH = ByteString.copyFrom(new byte[(1 << 20) + 1]);
  private static final NewEvent EVENT = NewEvent.newBuilder().setPartitionKey("p").build();
  private static final MessageId ID =
      MessageId.newBuilder().setConversationId("c").setSeq(1).build();
  private static final NewMessage MESSAGE =
      NewMessage.newBuilder()
          .setConversationId("c")
          .setToAgent("good")
          .setPerformative(Performative.PERFORMATIVE_INFORM)
          .build();

  private final MalformedCalls calls;
  private final GoodCalls good;

  MalformedStories(MalformedCalls calls, GoodCalls good) {
    this.calls = calls;
    this.good = good;
  }

  void add() {
    journals();
    checkpoints();
    conversations();
    commits();
    recoveries();
    sagas();
  }

  private void sagas() {
    var submit = SagasGrpc.getSubmitSagaMethod();
    SubmitSagaRequest submitting =
        SubmitSagaRequest.newBuilder()
            .setCall(good.call())
            .addSteps(
                NewSagaStep.newBuilder()
                    .setTask(NewTask.newBuilder())
                    .setCompensation(Compensation.newBuilder()))
            .build();
    calls.add(submit, submitting, "call.sequence", 0L);
    calls.add(submit, submitting, "fleet", BAD);
    calls.add(submit, submitting, "saga_id", "s".repeat(201));
    calls.add(submit, submitting, "steps", List.of());
    calls.add(submit, submitting, "steps[0].task.id", "own");
    calls.add(submit, submitting, "steps[0].compensation.payload", TOO_MUCH);
    calls.add(submit, submitting, "steps[0].compensation.hold_after_millis", -1L);
    calls.add(
        SagasGrpc.getCancelSagaMethod(),
        CancelSagaRequest.newBuilder().setCall(good.call()).setSagaId("s").build(),
        "saga_id",
        BAD);
    var resolve = SagasGrpc.getResolveCompensationMethod();
    ResolveCompensationRequest resolving =
        ResolveCompensationRequest.newBuilder()
            .setCall(good.call())
            .setSagaId("s")
            .setStep(1)
            .setResolution(ResolveCompensationRequest.Resolution.RESOLUTION_DONE)
            .build();
    calls.add(resolve, resolving, "saga_id", BAD);
    calls.add(resolve, resolving, "step", 0);
    calls.add(resolve, resolving, "task_id", "t");
  }

  private void journals() {
    var append = JournalsGrpc.getAppendEventsMethod();
    AppendEventsRequest appending =
        AppendEventsRequest.newBuilder()
            .setCall(good.call())
            .setAgentId("good")
            .setEpoch(1)
            .addEvents(EVENT)
            .build();
    calls.agentCall(append, appending);
    calls.list(append, appending, "events");
    calls.add(append, appending, "events[0].partition_key", "k".repeat(129));
    calls.add(append, appending, "events[0].body", TOO_MUCH);
    calls.agentCall(
        JournalsGrpc.getTrimEventsMethod(),
        TrimEventsRequest.newBuilder()
            .setCall(good.call())
            .setAgentId("good")
            .setEpoch(1)
            .setThroughSeq(1)
            .build());
  }

  private void checkpoints() {
    calls.agentCall(
        CheckpointsGrpc.getBeginCheckpointMethod(),
        BeginCheckpointRequest.newBuilder()
            .setCall(good.call())
            .setAgentId("good")
            .setEpoch(1)
            .build());
    var put = CheckpointsGrpc.getPutCheckpointChunkMethod();
    PutCheckpointChunkRequest putting =
        PutCheckpointChunkRequest.newBuilder()
            .setCall(good.call())
            .setAgentId("good")
            .setEpoch(1)
            .setUploadId(1)
            .setData(ByteString.copyFromUtf8("x"))
            .build();
    calls.agentCall(put, putting);
    calls.add(put, putting, "data", ByteString.EMPTY);
    calls.add(put, putting, "data", TOO_MUCH);
    var finish = CheckpointsGrpc.getFinishCheckpointMethod();
    FinishCheckpointRequest finishing =
        FinishCheckpointRequest.newBuilder()
            .setCall(good.call())
            .setAgentId("good")
            .setEpoch(1)
            .setUploadId(1)
            .setSizeBytes(1)
            .setSha256(ByteString.copyFrom(new byte[32]))
            .setSchemaId("s")
            .build();
    calls.agentCall(finish, finishing);
    calls.add(finish, finishing, "schema_id", "");
    calls.add(finish, finishing, "schema_id", "s".repeat(129));
    calls.add(finish, finishing, "build_id", "b".repeat(129));
    calls.add(finish, finishing, "sha256", ByteString.copyFrom(new byte[31]));
    calls.add(finish, finishing, "size_bytes", (64L << 20) + 1);
    calls.agentCall(
        CheckpointsGrpc.getDeleteCheckpointMethod(),
        DeleteCheckpointRequest.newBuilder()
            .setCall(good.call())
            .setAgentId("good")
            .setVersion(1)
            .build());
    calls.agentCall(
        CheckpointsGrpc.getPinCheckpointMethod(),
        PinCheckpointRequest.newBuilder()
            .setCall(good.call())
            .setAgentId("good")
            .setVersion(1)
            .build());
  }

  private void conversations() {
    var open = ConversationsGrpc.getOpenConversationMethod();
    OpenConversationRequest opening =
        OpenConversationRequest.newBuilder()
            .setCall(good.call())
            .setAgentId("good")
            .setEpoch(1)
            .build();
    calls.agentCall(open, opening);
    calls.add(open, opening, "conversation_id", BAD);
    calls.add(open, opening, "topic", "t".repeat(257));
    var send = ConversationsGrpc.getSendMessagesMethod();
    SendMessagesRequest sending =
        SendMessagesRequest.newBuilder()
            .setCall(good.call())
            .setAgentId("good")
            .setEpoch(1)
            .addMessages(MESSAGE)
            .build();
    calls.agentCall(send, sending);
    calls.list(send, sending, "messages");
    calls.add(send, sending, "messages[0].conversation_id", "");
    calls.add(send, sending, "messages[0].to_agent", BAD);
    calls.add(send, sending, "messages[0].to_labels", List.of(GoodCalls.label("k")));
    calls.add(send, sending, "messages[0].body", TOO_MUCH);
    calls.add(send, sending, "messages[0].reply_with", "r".repeat(257));
    calls.add(send, sending, "messages[0].ttl_millis", 31_536_000_001L);
    var receive = ConversationsGrpc.getReceiveMessagesMethod();
    ReceiveMessagesRequest receiving =
        ReceiveMessagesRequest.newBuilder()
            .setCall(good.call())
            .setAgentId("good")
            .setEpoch(1)
            .build();
    calls.agentCall(receive, receiving);
    calls.add(receive, receiving, "max_messages", 1_001);
    calls.add(receive, receiving, "wait_millis", 60_001);
    var ack = ConversationsGrpc.getAckMessagesMethod();
    AckMessagesRequest acking =
        AckMessagesRequest.newBuilder()
            .setCall(good.call())
            .setAgentId("good")
            .setEpoch(1)
            .addMessages(ID)
            .build();
    calls.agentCall(ack, acking);
    calls.list(ack, acking, "messages");
    calls.add(ack, acking, "messages[0].conversation_id", BAD);
    calls.add(ack, acking, "messages[0].seq", 0L);
    var nack = ConversationsGrpc.getNackMessagesMethod();
    NackMessagesRequest nacking =
        NackMessagesRequest.newBuilder()
            .setCall(good.call())
            .setAgentId("good")
            .setEpoch(1)
            .addMessages(ID)
            .build();
    calls.agentCall(nack, nacking);
    calls.list(nack, nacking, "messages");
    calls.add(nack, nacking, "delay_millis", 3_600_001);
    var close = ConversationsGrpc.getCloseConversationMethod();
    CloseConversationRequest closing =
        CloseConversationRequest.newBuilder()
            .setCall(good.call())
            .setAgentId("good")
            .setEpoch(1)
            .setConversationId("c")
            .build();
    calls.agentCall(close, closing);
    calls.add(close, closing, "conversation_id", "");
  }

  private void commits() {
    var commit = CommitsGrpc.getCommitMethod();
    CommitRequest committing =
        CommitRequest.newBuilder()
            .setCall(good.call())
            .setAgentId("good")
            .setEpoch(1)
            .addEvents(EVENT)
            .addAcks(ID)
            .addCompletions(Completion.newBuilder().setTaskId("t").setFence(1))
            .addMessages(MESSAGE)
            .addTasks(NewTask.newBuilder().setId("t2"))
            .build();
    calls.agentCall(commit, committing);
    calls.add(commit, committing, "events[0].body", TOO_MUCH);
    calls.add(commit, committing, "acks[0].seq", 0L);
    calls.add(commit, committing, "completions[0].task_id", BAD);
    calls.add(commit, committing, "messages[0].to_agent", BAD);
    calls.add(commit, committing, "tasks[0].priority", 10);
  }

  private void recoveries() {
    var begin = RecoveriesGrpc.getBeginRecoveryMethod();
    BeginRecoveryRequest beginning =
        BeginRecoveryRequest.newBuilder()
            .setCall(good.call())
            .setRegistration(RegisterAgentRequest.newBuilder().setAgentId("good"))
            .addSchemaIds("s")
            .build();
    calls.add(begin, beginning, "wait_millis", 60_001);
    calls.add(begin, beginning, "call.sequence", 0L);
    calls.add(begin, beginning, "registration.fleet", BAD);
    calls.add(begin, beginning, "registration.agent_id", "");
    calls.add(begin, beginning, "registration.lease_millis", 1);
    calls.add(begin, beginning, "schema_ids[0]", "");
    calls.agentCall(
        RecoveriesGrpc.getReportRecoveryMethod(),
        ReportRecoveryRequest.newBuilder()
            .setCall(good.call())
            .setAgentId("good")
            .setEpoch(1)
            .setApplyingSeq(1)
            .build());
    var commit = RecoveriesGrpc.getCommitRecoveryMethod();
    CommitRecoveryRequest committing =
        CommitRecoveryRequest.newBuilder()
            .setCall(good.call())
            .setAgentId("good")
            .setEpoch(1)
            .build();
    calls.agentCall(commit, committing);
    calls.add(commit, committing, "state_digest", ByteString.copyFrom(new byte[65]));
    var release = RecoveriesGrpc.getReleaseQuarantineMethod();
    ReleaseQuarantineRequest releasing =
        ReleaseQuarantineRequest.newBuilder()
            .setCall(good.call())
            .setAgentId("good")
            .setAction(ReleaseQuarantineRequest.Action.ACTION_RETRY)
            .build();
    calls.agentCall(release, releasing);
    calls.add(
        release,
        releasing,
        "action",
        ReleaseQuarantineRequest.Action.ACTION_UNSPECIFIED.getValueDescriptor());
  }
}
