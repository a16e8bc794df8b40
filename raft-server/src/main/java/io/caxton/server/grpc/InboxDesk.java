package io.caxton.server.grpc;

import io.caxton.server.error.RefusedException;
import io.caxton.server.propose.Priority;
import io.caxton.state.RequestValidator;
import io.caxton.state.Result;
import io.caxton.v1.Command;
import io.caxton.v1.ReceiveMessagesRequest;
import io.caxton.v1.ReceiveMessagesResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;

/**
 * Where agents wait for messages when their inbox has none; leader only. A receive is proposed only
 * when there is something, so waiting costs no log entries. Thread-safe.
 */
final class InboxDesk {
  private final Writes writes;
  private final WaitingLines lines;
  private final Executor replies;
  private final Deliveries deliveries;

  /**
   * @param hasMessages whether (fleet, agent) has a message to deliver now
   */
  InboxDesk(
      Writes writes,
      BiPredicate<String, String> hasMessages,
      Executor replies,
      Deliveries deliveries) {
    this.writes = writes;
    this.lines = new WaitingLines(hasMessages, replies);
    this.replies = replies;
    this.deliveries = deliveries;
  }

  WaitingLines lines() {
    return lines;
  }

  /** A unary receive, waiting as long as it asks. */
  CompletableFuture<ReceiveMessagesResponse> receive(
      ReceiveMessagesRequest request, BooleanSupplier gone) {
    writes.requireLeader();
    Command command = Command.newBuilder().setReceiveMessages(request).build();
    RefusedException.throwIf(RequestValidator.check(command));
    List<WaitingLines.Key> keys = keys(request);
    if (request.getWaitMillis() == 0 || lines.any(keys)) {
      return propose(command, request);
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
                return CompletableFuture.completedFuture(
                    ReceiveMessagesResponse.getDefaultInstance());
              }
              return propose(command, request).whenComplete((r, e) -> lines.wakeNext(waiter));
            },
            replies);
  }

  private CompletableFuture<ReceiveMessagesResponse> propose(
      Command command, ReceiveMessagesRequest request) {
    return writes
        .propose(command, Priority.ORDINARY)
        .thenCompose(result -> deliver(result, request));
  }

  /** A receive on behalf of a stream. */
  CompletableFuture<ReceiveMessagesResponse> receiveForStream(ReceiveMessagesRequest request) {
    return writes
        .proposeInternal(
            Command.newBuilder().setReceiveMessages(request).build(), Priority.ORDINARY)
        .thenCompose(result -> deliver(result, request));
  }

  private CompletableFuture<ReceiveMessagesResponse> deliver(
      Result result, ReceiveMessagesRequest request) {
    lines.wakeLeftOver(keys(request));
    return deliveries.complete(result, request.getAgentId());
  }

  /** Something can be delivered. */
  void inboxReady(String fleet, String agentId) {
    lines.ready(new WaitingLines.Key(fleet, agentId));
  }

  static List<WaitingLines.Key> keys(ReceiveMessagesRequest request) {
    return List.of(new WaitingLines.Key(Fleets.name(request.getFleet()), request.getAgentId()));
  }
}
