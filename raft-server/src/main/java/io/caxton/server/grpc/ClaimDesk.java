package io.caxton.server.grpc;

import io.caxton.server.error.RefusedException;
import io.caxton.server.propose.Priority;
import io.caxton.state.RequestValidator;
import io.caxton.state.Result;
import io.caxton.v1.ClaimTasksRequest;
import io.caxton.v1.ClaimTasksResponse;
import io.caxton.v1.Command;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;

/**
 * Where those wait who want tasks when there are none; leader only. A claim is proposed only when
 * one of its queues has something ready, so waiting costs no log entries. One waiter is woken for a
 * ready queue; when it has been served and something is left, the next is. Thread-safe.
 */
final class ClaimDesk {
  private record Key(String fleet, String queue) {}

  /** Somebody who waits for any of several queues. Woken once. */
  static final class Waiter {
    private final List<Key> keys;
    private final Runnable wake;
    private boolean parked;

    private Waiter(List<Key> keys, Runnable wake) {
      this.keys = keys;
      this.wake = wake;
    }
  }

  private final Writes writes;
  private final BiPredicate<String, String> hasReady;
  private final Executor replies;
  private final Map<Key, Deque<Waiter>> waiting = new HashMap<>();
  private final Set<GrantStream> streams = new LinkedHashSet<>();

  /**
   * @param hasReady whether (fleet, queue) has a task to grant now
   */
  ClaimDesk(Writes writes, BiPredicate<String, String> hasReady, Executor replies) {
    this.writes = writes;
    this.hasReady = hasReady;
    this.replies = replies;
  }

  /** A unary claim, waiting as long as it asks. */
  CompletableFuture<ClaimTasksResponse> claim(ClaimTasksRequest request, BooleanSupplier gone) {
    writes.requireLeader();
    Command command = Command.newBuilder().setClaimTasks(request).build();
    RefusedException.throwIf(RequestValidator.check(command));
    if (request.getWaitMillis() == 0 || anyReady(request.getFleet(), request.getQueuesList())) {
      return propose(command, request);
    }
    CompletableFuture<Void> woken = new CompletableFuture<>();
    Waiter waiter = park(request.getFleet(), request.getQueuesList(), () -> woken.complete(null));
    return woken
        .completeOnTimeout(null, request.getWaitMillis(), TimeUnit.MILLISECONDS)
        .thenComposeAsync(
            ready -> {
              unpark(waiter);
              if (gone.getAsBoolean()) {
                wakeNext(waiter);
                return CompletableFuture.completedFuture(ClaimTasksResponse.getDefaultInstance());
              }
              return propose(command, request).whenComplete((r, e) -> wakeNext(waiter));
            },
            replies);
  }

  private CompletableFuture<ClaimTasksResponse> propose(
      Command command, ClaimTasksRequest request) {
    return writes
        .propose(command, Priority.ORDINARY)
        .thenApply(
            result -> {
              wakeLeftOver(request.getFleet(), request.getQueuesList());
              return Grants.ofClaim(result);
            });
  }

  /** A claim on behalf of a stream. */
  CompletableFuture<Result> claimForStream(ClaimTasksRequest request) {
    return writes
        .proposeInternal(Command.newBuilder().setClaimTasks(request).build(), Priority.ORDINARY)
        .whenComplete(
            (result, failure) -> wakeLeftOver(request.getFleet(), request.getQueuesList()));
  }

  boolean anyReady(String fleet, List<String> queues) {
    for (Key key : keys(fleet, queues)) {
      if (hasReady.test(key.fleet(), key.queue())) {
        return true;
      }
    }
    return false;
  }

  /** Waits until one of the queues may have something; {@code wake} runs once on a reply thread. */
  Waiter park(String fleet, List<String> queues, Runnable wake) {
    Waiter waiter = new Waiter(keys(fleet, queues), wake);
    synchronized (this) {
      waiter.parked = true;
      for (Key key : waiter.keys) {
        waiting.computeIfAbsent(key, k -> new ArrayDeque<>()).addLast(waiter);
      }
    }
    if (anyReady(fleet, queues)) {
      wakeLeftOver(fleet, queues);
    }
    return waiter;
  }

  synchronized void unpark(Waiter waiter) {
    if (!waiter.parked) {
      return;
    }
    waiter.parked = false;
    for (Key key : waiter.keys) {
      Deque<Waiter> line = waiting.get(key);
      if (line != null && line.remove(waiter) && line.isEmpty()) {
        waiting.remove(key);
      }
    }
  }

  /** Something became ready. */
  void queueReady(String fleet, String queue) {
    wakeOne(new Key(fleet, queue));
  }

  /** After a waiter was served or left: whoever is next, if anything is left. */
  void wakeNext(Waiter served) {
    for (Key key : served.keys) {
      if (hasReady.test(key.fleet(), key.queue())) {
        wakeOne(key);
      }
    }
  }

  private void wakeLeftOver(String fleet, List<String> queues) {
    for (Key key : keys(fleet, queues)) {
      if (isAwaited(key) && hasReady.test(key.fleet(), key.queue())) {
        wakeOne(key);
      }
    }
  }

  private synchronized boolean isAwaited(Key key) {
    return waiting.containsKey(key);
  }

  private void wakeOne(Key key) {
    Waiter waiter;
    synchronized (this) {
      Deque<Waiter> line = waiting.get(key);
      if (line == null) {
        return;
      }
      waiter = line.peekFirst();
      unpark(waiter);
    }
    replies.execute(waiter.wake);
  }

  synchronized void register(GrantStream stream) {
    streams.add(stream);
  }

  synchronized void unregister(GrantStream stream) {
    streams.remove(stream);
  }

  /** The agent's epoch and all before it are over: its streams end. */
  void epochEnded(String fleet, String agentId, long epoch) {
    List<GrantStream> ended;
    synchronized (this) {
      ended = streams.stream().filter(s -> s.isOf(fleet, agentId, epoch)).toList();
    }
    ended.forEach(GrantStream::endEpoch);
  }

  /** This node does not lead any more: everybody is sent on. */
  void sendAway() {
    List<Waiter> waiters = new ArrayList<>();
    List<GrantStream> open;
    synchronized (this) {
      waiting.values().forEach(waiters::addAll);
      new LinkedHashSet<>(waiters).forEach(this::unpark);
      open = new ArrayList<>(streams);
    }
    for (GrantStream stream : open) {
      stream.sendAway();
    }
    new LinkedHashSet<>(waiters).forEach(waiter -> replies.execute(waiter.wake));
  }

  private static List<Key> keys(String fleet, List<String> queues) {
    String name = Fleets.name(fleet);
    if (queues.isEmpty()) {
      return List.of(new Key(name, "default"));
    }
    List<Key> keys = new ArrayList<>(queues.size());
    for (String queue : queues) {
      keys.add(new Key(name, queue));
    }
    return keys;
  }
}
