package io.caxton.server.grpc;

import io.caxton.server.error.RefusedException;
import io.caxton.server.propose.Priority;
import io.caxton.state.RequestValidator;
import io.caxton.state.Result;
import io.caxton.v1.ClaimTasksRequest;
import io.caxton.v1.ClaimTasksResponse;
import io.caxton.v1.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;

/**
 * Where those wait who want tasks when there are none; leader only. A claim is proposed only when
 * one of its queues has something ready, so waiting costs no log entries. Thread-safe.
 */
final class ClaimDesk {
  private final Writes writes;
  private final WaitingLines lines;
  private final Executor replies;

  /**
   * @param hasReady whether (fleet, queue) has a task to grant now
   */
  ClaimDesk(Writes writes, BiPredicate<String, String> hasReady, Executor replies) {
    this.writes = writes;
    this.lines = new WaitingLines(hasReady, replies);
    this.replies = replies;
  }

  WaitingLines lines() {
    return lines;
  }

  /** A unary claim, waiting as long as it asks. */
  CompletableFuture<ClaimTasksResponse> claim(ClaimTasksRequest request, BooleanSupplier gone) {
    writes.requireLeader();
    Command command = Command.newBuilder().setClaimTasks(request).build();
    RefusedException.throwIf(RequestValidator.check(command));
    List<WaitingLines.Key> keys = keys(request);
    if (request.getWaitMillis() == 0 || lines.any(keys)) {
      return propose(command, keys);
    }
    CompletableFuture<Void> woken = new CompletableFuture<>();
    WaitingLines.Waiter waiter = lines.park(keys, () -> woken.complete(null));
    return woken
        .completeOnTimeout(null, request.getWaitMillis(), TimeUnit.MILLISECONDS)
        .thenComposeAsync(
            ready -> {
              lines.unpark(waiter);
              if (gone.getAsBoolean()) {
                lines.wakeNext(waiter);
                return CompletableFuture.completedFuture(ClaimTasksResponse.getDefaultInstance());
              }
              return propose(command, keys).whenComplete((r, e) -> lines.wakeNext(waiter));
            },
            replies);
  }

  private CompletableFuture<ClaimTasksResponse> propose(
      Command command, List<WaitingLines.Key> keys) {
    return writes
        .propose(command, Priority.ORDINARY)
        .thenApply(
            result -> {
              lines.wakeLeftOver(keys);
              return Grants.ofClaim(result);
            });
  }

  /** A claim on behalf of a stream. */
  CompletableFuture<Result> claimForStream(ClaimTasksRequest request) {
    return writes
        .proposeInternal(Command.newBuilder().setClaimTasks(request).build(), Priority.ORDINARY)
        .whenComplete((result, failure) -> lines.wakeLeftOver(keys(request)));
  }

  /** Something became ready. */
  void queueReady(String fleet, String queue) {
    lines.ready(new WaitingLines.Key(fleet, queue));
  }

  static List<WaitingLines.Key> keys(ClaimTasksRequest request) {
    String fleet = Fleets.name(request.getFleet());
    if (request.getQueuesCount() == 0) {
      return List.of(new WaitingLines.Key(fleet, "default"));
    }
    List<WaitingLines.Key> keys = new ArrayList<>(request.getQueuesCount());
    for (String queue : request.getQueuesList()) {
      keys.add(new WaitingLines.Key(fleet, queue));
    }
    return keys;
  }
}
