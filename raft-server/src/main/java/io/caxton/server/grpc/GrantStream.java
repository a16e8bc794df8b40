package io.caxton.server.grpc;

import io.caxton.server.error.RefusedException;
import io.caxton.server.propose.Priority;
import io.caxton.state.RequestValidator;
import io.caxton.state.Result;
import io.caxton.v1.ClaimTasksRequest;
import io.caxton.v1.ClaimTasksResponse;
import io.caxton.v1.Command;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.OpenGrants;
import io.caxton.v1.RedeliverGrants;
import io.caxton.v1.StreamGrantsRequest;
import io.caxton.v1.StreamGrantsResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * Pushes grants to one agent while it gives credit and reads. A stream that nobody reads claims
 * nothing: a claim is made only while the transport is ready, and its grants are bounded by the
 * credit. Grants on the way when the stream breaks are redelivered at the next renewal or stream.
 */
final class GrantStream implements StreamObserver<StreamGrantsRequest> {
  static final int CREDIT_MAX = 10_000;
  private static final int CLAIM_MAX = 1_000;
  private static final long RETRY_MILLIS = 20;

  private final ServerCallStreamObserver<StreamGrantsResponse> call;
  private final Writes writes;
  private final ClaimDesk desk;
  private final StreamLimit limit;

  // Guarded by this.
  private OpenGrants open;
  private ClaimTasksRequest claim;
  private ClaimDesk.Waiter waiter;
  private int credit;
  private boolean delivering;
  private boolean closed;

  private GrantStream(
      ServerCallStreamObserver<StreamGrantsResponse> call,
      Writes writes,
      ClaimDesk desk,
      StreamLimit limit) {
    this.call = call;
    this.writes = writes;
    this.desk = desk;
    this.limit = limit;
  }

  static StreamObserver<StreamGrantsRequest> begin(
      ServerCallStreamObserver<StreamGrantsResponse> call,
      Writes writes,
      ClaimDesk desk,
      StreamLimit limit) {
    GrantStream stream = new GrantStream(call, writes, desk, limit);
    call.setOnCancelHandler(stream::leave);
    call.setOnReadyHandler(stream::pump);
    try {
      limit.enter();
      desk.register(stream);
    } catch (RefusedException e) {
      stream.closed = true;
      call.onError(GrpcErrors.of(e));
    }
    return stream;
  }

  @Override
  public void onNext(StreamGrantsRequest message) {
    try {
      switch (message.getMessageCase()) {
        case OPEN -> open(message.getOpen());
        case CREDIT -> addCredit(message.getCredit());
        case MESSAGE_NOT_SET -> throw RefusedException.invalid("message", "must be open or credit");
      }
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private void open(OpenGrants request) {
    writes.requireLeader();
    ClaimTasksRequest prototype =
        ClaimTasksRequest.newBuilder()
            .setFleet(request.getFleet())
            .setAgentId(request.getAgentId())
            .setEpoch(request.getEpoch())
            .addAllQueues(request.getQueuesList())
            .setMaxTasks(1)
            .setLeaseMillis(request.getLeaseMillis())
            .build();
    RefusedException.throwIf(RequestValidator.check(request));
    synchronized (this) {
      if (open != null) {
        throw RefusedException.invalid("open", "the stream is open already");
      }
      open = request;
      claim = prototype;
      delivering = true;
    }
    Command redeliver =
        Command.newBuilder()
            .setRedeliverGrants(
                RedeliverGrants.newBuilder()
                    .setFleet(request.getFleet())
                    .setAgentId(request.getAgentId())
                    .setEpoch(request.getEpoch())
                    .addAllHeldGrants(request.getHeldGrantsList()))
            .build();
    writes
        .proposeInternal(redeliver, Priority.FINISHING)
        .whenComplete((result, failure) -> delivered(result, failure, true));
    addCredit(request.getCredit());
  }

  private void addCredit(int more) {
    synchronized (this) {
      if (open == null) {
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
   * Claims if there is credit, a reader and something ready; else waits for whichever is missing.
   */
  private void pump() {
    ClaimTasksRequest request;
    synchronized (this) {
      if (closed || open == null || delivering || credit == 0 || !call.isReady()) {
        return;
      }
      delivering = true;
      if (waiter != null) {
        desk.unpark(waiter);
        waiter = null;
      }
      request = claim.toBuilder().setMaxTasks(Math.min(credit, CLAIM_MAX)).build();
    }
    if (desk.anyReady(request.getFleet(), request.getQueuesList())) {
      claimNow(request);
      return;
    }
    ClaimDesk.Waiter parked = desk.park(request.getFleet(), request.getQueuesList(), this::woken);
    boolean left;
    synchronized (this) {
      delivering = false;
      left = closed;
      waiter = parked;
    }
    if (left) {
      desk.unpark(parked);
    }
  }

  private void woken() {
    ClaimDesk.Waiter served;
    synchronized (this) {
      served = waiter;
      waiter = null;
    }
    pump();
    if (served != null && !canTake()) {
      desk.wakeNext(served);
    }
  }

  private synchronized boolean canTake() {
    return !closed && credit > 0 && call.isReady();
  }

  private void claimNow(ClaimTasksRequest request) {
    try {
      desk.claimForStream(request)
          .whenComplete((result, failure) -> delivered(result, failure, false));
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private void delivered(Result result, Throwable failure, boolean redelivered) {
    if (failure != null) {
      if (retriable(failure)) {
        synchronized (this) {
          delivering = false;
        }
        CompletableFuture.delayedExecutor(RETRY_MILLIS, TimeUnit.MILLISECONDS).execute(this::pump);
      } else {
        fail(failure);
      }
      return;
    }
    ClaimTasksResponse grants = Grants.ofClaim(result);
    synchronized (this) {
      delivering = false;
      if (!closed && grants.getGrantsCount() > 0) {
        if (!redelivered) {
          credit -= grants.getGrantsCount();
        }
        call.onNext(
            StreamGrantsResponse.newBuilder()
                .addAllGrants(grants.getGrantsList())
                .setRedelivered(redelivered)
                .build());
      }
    }
    pump();
  }

  /** A claim that surely did not happen because too much was waiting is made again later. */
  private static boolean retriable(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof RefusedException refused
        && refused.refusal().getReason() == ErrorReason.OVERLOADED;
  }

  synchronized boolean isOf(String fleet, String agentId, long epochMax) {
    return open != null
        && Fleets.name(open.getFleet()).equals(fleet)
        && open.getAgentId().equals(agentId)
        && open.getEpoch() <= epochMax;
  }

  /** The next claim says why: a newer epoch, a lost lease or a deregistration. */
  void endEpoch() {
    ClaimTasksRequest last;
    synchronized (this) {
      last = claim;
    }
    claimNow(last);
  }

  void sendAway() {
    fail(RefusedException.notLeader(Optional.empty(), Optional.empty()));
  }

  private void fail(Throwable cause) {
    if (leaveOnce()) {
      call.onError(GrpcErrors.of(cause));
    }
  }

  private void leave() {
    leaveOnce();
  }

  @Override
  public void onError(Throwable cause) {
    leaveOnce();
  }

  @Override
  public void onCompleted() {
    if (leaveOnce()) {
      call.onCompleted();
    }
  }

  private boolean leaveOnce() {
    ClaimDesk.Waiter parked;
    synchronized (this) {
      if (closed) {
        return false;
      }
      closed = true;
      parked = waiter;
      waiter = null;
    }
    if (parked != null) {
      desk.unpark(parked);
    }
    desk.unregister(this);
    limit.leave();
    return true;
  }
}
