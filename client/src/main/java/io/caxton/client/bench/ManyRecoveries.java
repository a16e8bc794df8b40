package io.caxton.client.bench;

import io.caxton.client.AgentEpoch;
import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.agent.state.AgentEvent;
import io.caxton.client.agent.state.Replay;
import io.caxton.v1.BeginRecoveryRequest;
import io.caxton.v1.BeginRecoveryResponse;
import io.caxton.v1.CommitRecoveryRequest;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.ReadEventsRequest;
import io.caxton.v1.RecoveryPlan;
import io.caxton.v1.RegisterAgentRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Many small agents in one process: all that the library does for each but its threads. Some
 * clients share them: one session keeps at most 16 384 outcomes, and many processes would have one
 * each.
 */
final class ManyRecoveries {
  private static final int EVENTS_EACH = 10;

  /** As the SDK does it. */
  private static final int TURN_MILLIS = 30_000;

  private static final Duration PAUSE = Duration.ofMillis(100);

  private static final int FILLS_AT_ONCE = 500;

  private final List<CaxtonClient> clients;
  private final JournalAgents agents;
  private final int count;
  private final LongAdder busy = new LongAdder();
  private final LongAdder applied = new LongAdder();

  ManyRecoveries(List<CaxtonClient> clients, JournalAgents agents, int count) {
    this.clients = clients;
    this.agents = agents;
    this.count = count;
  }

  private static String id(int number) {
    return "many-" + number;
  }

  private CaxtonClient client(int number) {
    return clients.get(number % clients.size());
  }

  void fill() {
    Semaphore atOnce = new Semaphore(FILLS_AT_ONCE);
    each(
        number -> {
          atOnce.acquireUninterruptibly();
          try {
            agents.fill(agents.register(id(number)), EVENTS_EACH);
          } finally {
            atOnce.release();
          }
        });
  }

  /** All at once; gives how long until the last one is back. */
  double recoverMillis() {
    long began = System.nanoTime();
    each(this::recover);
    return (System.nanoTime() - began) / 1e6;
  }

  private void each(Consumer<Integer> work) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Void>> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int number = i;
        all.add(CompletableFuture.runAsync(() -> work.accept(number), threads));
      }
      all.forEach(CaxtonException::join);
    }
  }

  private void recover(int number) {
    CaxtonClient client = client(number);
    BeginRecoveryResponse begun = begin(client, id(number));
    RecoveryPlan plan = begun.getPlan();
    EventCount state = EventCount.TYPE.initial();
    if (plan.getFromSeq() <= plan.getLastSeq()) {
      state = replayed(client, id(number), plan);
    }
    applied.add(state.events());
    CaxtonException.join(
        client
            .recoveries()
            .commit(
                AgentEpoch.of(begun.getAgent()),
                CommitRecoveryRequest.newBuilder()
                    .setAppliedSeq(plan.getLastSeq())
                    .setStateDigest(EventCount.TYPE.digest(state))
                    .setEventsApplied(state.events())
                    .build()));
  }

  private static EventCount replayed(CaxtonClient client, String agentId, RecoveryPlan plan) {
    ReadEventsRequest request =
        ReadEventsRequest.newBuilder()
            .setAgentId(agentId)
            .setFromSeq(plan.getFromSeq())
            .setToSeq(plan.getLastSeq())
            .build();
    try (Replay<EventCount> replay = Replay.sequential(EventCount.TYPE, EventCount.TYPE.initial());
        var stream =
            client
                .journals()
                .read(
                    request,
                    (events, last) -> replay.apply(events.stream().map(AgentEvent::of).toList()))) {
      CaxtonException.join(stream.done());
      return replay.finish();
    }
  }

  private BeginRecoveryResponse begin(CaxtonClient client, String agentId) {
    BeginRecoveryRequest request =
        BeginRecoveryRequest.newBuilder()
            .setRegistration(
                RegisterAgentRequest.newBuilder()
                    .setAgentId(agentId)
                    .setLeaseMillis(JournalAgents.LEASE_MILLIS))
            .addSchemaIds(EventCount.TYPE.schemaId())
            .setWaitMillis(TURN_MILLIS)
            .build();
    while (true) {
      try {
        return CaxtonException.join(client.recoveries().begin(request));
      } catch (CaxtonException refusal) {
        if (refusal.reason() != ErrorReason.RECOVERY_BUSY) {
          throw refusal;
        }
        busy.increment();
        sleep(refusal.retryDelay().orElse(PAUSE));
      }
    }
  }

  private static void sleep(Duration length) {
    try {
      Thread.sleep(length);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** How often an agent was told to come again later. */
  long busy() {
    return busy.sum();
  }

  Stored stored() {
    return new Stored("events_of_all", (long) count * EVENTS_EACH, applied.sum());
  }
}
