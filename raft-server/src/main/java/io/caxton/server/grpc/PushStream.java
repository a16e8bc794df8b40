package io.caxton.server.grpc;

import io.caxton.server.error.RefusedException;
import io.caxton.v1.ErrorReason;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * Pushes to one agent what waits for it, while it gives credit and reads. A stream that nobody
 * reads takes nothing: something is taken only while the transport is ready, and it is bounded by
 * the credit. What is on the way when the stream breaks is delivered again at the next one.
 *
 * @param <R> the responses
 */
final class PushStream<R> {
  static final int CREDIT_MAX = 10_000;
  private static final int TAKE_MAX = 1_000;
  private static final long RETRY_MILLIS = 20;

  /**
   * What was taken.
   *
   * @param response empty if there was nothing
   * @param credit how much of the agent's credit it used up
   */
  record Delivery<R>(Optional<R> response, int credit) {}

  /** Who the agent is, and how to take what waits for it. */
  interface Source<R> {
    String fleet();

    String agentId();

    long epoch();

    /** Where something may wait for it. */
    List<WaitingLines.Key> keys();

    /** What the agent does not hold of what was delivered to it. */
    CompletableFuture<Delivery<R>> redeliver();

    CompletableFuture<Delivery<R>> take(int max);
  }

  private final ServerCallStreamObserver<R> call;
  private final WaitingLines lines;
  private final PushStreams streams;
  private final StreamLimit limit;

  // Guarded by this.
  private Source<R> source;
  private WaitingLines.Waiter waiter;
  private int credit;
  private boolean delivering;
  private boolean closed;

  PushStream(
      ServerCallStreamObserver<R> call,
      WaitingLines lines,
      PushStreams streams,
      StreamLimit limit) {
    this.call = call;
    this.lines = lines;
    this.streams = streams;
    this.limit = limit;
  }

  /** While the call's handlers may still be set. */
  void begin() {
    call.setOnCancelHandler(this::leave);
    call.setOnReadyHandler(this::pump);
    try {
      limit.enter();
      streams.register(this);
    } catch (RefusedException e) {
      synchronized (this) {
        closed = true;
      }
      call.onError(GrpcErrors.of(e));
    }
  }

  void open(Source<R> opened, int firstCredit) {
    synchronized (this) {
      if (source != null) {
        throw RefusedException.invalid("open", "the stream is open already");
      }
      if (closed) {
        return;
      }
      source = opened;
      delivering = true;
    }
    streams.endOlder(this);
    redeliver(opened);
    addCredit(firstCredit);
  }

  void addCredit(int more) {
    synchronized (this) {
      if (source == null) {
        throw RefusedException.invalid("message", "the first message must be open");
      }
      if (more < 0 || more > CREDIT_MAX || credit + more > CREDIT_MAX) {
        throw RefusedException.invalid(
            "credit",
            Integer.toUnsignedString(more) + " would raise the credit above " + CREDIT_MAX);
      }
      credit += more;
    }
    pump();
  }

  /**
   * Takes if there is credit, a reader and something there; else waits for what is missing. All
   * under one lock: whoever closed this knows that it proposes nothing more, and who is woken finds
   * where he waited.
   */
  private synchronized void pump() {
    if (closed || source == null || delivering || credit == 0 || !call.isReady()) {
      return;
    }
    if (waiter != null) {
      lines.unpark(waiter);
      waiter = null;
    }
    if (lines.any(source.keys())) {
      delivering = true;
      take(source, Math.min(credit, TAKE_MAX));
    } else {
      waiter = lines.park(source.keys(), this::woken);
    }
  }

  /** One that was woken and cannot take wakes the next, also when this has ended meanwhile. */
  private void woken(WaitingLines.Waiter served) {
    synchronized (this) {
      if (waiter == served) {
        waiter = null;
      }
    }
    pump();
    if (!canTake()) {
      lines.wakeNext(served);
    }
  }

  private synchronized boolean canTake() {
    return !closed && credit > 0 && call.isReady();
  }

  private void take(Source<R> from, int max) {
    try {
      from.take(max).whenComplete(this::delivered);
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  /** Until it was done nothing new is taken: what the agent is owed comes first. */
  private synchronized void redeliver(Source<R> from) {
    if (closed) {
      return;
    }
    try {
      from.redeliver()
          .whenComplete((delivery, failure) -> done(delivery, failure, () -> redeliver(from)));
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private void delivered(Delivery<R> delivery, Throwable failure) {
    done(delivery, failure, this::pumpAgain);
  }

  private void pumpAgain() {
    synchronized (this) {
      delivering = false;
    }
    pump();
  }

  private void done(Delivery<R> delivery, Throwable failure, Runnable again) {
    if (failure != null) {
      if (retriable(failure)) {
        CompletableFuture.delayedExecutor(RETRY_MILLIS, TimeUnit.MILLISECONDS).execute(again);
      } else {
        fail(failure);
      }
      return;
    }
    synchronized (this) {
      delivering = false;
      if (!closed && delivery.response().isPresent()) {
        credit -= delivery.credit();
        call.onNext(delivery.response().get());
      }
    }
    pump();
  }

  /** A take that surely did not happen because too much was waiting is made again later. */
  private static boolean retriable(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof RefusedException refused
        && refused.refusal().getReason() == ErrorReason.OVERLOADED;
  }

  synchronized boolean isOf(String fleet, String agentId, long epochMax) {
    return source != null
        && Fleets.name(source.fleet()).equals(fleet)
        && source.agentId().equals(agentId)
        && source.epoch() <= epochMax;
  }

  /** Whether both push the same things to the same instance of an agent. */
  boolean pushesTheSameAs(PushStream<?> other) {
    Source<?> theirs = other.source();
    Source<?> ours = source();
    return lines == other.lines
        && ours != null
        && theirs != null
        && ours.fleet().equals(theirs.fleet())
        && ours.agentId().equals(theirs.agentId())
        && ours.epoch() == theirs.epoch()
        && ours.keys().equals(theirs.keys());
  }

  private synchronized Source<R> source() {
    return source;
  }

  /** Its agent has opened another one, perhaps because this connection is dead. */
  void replace() {
    fail(
        RefusedException.of(
            ErrorReason.STREAM_REPLACED, "the agent has opened another stream for the same"));
  }

  /** The next take says why: a newer epoch, a lost lease or a deregistration. */
  void endEpoch() {
    take(source(), 1);
  }

  void sendAway() {
    fail(RefusedException.notLeader(Optional.empty(), Optional.empty()));
  }

  void fail(Throwable cause) {
    if (leaveOnce()) {
      call.onError(GrpcErrors.of(cause));
    }
  }

  /** The agent has ended its side. */
  void complete() {
    if (leaveOnce()) {
      call.onCompleted();
    }
  }

  void leave() {
    leaveOnce();
  }

  private boolean leaveOnce() {
    WaitingLines.Waiter parked;
    Source<R> last;
    synchronized (this) {
      if (closed) {
        return false;
      }
      closed = true;
      parked = waiter;
      waiter = null;
      last = source;
    }
    if (parked != null) {
      lines.unpark(parked);
    }
    streams.unregister(this);
    limit.leave();
    if (last != null) {
      // What this one was woken for and did not take.
      lines.wakeLeftOver(last.keys());
    }
    return true;
  }
}
