package io.caxton.client;

import io.caxton.v1.Call;
import io.caxton.v1.CloseSessionRequest;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.KeepSessionRequest;
import io.caxton.v1.OpenSessionRequest;
import io.caxton.v1.OpenSessionResponse;
import io.caxton.v1.SessionsGrpc;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The client's session: opened with the first call that needs it, kept alive, renewed when lost.
 */
final class Sessions {
  private static final long CLOSE_MILLIS = 300;

  private final Core core;

  // Guarded by this.
  private Optional<Session> current = Optional.empty();
  private boolean opening;
  private boolean closed;
  private final Deque<Mutation<?, ?>> waiting = new ArrayDeque<>();

  /** Sessions that take no new calls and wait for the end of their last ones. */
  private final Set<Session> retired = new HashSet<>();

  Sessions(Core core) {
    this.core = core;
  }

  /** Gives the mutation a session and a sequence, at once or when a session is open. */
  void begin(Mutation<?, ?> mutation) {
    Optional<Session> session;
    Optional<Call> call;
    synchronized (this) {
      session = current;
      call = session.flatMap(Session::begin);
      if (call.isEmpty() && !closed) {
        session.ifPresent(retired::add);
        current = Optional.empty();
        waiting.add(mutation);
        openIfNeeded();
        return;
      }
    }
    if (call.isPresent()) {
      mutation.begun(session.orElseThrow(), call.get());
    } else {
      mutation.neverBegun(Failure.of(Failure.Cause.CONNECTION, true, "the client was closed"));
    }
  }

  /** The cluster has forgotten this session. */
  synchronized void expired(Session session) {
    if (current.isPresent() && current.get() == session) {
      current = Optional.empty();
    }
    retired.remove(session);
  }

  private void openIfNeeded() {
    if (opening) {
      return;
    }
    opening = true;
    OpenSessionRequest request =
        OpenSessionRequest.newBuilder()
            .setFleet(core.config().fleet())
            .setClientName(core.config().clientName())
            .setTimeoutMillis((int) core.config().sessionTimeout().toMillis())
            .build();
    new Request<>(
            core,
            core.leader(),
            SessionsGrpc.getOpenSessionMethod(),
            request,
            new Opening(),
            false,
            0,
            core.deadlineNanos(0))
        .next();
  }

  private final class Opening implements Answer<OpenSessionResponse> {
    @Override
    public void answered(OpenSessionResponse opened) {
      for (Mutation<?, ?> mutation : opened(Optional.of(new Session(opened)))) {
        begin(mutation);
      }
    }

    /** Those that wait for a session were never sent: they fail definitely. */
    @Override
    public void failed(CaxtonException failure) {
      for (Mutation<?, ?> mutation : opened(Optional.empty())) {
        mutation.neverBegun(
            failure.failure().withMessage("no session: " + failure.failure().message()));
      }
    }
  }

  private synchronized List<Mutation<?, ?>> opened(Optional<Session> session) {
    opening = false;
    current = session;
    List<Mutation<?, ?>> begin = new ArrayList<>(waiting);
    waiting.clear();
    return begin;
  }

  void tick(long nowNanos) {
    List<Session> done = new ArrayList<>();
    synchronized (this) {
      current.filter(session -> session.needsKeeping(nowNanos)).ifPresent(this::keep);
      for (Session session : retired) {
        if (session.idle()) {
          done.add(session);
        }
      }
      done.forEach(retired::remove);
    }
    if (!core.closed()) {
      done.forEach(
          session ->
              core.ask(core.leader(), SessionsGrpc.getCloseSessionMethod(), close(session), 0));
    }
  }

  private void keep(Session session) {
    session.kept();
    KeepSessionRequest request =
        KeepSessionRequest.newBuilder()
            .setFleet(core.config().fleet())
            .setSessionId(session.id())
            .build();
    core.ask(core.leader(), SessionsGrpc.getKeepSessionMethod(), request, 0)
        .whenComplete(
            (kept, failure) -> {
              if (failure instanceof CaxtonException e
                  && e.reason() == ErrorReason.SESSION_EXPIRED) {
                expired(session);
              }
            });
  }

  private CloseSessionRequest close(Session session) {
    return CloseSessionRequest.newBuilder()
        .setFleet(core.config().fleet())
        .setSessionId(session.id())
        .build();
  }

  /** Frees the slot at once if somebody leads; otherwise it frees itself when it expires. */
  void close() {
    Optional<Session> last;
    synchronized (this) {
      last = current;
      current = Optional.empty();
      closed = true;
    }
    if (last.isEmpty() || core.leader().pick().isEmpty()) {
      return;
    }
    try {
      core.ask(core.leader(), SessionsGrpc.getCloseSessionMethod(), close(last.get()), 0)
          .get(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException left) {
      // It expires by itself.
    }
  }
}
