package io.caxton.client;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Grpc;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One request until its one outcome: the same message is tried, from node to node, until it is
 * answered, refused for good, or its deadline has passed. Never two tries at once.
 */
final class Request<Q, R> {
  private final Core core;
  private final Aim aim;
  private final MethodDescriptor<Q, R> method;
  private final Q message;
  private final Answer<R> answer;
  private final boolean mutating;

  /** How long the server may keep the question to itself; part of no try's silence. */
  private final long waitNanos;

  private final long deadlineNanos;

  // Only touched by the one try or pause that is under way.
  private int tries;
  private int timeouts;

  /** Once one try was unknown the request stays so, until the log itself answers. */
  private boolean unknown;

  private Optional<Failure> last = Optional.empty();

  Request(
      Core core,
      Aim aim,
      MethodDescriptor<Q, R> method,
      Q message,
      Answer<R> answer,
      boolean mutating,
      long waitNanos,
      long deadlineNanos) {
    this.core = core;
    this.aim = aim;
    this.method = method;
    this.message = message;
    this.answer = answer;
    this.mutating = mutating;
    this.waitNanos = waitNanos;
    this.deadlineNanos = deadlineNanos;
  }

  boolean overdue(long nowNanos) {
    return nowNanos - deadlineNanos >= 0;
  }

  /** Makes the next try, or waits for a leader to try at. */
  void next() {
    if (core.closed()) {
      giveUp("the client was closed");
      return;
    }
    long leftNanos = deadlineNanos - System.nanoTime();
    if (leftNanos <= 0) {
      giveUp("no answer in " + core.config().callTimeout().toMillis() + " ms");
      return;
    }
    Optional<Node> node = aim.pick();
    if (node.isEmpty()) {
      core.leader().await(this);
    } else {
      tryAt(node.get(), Math.min(leftNanos, waitNanos + tryNanos()));
    }
  }

  private long tryNanos() {
    return core.config().tryTimeout().toNanos() << Math.min(timeouts, 5);
  }

  private void tryAt(Node node, long tryNanos) {
    tries++;
    if (toLeader()) {
      node.owes(waitNanos > 0);
    }
    ClientCall<Q, R> call =
        node.channel()
            .newCall(method, CallOptions.DEFAULT.withDeadlineAfter(tryNanos, TimeUnit.NANOSECONDS));
    ClientCalls.asyncUnaryCall(call, message, new Try(node, call));
  }

  /** Only a leader's silence is looked into; other tries just time out. */
  private boolean toLeader() {
    return aim == core.leader();
  }

  private void settled(Node node, boolean answered) {
    if (toLeader()) {
      node.settled(waitNanos > 0, answered);
    }
  }

  private void failed(Node node, Failure failure) {
    last = Optional.of(failure);
    unknown |= mutating && !failure.definite();
    Retry retry = aim.onlyOneTry() || core.closed() ? Retry.NO : Retry.after(failure);
    switch (retry) {
      case NO -> settle(failure);
      case FIND_LEADER -> again(aim.failedNanos(node, failure, tries));
      case AGAIN -> {
        timeouts++;
        aim.late(node);
        next();
      }
      case AFTER_PAUSE -> again(Pauses.after(failure));
    }
  }

  private void again(long pauseNanos) {
    if (pauseNanos == 0) {
      next();
    } else {
      long leftNanos = Math.max(0, deadlineNanos - System.nanoTime());
      core.later(Math.min(pauseNanos, leftNanos), this::next);
    }
  }

  private void giveUp(String why) {
    Failure failure =
        last.map(f -> f.withMessage(why + "; the last try: " + f.message()))
            .orElseGet(
                () ->
                    Failure.of(Failure.Cause.CONNECTION, true, why + "; no node is known to lead"));
    settle(failure);
  }

  private void settle(Failure failure) {
    boolean definite =
        !mutating || (failure.definite() && (!unknown || Reasons.decidedByLog(failure.reason())));
    answer.failed(definite ? new DefiniteFailure(failure) : new OutcomeUnknown(failure));
  }

  private final class Try implements StreamObserver<R> {
    private final Node node;
    private final ClientCall<Q, R> call;
    private R response;

    Try(Node node, ClientCall<Q, R> call) {
      this.node = node;
      this.call = call;
    }

    @Override
    public void onNext(R value) {
      response = value;
    }

    @Override
    public void onError(Throwable error) {
      boolean sent = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) != null;
      Failure failure = GrpcErrors.failure(error, sent);
      settled(node, failure.cause() == Failure.Cause.REFUSED);
      failed(node, failure);
    }

    @Override
    public void onCompleted() {
      settled(node, true);
      answer.answered(response);
    }
  }
}
