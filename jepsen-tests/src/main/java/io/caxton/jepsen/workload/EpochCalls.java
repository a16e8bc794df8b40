package io.caxton.jepsen.workload;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.caxton.client.AgentEpoch;
import io.caxton.jepsen.client.RawCall;
import io.caxton.v1.AckMessagesRequest;
import io.caxton.v1.AgentsGrpc;
import io.caxton.v1.AppendEventsRequest;
import io.caxton.v1.BeginCheckpointRequest;
import io.caxton.v1.Call;
import io.caxton.v1.CheckpointsGrpc;
import io.caxton.v1.ClaimTasksRequest;
import io.caxton.v1.CloseConversationRequest;
import io.caxton.v1.CommitRecoveryRequest;
import io.caxton.v1.CommitRequest;
import io.caxton.v1.CommitsGrpc;
import io.caxton.v1.CompleteTasksRequest;
import io.caxton.v1.Completion;
import io.caxton.v1.ConversationsGrpc;
import io.caxton.v1.DeregisterAgentRequest;
import io.caxton.v1.DrainAgentRequest;
import io.caxton.v1.ExtendTasksRequest;
import io.caxton.v1.Extension;
import io.caxton.v1.FailTasksRequest;
import io.caxton.v1.Failure;
import io.caxton.v1.FinishCheckpointRequest;
import io.caxton.v1.JournalsGrpc;
import io.caxton.v1.MessageId;
import io.caxton.v1.NackMessagesRequest;
import io.caxton.v1.OpenConversationRequest;
import io.caxton.v1.PutCheckpointChunkRequest;
import io.caxton.v1.ReceiveMessagesRequest;
import io.caxton.v1.RecoveriesGrpc;
import io.caxton.v1.Release;
import io.caxton.v1.ReleaseTasksRequest;
import io.caxton.v1.RenewAgentsRequest;
import io.caxton.v1.Renewal;
import io.caxton.v1.ReportRecoveryRequest;
import io.caxton.v1.SendMessagesRequest;
import io.caxton.v1.TasksGrpc;
import io.caxton.v1.TrimEventsRequest;
import io.grpc.MethodDescriptor;
import java.util.List;

/**
 * Every kind of call in which an agent acts in its epoch, well formed; what they name need not be
 * there, since an older epoch must be refused before anything else is looked at.
 */
final class EpochCalls {
  /** Above every journal's end: what it is asked for is refused to the newest instance. */
  private static final long FAR_SEQ = 1_000_000_000_000L;

  private static final MessageId MESSAGE =
      MessageId.newBuilder().setConversationId("haunted").setSeq(1).build();

  /**
   * One kind of call.
   *
   * @param prototype without call, agent and epoch
   */
  record Kind(MethodDescriptor<? extends Message, ? extends Message> method, Message prototype) {
    String name() {
      return method.getBareMethodName();
    }

    RawCall<Message, Message> call(Call call, AgentEpoch as) {
      Message.Builder request = prototype.toBuilder();
      request.setField(field("call"), call);
      if (prototype instanceof RenewAgentsRequest) {
        Renewal renewal =
            Renewal.newBuilder().setAgentId(as.agentId()).setEpoch(as.epoch()).build();
        request.addRepeatedField(field("renewals"), renewal);
      } else {
        request.setField(field("agent_id"), as.agentId());
        request.setField(field("epoch"), as.epoch());
      }
      return new RawCall<>(untyped(method), request.build());
    }

    private FieldDescriptor field(String name) {
      return prototype.getDescriptorForType().findFieldByName(name);
    }

    /** The prototype is of the method's request type. */
    @SuppressWarnings("unchecked")
    private static MethodDescriptor<Message, Message> untyped(MethodDescriptor<?, ?> method) {
      return (MethodDescriptor<Message, Message>) method;
    }
  }

  /** Ends its epoch. */
  static final Kind DEREGISTER =
      new Kind(AgentsGrpc.getDeregisterAgentMethod(), DeregisterAgentRequest.getDefaultInstance());

  static final List<Kind> ALL =
      List.of(
          new Kind(AgentsGrpc.getRenewAgentsMethod(), RenewAgentsRequest.getDefaultInstance()),
          new Kind(AgentsGrpc.getDrainAgentMethod(), DrainAgentRequest.getDefaultInstance()),
          DEREGISTER,
          new Kind(
              TasksGrpc.getClaimTasksMethod(),
              ClaimTasksRequest.newBuilder().addQueues("nothing-in-it").build()),
          new Kind(
              TasksGrpc.getExtendTasksMethod(),
              ExtendTasksRequest.newBuilder()
                  .addExtensions(Extension.newBuilder().setTaskId("none").setFence(1))
                  .build()),
          new Kind(
              TasksGrpc.getCompleteTasksMethod(),
              CompleteTasksRequest.newBuilder()
                  .addCompletions(Completion.newBuilder().setTaskId("none").setFence(1))
                  .build()),
          new Kind(
              TasksGrpc.getFailTasksMethod(),
              FailTasksRequest.newBuilder()
                  .addFailures(Failure.newBuilder().setTaskId("none").setFence(1))
                  .build()),
          new Kind(
              TasksGrpc.getReleaseTasksMethod(),
              ReleaseTasksRequest.newBuilder()
                  .addReleases(Release.newBuilder().setTaskId("none").setFence(1))
                  .build()),
          new Kind(
              JournalsGrpc.getAppendEventsMethod(),
              AppendEventsRequest.newBuilder().addEvents(Bodies.event(1)).build()),
          new Kind(
              JournalsGrpc.getTrimEventsMethod(),
              TrimEventsRequest.newBuilder().setThroughSeq(FAR_SEQ).build()),
          new Kind(
              CheckpointsGrpc.getBeginCheckpointMethod(),
              BeginCheckpointRequest.getDefaultInstance()),
          new Kind(
              CheckpointsGrpc.getPutCheckpointChunkMethod(),
              PutCheckpointChunkRequest.newBuilder().setUploadId(1).setData(Bodies.of(1)).build()),
          new Kind(
              CheckpointsGrpc.getFinishCheckpointMethod(),
              FinishCheckpointRequest.newBuilder()
                  .setUploadId(1)
                  .setSizeBytes(1)
                  .setSha256(ByteString.copyFrom(new byte[32]))
                  .setSchemaId("none")
                  .build()),
          new Kind(
              RecoveriesGrpc.getReportRecoveryMethod(),
              ReportRecoveryRequest.newBuilder().setApplyingSeq(FAR_SEQ).build()),
          new Kind(
              RecoveriesGrpc.getCommitRecoveryMethod(),
              CommitRecoveryRequest.newBuilder().setAppliedSeq(FAR_SEQ).build()),
          new Kind(
              ConversationsGrpc.getOpenConversationMethod(),
              OpenConversationRequest.getDefaultInstance()),
          new Kind(
              ConversationsGrpc.getSendMessagesMethod(),
              SendMessagesRequest.newBuilder()
                  .addMessages(Bodies.message("haunted", "nobody", 1))
                  .build()),
          new Kind(
              ConversationsGrpc.getReceiveMessagesMethod(),
              ReceiveMessagesRequest.getDefaultInstance()),
          new Kind(
              ConversationsGrpc.getAckMessagesMethod(),
              AckMessagesRequest.newBuilder().addMessages(MESSAGE).build()),
          new Kind(
              ConversationsGrpc.getNackMessagesMethod(),
              NackMessagesRequest.newBuilder().addMessages(MESSAGE).build()),
          new Kind(
              ConversationsGrpc.getCloseConversationMethod(),
              CloseConversationRequest.newBuilder().setConversationId("haunted").build()),
          new Kind(
              CommitsGrpc.getCommitMethod(),
              CommitRequest.newBuilder().addEvents(Bodies.event(1)).build()));

  private EpochCalls() {}
}
