package io.caxton.client;

import io.caxton.v1.Call;
import io.caxton.v1.ErrorReason;
import io.grpc.MethodDescriptor;
import java.util.function.Function;

/**
 * A request in a session. All its tries carry the same session, sequence and first_open, so the
 * cluster executes it at most once.
 */
final class Mutation<Q, R> implements Answer<R> {
  private final Core core;
  private final MethodDescriptor<Q, R> method;
  private final Function<Call, Q> request;
  private final Answer<R> answer;
  private final long waitNanos;
  private final long deadlineNanos;
  private Session session;
  private Call call;

  Mutation(
      Core core,
      MethodDescriptor<Q, R> method,
      Function<Call, Q> request,
      Answer<R> answer,
      long waitNanos,
      long deadlineNanos) {
    this.core = core;
    this.method = method;
    this.request = request;
    this.answer = answer;
    this.waitNanos = waitNanos;
    this.deadlineNanos = deadlineNanos;
  }

  void start() {
    if (core.closed()) {
      neverBegun(Failure.of(Failure.Cause.CONNECTION, true, "the client was closed"));
    } else {
      core.sessions().begin(this);
    }
  }

  void begun(Session inSession, Call as) {
    session = inSession;
    call = as;
    new Request<>(
            core, core.leader(), method, request.apply(as), this, true, waitNanos, deadlineNanos)
        .next();
  }

  void neverBegun(Failure failure) {
    answer.failed(new DefiniteFailure(failure));
  }

  @Override
  public void answered(R response) {
    session.end(call);
    answer.answered(response);
  }

  @Override
  public void failed(CaxtonException failure) {
    session.end(call);
    if (failure.reason() == ErrorReason.SESSION_EXPIRED) {
      core.sessions().expired(session);
      if (failure.definite()) {
        // No try of it was ever executed, so it may go again as a new call.
        start();
        return;
      }
    }
    answer.failed(failure);
  }
}
