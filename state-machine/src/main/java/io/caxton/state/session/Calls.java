package io.caxton.state.session;

import io.caxton.v1.Call;
import io.caxton.v1.Command;

/** Finds the call of a command. */
public final class Calls {
  private Calls() {}

  /** Its session id is 0 if the command has none: then it comes from the leader itself. */
  public static Call of(Command command) {
    return switch (command.getRequestCase()) {
      case REGISTER_AGENT -> command.getRegisterAgent().getCall();
      case RENEW_AGENTS -> command.getRenewAgents().getCall();
      case DRAIN_AGENT -> command.getDrainAgent().getCall();
      case DEREGISTER_AGENT -> command.getDeregisterAgent().getCall();
      case PUT_ROUTE -> command.getPutRoute().getCall();
      case DELETE_ROUTE -> command.getDeleteRoute().getCall();
      case SUBMIT_TASKS -> command.getSubmitTasks().getCall();
      case CLAIM_TASKS -> command.getClaimTasks().getCall();
      case EXTEND_TASKS -> command.getExtendTasks().getCall();
      case COMPLETE_TASKS -> command.getCompleteTasks().getCall();
      case FAIL_TASKS -> command.getFailTasks().getCall();
      case RELEASE_TASKS -> command.getReleaseTasks().getCall();
      case CANCEL_TASKS -> command.getCancelTasks().getCall();
      case PUT_QUEUE -> command.getPutQueue().getCall();
      case OPEN_SESSION,
          KEEP_SESSION,
          CLOSE_SESSION,
          SWEEP,
          NO_OP,
          REDELIVER_GRANTS,
          REQUEST_NOT_SET ->
          Call.getDefaultInstance();
    };
  }
}
