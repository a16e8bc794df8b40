package io.caxton.state;

import io.caxton.state.agent.DeregisterAgent;
import io.caxton.state.agent.DrainAgent;
import io.caxton.state.agent.RedeliverMissing;
import io.caxton.state.agent.RegisterAgent;
import io.caxton.state.agent.RenewAgents;
import io.caxton.state.checkpoint.BeginCheckpoint;
import io.caxton.state.checkpoint.DeleteCheckpoint;
import io.caxton.state.checkpoint.FinishCheckpoint;
import io.caxton.state.checkpoint.PinCheckpoint;
import io.caxton.state.checkpoint.PutCheckpointChunk;
import io.caxton.state.commit.AtomicCommit;
import io.caxton.state.conversation.AckMessages;
import io.caxton.state.conversation.CloseConversation;
import io.caxton.state.conversation.NackMessages;
import io.caxton.state.conversation.OpenConversation;
import io.caxton.state.conversation.ReceiveMessages;
import io.caxton.state.conversation.RedeliverUnheld;
import io.caxton.state.conversation.SendMessages;
import io.caxton.state.core.Core;
import io.caxton.state.journal.AppendEvents;
import io.caxton.state.journal.TrimEvents;
import io.caxton.state.route.DeleteRoute;
import io.caxton.state.route.PutRoute;
import io.caxton.state.session.CloseSession;
import io.caxton.state.session.KeepSession;
import io.caxton.state.session.OpenSession;
import io.caxton.state.task.CancelTasks;
import io.caxton.state.task.ClaimTasks;
import io.caxton.state.task.CompleteTasks;
import io.caxton.state.task.ExtendTasks;
import io.caxton.state.task.FailTasks;
import io.caxton.state.task.PutQueue;
import io.caxton.state.task.ReleaseTasks;
import io.caxton.state.task.SubmitTasks;
import io.caxton.v1.Command;
import io.caxton.v1.NoOp;
import io.caxton.v1.Reply;

/** Gives each command to its handler. */
final class Dispatcher {
  private static final Reply NO_OP = Reply.newBuilder().setNoOp(NoOp.getDefaultInstance()).build();

  private final OpenSession openSession;
  private final KeepSession keepSession;
  private final CloseSession closeSession;
  private final RegisterAgent registerAgent;
  private final RenewAgents renewAgents;
  private final DrainAgent drainAgent;
  private final DeregisterAgent deregisterAgent;
  private final PutRoute putRoute;
  private final DeleteRoute deleteRoute;
  private final SubmitTasks submitTasks;
  private final ClaimTasks claimTasks;
  private final ExtendTasks extendTasks;
  private final CompleteTasks completeTasks;
  private final FailTasks failTasks;
  private final ReleaseTasks releaseTasks;
  private final CancelTasks cancelTasks;
  private final PutQueue putQueue;
  private final AppendEvents appendEvents;
  private final TrimEvents trimEvents;
  private final BeginCheckpoint beginCheckpoint;
  private final PutCheckpointChunk putCheckpointChunk;
  private final FinishCheckpoint finishCheckpoint;
  private final DeleteCheckpoint deleteCheckpoint;
  private final PinCheckpoint pinCheckpoint;
  private final SweepDue sweepDue;
  private final RedeliverMissing redeliverMissing;
  private final OpenConversation openConversation;
  private final AtomicCommit commit;
  private final SendMessages sendMessages;
  private final ReceiveMessages receiveMessages;
  private final AckMessages ackMessages;
  private final NackMessages nackMessages;
  private final CloseConversation closeConversation;
  private final RedeliverUnheld redeliverUnheld;

  Dispatcher(Core core) {
    openSession = new OpenSession(core);
    keepSession = new KeepSession(core);
    closeSession = new CloseSession(core);
    registerAgent = new RegisterAgent(core);
    renewAgents = new RenewAgents(core);
    drainAgent = new DrainAgent(core);
    deregisterAgent = new DeregisterAgent(core);
    putRoute = new PutRoute(core);
    deleteRoute = new DeleteRoute(core);
    submitTasks = new SubmitTasks(core);
    claimTasks = new ClaimTasks(core);
    extendTasks = new ExtendTasks(core);
    completeTasks = new CompleteTasks(core);
    failTasks = new FailTasks(core);
    releaseTasks = new ReleaseTasks(core);
    cancelTasks = new CancelTasks(core);
    putQueue = new PutQueue(core);
    appendEvents = new AppendEvents(core);
    trimEvents = new TrimEvents(core);
    beginCheckpoint = new BeginCheckpoint(core);
    putCheckpointChunk = new PutCheckpointChunk(core);
    finishCheckpoint = new FinishCheckpoint(core);
    deleteCheckpoint = new DeleteCheckpoint(core);
    pinCheckpoint = new PinCheckpoint(core);
    sweepDue = new SweepDue(core);
    redeliverMissing = new RedeliverMissing(core);
    openConversation = new OpenConversation(core);
    commit = new AtomicCommit(core);
    sendMessages = new SendMessages(core);
    receiveMessages = new ReceiveMessages(core);
    ackMessages = new AckMessages(core);
    nackMessages = new NackMessages(core);
    closeConversation = new CloseConversation(core);
    redeliverUnheld = new RedeliverUnheld(core);
  }

  Reply dispatch(Command command) {
    return switch (command.getRequestCase()) {
      case OPEN_SESSION -> openSession.apply(command.getOpenSession());
      case KEEP_SESSION -> keepSession.apply(command.getKeepSession());
      case CLOSE_SESSION -> closeSession.apply(command.getCloseSession());
      case REGISTER_AGENT -> registerAgent.apply(command.getRegisterAgent());
      case RENEW_AGENTS -> renewAgents.apply(command.getRenewAgents());
      case DRAIN_AGENT -> drainAgent.apply(command.getDrainAgent());
      case DEREGISTER_AGENT -> deregisterAgent.apply(command.getDeregisterAgent());
      case PUT_ROUTE -> putRoute.apply(command.getPutRoute());
      case DELETE_ROUTE -> deleteRoute.apply(command.getDeleteRoute());
      case SUBMIT_TASKS -> submitTasks.apply(command.getSubmitTasks());
      case CLAIM_TASKS -> claimTasks.apply(command.getClaimTasks());
      case EXTEND_TASKS -> extendTasks.apply(command.getExtendTasks());
      case COMPLETE_TASKS -> completeTasks.apply(command.getCompleteTasks());
      case FAIL_TASKS -> failTasks.apply(command.getFailTasks());
      case RELEASE_TASKS -> releaseTasks.apply(command.getReleaseTasks());
      case CANCEL_TASKS -> cancelTasks.apply(command.getCancelTasks());
      case PUT_QUEUE -> putQueue.apply(command.getPutQueue());
      case SWEEP -> sweepDue.apply(command.getSweep());
      case NO_OP -> NO_OP;
      case REDELIVER_GRANTS -> redeliverMissing.apply(command.getRedeliverGrants());
      case OPEN_CONVERSATION -> openConversation.apply(command.getOpenConversation());
      case SEND_MESSAGES -> sendMessages.apply(command.getSendMessages());
      case RECEIVE_MESSAGES -> receiveMessages.apply(command.getReceiveMessages());
      case ACK_MESSAGES -> ackMessages.apply(command.getAckMessages());
      case NACK_MESSAGES -> nackMessages.apply(command.getNackMessages());
      case CLOSE_CONVERSATION -> closeConversation.apply(command.getCloseConversation());
      case REDELIVER_MESSAGES -> redeliverUnheld.apply(command.getRedeliverMessages());
      case APPEND_EVENTS -> appendEvents.apply(command.getAppendEvents());
      case TRIM_EVENTS -> trimEvents.apply(command.getTrimEvents());
      case BEGIN_CHECKPOINT -> beginCheckpoint.apply(command.getBeginCheckpoint());
      case PUT_CHECKPOINT_CHUNK -> putCheckpointChunk.apply(command.getPutCheckpointChunk());
      case FINISH_CHECKPOINT -> finishCheckpoint.apply(command.getFinishCheckpoint());
      case DELETE_CHECKPOINT -> deleteCheckpoint.apply(command.getDeleteCheckpoint());
      case PIN_CHECKPOINT -> pinCheckpoint.apply(command.getPinCheckpoint());
      case COMMIT -> commit.apply(command.getCommit());
      case BEGIN_RECOVERY, REPORT_RECOVERY, COMMIT_RECOVERY, RELEASE_QUARANTINE ->
          throw new IllegalStateException("not built yet");
      case REQUEST_NOT_SET ->
          // Of a newer version: going on would make this replica differ from those that know it.
          throw new IllegalStateException("a command that this version does not know");
    };
  }
}
