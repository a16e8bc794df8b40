package io.caxton.jepsen.sim.model;

import io.caxton.v1.DeadResult;
import io.caxton.v1.ExtendResult;
import io.caxton.v1.Grant;
import io.caxton.v1.HeldGrant;
import io.caxton.v1.ItemResult;
import io.caxton.v1.Queue;
import io.caxton.v1.Refusal;
import io.caxton.v1.RenewalResult;
import io.caxton.v1.Renewed;
import io.caxton.v1.Reply;
import io.caxton.v1.SubmitResult;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What model and state machine must agree on in a reply: all but words for people. */
public final class Summary {
  private Summary() {}

  public static String of(Reply reply) {
    return switch (reply.getReplyCase()) {
      case REFUSAL -> of(reply.getRefusal());
      case OPEN_SESSION ->
          opened(reply.getOpenSession().getSessionId(), reply.getOpenSession().getTimeoutMillis());
      case KEEP_SESSION, CLOSE_SESSION, DELETE_ROUTE, NO_OP -> "ok";
      case REGISTER_AGENT ->
          registered(
              reply.getRegisterAgent().getAgent().getEpoch(),
              reply.getRegisterAgent().getAgent().getLeaseUntilTick());
      case RENEW_AGENTS -> each(reply.getRenewAgents().getResultsList(), Summary::of);
      case DRAIN_AGENT -> "running " + reply.getDrainAgent().getRunningTasks();
      case DEREGISTER_AGENT -> "released " + reply.getDeregisterAgent().getReleasedTasks();
      case PUT_ROUTE ->
          routed(
              reply.getPutRoute().getRoute().getRevision(),
              reply.getPutRoute().getRoute().getCreatedPosition());
      case SUBMIT_TASKS -> each(reply.getSubmitTasks().getResultsList(), Summary::of);
      case CLAIM_TASKS -> each(reply.getClaimTasks().getGrantsList(), Summary::of);
      case EXTEND_TASKS -> each(reply.getExtendTasks().getResultsList(), Summary::of);
      case COMPLETE_TASKS -> each(reply.getCompleteTasks().getResultsList(), Summary::of);
      case FAIL_TASKS -> each(reply.getFailTasks().getResultsList(), Summary::of);
      case RELEASE_TASKS -> each(reply.getReleaseTasks().getResultsList(), Summary::of);
      case CANCEL_TASKS -> each(reply.getCancelTasks().getResultsList(), Summary::of);
      case PUT_QUEUE -> of(reply.getPutQueue().getQueue());
      case STEER_QUEUE -> of(reply.getSteerQueue().getQueue());
      case PURGE_QUEUE ->
          purged(reply.getPurgeQueue().getPurged(), reply.getPurgeQueue().getLeft());
      case REDRIVE_TASKS ->
          each(reply.getRedriveTasks().getResultsList(), Summary::of)
              + " then "
              + reply.getRedriveTasks().getNextOrder();
      case PURGE_DEAD_TASKS ->
          each(reply.getPurgeDeadTasks().getResultsList(), Summary::of)
              + " then "
              + reply.getPurgeDeadTasks().getNextOrder();
      case SETTLE_LATE_RESULT -> reply.getSettleLateResult().getState().name();
      case SWEEP -> "swept " + reply.getSweep().getItems();
      case REDELIVER_GRANTS -> each(reply.getRedeliverGrants().getGrantsList(), Summary::of);
      default -> "nothing";
    };
  }

  static <T> String each(List<T> items, Function<T, String> one) {
    return items.stream().map(one).collect(Collectors.joining(", ", "[", "]"));
  }

  static String opened(long id, int timeoutMillis) {
    return "session " + id + " for " + timeoutMillis;
  }

  static String registered(long epoch, long leaseUntilTick) {
    return "epoch " + epoch + " until " + leaseUntilTick;
  }

  static String routed(long revision, long created) {
    return "revision " + revision + " since " + created;
  }

  static String granted(String task, long fence, int attempt, long leaseMillis) {
    return task + "@" + fence + "#" + attempt + "+" + leaseMillis;
  }

  static String renewed(int leaseMillis, Enum<?> state, String missing, String lost) {
    return leaseMillis + " " + state + " missing " + missing + " lost " + lost;
  }

  static String purged(long purged, long left) {
    return purged + " purged, " + left + " left";
  }

  /** {@code then} is the new task, why it was refused, or nothing. */
  static String dead(String task, String then) {
    return task + "->" + then;
  }

  private static String of(DeadResult result) {
    return dead(
        result.getTaskId(), result.hasRefusal() ? of(result.getRefusal()) : result.getNewTaskId());
  }

  static String held(String task, long fence) {
    return task + "@" + fence;
  }

  private static String of(Refusal refusal) {
    return refusal.getReason().name();
  }

  private static String of(Grant grant) {
    return granted(grant.getTaskId(), grant.getFence(), grant.getAttempt(), grant.getLeaseMillis());
  }

  private static String of(HeldGrant grant) {
    return held(grant.getTaskId(), grant.getFence());
  }

  private static String of(RenewalResult result) {
    if (result.hasRefusal()) {
      return of(result.getRefusal());
    }
    Renewed renewed = result.getRenewed();
    return renewed(
        renewed.getLeaseMillis(),
        renewed.getState(),
        each(renewed.getMissingGrantsList(), Summary::of),
        each(renewed.getLostGrantsList(), Summary::of));
  }

  private static String of(SubmitResult result) {
    if (result.hasRefusal()) {
      return of(result.getRefusal());
    }
    return result.getSubmitted().getCreated()
        ? "created " + result.getSubmitted().getTaskId()
        : "existed";
  }

  private static String of(ExtendResult result) {
    return result.hasRefusal()
        ? of(result.getRefusal())
        : Integer.toString(result.getLeaseMillis());
  }

  private static String of(ItemResult result) {
    return result.hasRefusal()
        ? of(result.getRefusal())
        : (result.getParked() ? "parked " : "") + result.getState().name();
  }

  private static String of(Queue queue) {
    return queue.getSubmittedTotal()
        + " submitted, "
        + queue.getGrantedTotal()
        + " granted, "
        + queue.getCompletedTotal()
        + " completed, "
        + queue.getCancelledTotal()
        + " cancelled, "
        + queue.getDeadTotal()
        + " dead, "
        + queue.getRetriedTotal()
        + " retried, "
        + queue.getPendingTasks()
        + "/"
        + queue.getRunningTasks()
        + "/"
        + queue.getRetainedTasks()
        + "/"
        + queue.getDeadTasks()
        + " now, "
        + queue.getReadyTasks()
        + "/"
        + queue.getBlockedTasks()
        + " ready/blocked, "
        + queue.getPurgedTotal()
        + " purged, "
        + queue.getRedrivenTotal()
        + " redriven, "
        + queue.getRevivedTotal()
        + " revived, "
        + (queue.getPaused() ? "paused " : "")
        + (queue.getDraining() ? "draining " : "")
        + queue.getRateLevel()
        + "@"
        + queue.getRateTick();
  }

  static String totals(Queue queue) {
    return of(queue);
  }
}
