package io.caxton.server.grpc;

import io.caxton.server.engine.Engine;
import io.caxton.server.error.RefusedException;
import io.caxton.server.propose.Priority;
import io.caxton.state.RequestValidator;
import io.caxton.state.Result;
import io.caxton.v1.BeginRecoveryRequest;
import io.caxton.v1.Command;
import io.caxton.v1.Criticality;
import io.caxton.v1.ErrorReason;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Where agents wait for a place to recover when thousands come back at once; leader only. A begin
 * is proposed only when it will be admitted, so waiting costs no log entries and no questions. The
 * more critical go first, then who came first. Thread-safe.
 */
final class RecoveryDesk {
  private static final long RETRY_MILLIS = 200;

  /** In the order in which they are admitted. */
  private static final List<Criticality> ORDER =
      List.of(
          Criticality.CRITICALITY_HIGH,
          Criticality.CRITICALITY_NORMAL,
          Criticality.CRITICALITY_LOW);

  private record Waiter(CompletableFuture<Boolean> turn, BooleanSupplier gone) {}

  /** What this needs of the node. */
  interface Leader {
    /** Throws if this node does not lead. */
    void require();

    /** Places that are free for this criticality, by what is applied; not above 0: none. */
    int freePlaces(Criticality criticality);

    /** Whether it has a place already. */
    boolean hasPlace(String fleet, String agentId);

    CompletableFuture<Result> propose(Command command);
  }

  private final Leader leader;
  private final Executor replies;

  // Guarded by this.
  private final Map<Criticality, Set<Waiter>> waiting = new EnumMap<>(Criticality.class);

  /** Admitted, and not yet seen as recovering. */
  private int admitted;

  RecoveryDesk(Leader leader, Executor replies) {
    this.leader = leader;
    this.replies = replies;
    ORDER.forEach(criticality -> waiting.put(criticality, new LinkedHashSet<>()));
  }

  static Leader leader(Writes writes, Engine engine) {
    return new Leader() {
      @Override
      public void require() {
        writes.requireLeader();
      }

      @Override
      public int freePlaces(Criticality criticality) {
        return engine.recoveryPlaces(criticality);
      }

      @Override
      public boolean hasPlace(String fleet, String agentId) {
        return engine.isRecovering(fleet, agentId);
      }

      @Override
      public CompletableFuture<Result> propose(Command command) {
        return writes.propose(command, Priority.ORDINARY);
      }
    };
  }

  /** Begins when there is a place, waiting for one as long as the request asks. */
  CompletableFuture<Result> begin(BeginRecoveryRequest request, BooleanSupplier gone) {
    leader.require();
    Command command = Command.newBuilder().setBeginRecovery(request).build();
    RefusedException.throwIf(RequestValidator.check(command));
    String fleet = Fleets.name(request.getRegistration().getFleet());
    if (leader.hasPlace(fleet, request.getRegistration().getAgentId())) {
      return leader.propose(command);
    }
    Set<Waiter> line = lineOf(request);
    Waiter waiter = new Waiter(new CompletableFuture<>(), gone);
    synchronized (this) {
      line.add(waiter);
    }
    admit();
    waiter.turn().completeOnTimeout(false, request.getWaitMillis(), TimeUnit.MILLISECONDS);
    return waiter
        .turn()
        .thenComposeAsync(
            myTurn -> myTurn ? propose(command, gone) : CompletableFuture.failedFuture(busy()),
            replies)
        .whenComplete((result, failure) -> leave(line, waiter));
  }

  private Set<Waiter> lineOf(BeginRecoveryRequest request) {
    Set<Waiter> line = waiting.get(request.getRegistration().getCriticality());
    return line == null ? waiting.get(Criticality.CRITICALITY_NORMAL) : line;
  }

  private synchronized void leave(Set<Waiter> line, Waiter waiter) {
    line.remove(waiter);
  }

  private CompletableFuture<Result> propose(Command command, BooleanSupplier gone) {
    CompletableFuture<Result> answer;
    try {
      answer =
          gone.getAsBoolean() ? CompletableFuture.failedFuture(busy()) : leader.propose(command);
    } catch (RuntimeException refused) {
      answer = CompletableFuture.failedFuture(refused);
    }
    return answer.whenComplete((result, failure) -> admittedIsSeen());
  }

  private void admittedIsSeen() {
    synchronized (this) {
      admitted--;
    }
    admit();
  }

  /** A recovery ended. */
  void placeFreed() {
    admit();
  }

  private void admit() {
    List<Waiter> next = new ArrayList<>();
    synchronized (this) {
      for (Criticality criticality : ORDER) {
        Iterator<Waiter> line = waiting.get(criticality).iterator();
        int free = line.hasNext() ? leader.freePlaces(criticality) - admitted : 0;
        for (; free > 0 && line.hasNext(); free--) {
          next.add(line.next());
          line.remove();
          admitted++;
        }
      }
    }
    go(next);
  }

  /** Those whose time was over, too, have been counted: their place is free again. */
  private void go(List<Waiter> next) {
    for (Waiter waiter : next) {
      if (!waiter.turn().complete(true)) {
        admittedIsSeen();
      }
    }
  }

  /** This node does not lead any more: who waits is told so. */
  void sendAway() {
    List<Waiter> all = new ArrayList<>();
    synchronized (this) {
      for (Criticality criticality : ORDER) {
        all.addAll(waiting.get(criticality));
        waiting.get(criticality).clear();
      }
      admitted += all.size();
    }
    go(all);
  }

  private static RefusedException busy() {
    return RefusedException.retryLater(
        ErrorReason.RECOVERY_BUSY,
        "as many agents recover as may at once, and others wait",
        RETRY_MILLIS);
  }
}
