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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Where those wait who want tasks when there are none; leader only. A claim is proposed only when
 * one of its queues has something ready, so waiting costs no log entries. Thread-safe.
 */
final class ClaimDesk {
  private static final String DEFAULT_QUEUE = "default";
  // Stands in no queue's name.
  private static final char CAPABILITY_MARK = '@';

  /** What is ready, and for whom. */
  interface Ready {
    /** Whether a task that asks for this capability, "" for none, would be granted now. */
    boolean has(String fleet, String queue, String capability);

    Set<String> capabilities(String fleet, String agentId);
  }

  private final Writes writes;
  private final Ready ready;
  private final WaitingLines lines;
  private final Executor replies;

  ClaimDesk(Writes writes, Ready ready, Executor replies) {
    this.writes = writes;
    this.ready = ready;
    this.lines = new WaitingLines(this::hasReady, replies);
    this.replies = replies;
  }

  private boolean hasReady(String fleet, String place) {
    int mark = place.indexOf(CAPABILITY_MARK);
    return mark < 0
        ? ready.has(fleet, place, "")
        : ready.has(fleet, place.substring(0, mark), place.substring(mark + 1));
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
    WaitingLines.Waiter waiter = lines.park(keys, any -> woken.complete(null));
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

  /** Something became ready that asks for this capability, or for none. */
  void queueReady(String fleet, String queue, String capability) {
    lines.ready(key(fleet, queue, capability));
  }

  /** Where there may be something for the agent: in each queue a place for each thing it can do. */
  List<WaitingLines.Key> keys(ClaimTasksRequest request) {
    String fleet = Fleets.name(request.getFleet());
    Set<String> capabilities = ready.capabilities(fleet, request.getAgentId());
    List<String> queues =
        request.getQueuesCount() == 0 ? List.of(DEFAULT_QUEUE) : request.getQueuesList();
    List<WaitingLines.Key> keys = new ArrayList<>(queues.size() * (1 + capabilities.size()));
    for (String given : queues) {
      String queue = given.isEmpty() ? DEFAULT_QUEUE : given;
      keys.add(key(fleet, queue, ""));
      capabilities.forEach(capability -> keys.add(key(fleet, queue, capability)));
    }
    return keys;
  }

  /** Where those wait who may be granted a task that asks for this. */
  static WaitingLines.Key key(String fleet, String queue, String capability) {
    return new WaitingLines.Key(
        fleet, capability.isEmpty() ? queue : queue + CAPABILITY_MARK + capability);
  }
}
