package io.caxton.jepsen.workload;

import com.google.protobuf.Message;
import io.caxton.client.AgentEpoch;
import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.jepsen.checker.ZombieChecker;
import io.caxton.jepsen.client.RawAnswer;
import io.caxton.jepsen.client.RawError;
import io.caxton.jepsen.client.RawSession;
import io.caxton.jepsen.client.Stubborn;
import io.caxton.jepsen.history.Operation;
import io.caxton.v1.Agent;
import io.caxton.v1.BeginRecoveryRequest;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.RenewAgentsResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** One of several instances of an agent: calls in every epoch it ever had. For one thread. */
final class ZombieInstance {
  private static final int CALLS_PER_SESSION = 4_000;
  private static final int REGISTER_ONE_OF = 40;

  private final Caller caller;
  private final CaxtonClient client;
  private final Stubborn cluster;
  private final String name;
  private final Random random;
  private final List<AgentEpoch> epochs = new ArrayList<>();
  private Optional<RawSession> session = Optional.empty();
  private int calls;

  ZombieInstance(Caller caller, CaxtonClient client, Stubborn cluster, String name, Random random) {
    this.caller = caller;
    this.client = client;
    this.cluster = cluster;
    this.name = name;
    this.random = random;
  }

  void step() {
    if (session.isEmpty() || calls >= CALLS_PER_SESSION) {
      session = RawSession.open(cluster, Calls.TIMEOUT);
      calls = 0;
    } else if (epochs.isEmpty() || random.nextInt(REGISTER_ONE_OF) == 0) {
      register();
    } else {
      boolean newest = random.nextInt(3) == 0;
      AgentEpoch as = newest ? epochs.getLast() : epochs.get(random.nextInt(epochs.size()));
      EpochCalls.Kind kind = EpochCalls.ALL.get(random.nextInt(EpochCalls.ALL.size()));
      if (!kind.equals(EpochCalls.DEREGISTER) || !as.equals(epochs.getLast())) {
        call(kind, as);
      }
    }
  }

  /** Both ways in which an epoch begins. */
  private void register() {
    RegisterAgentRequest registration =
        RegisterAgentRequest.newBuilder()
            .setAgentId(name)
            .setLeaseMillis(Calls.ENDLESS_LEASE_MILLIS)
            .build();
    BeginRecoveryRequest recovery =
        BeginRecoveryRequest.newBuilder().setRegistration(registration).build();
    CompletableFuture<Agent> registering =
        random.nextInt(4) == 0
            ? client.recoveries().begin(recovery).thenApply(begun -> begun.getAgent())
            : client.agents().register(registration);
    caller
        .change(
            ZombieChecker.REGISTER,
            name,
            null,
            () -> CaxtonException.join(registering),
            agent -> Operation.map("epoch", agent.getEpoch()))
        .ifPresent(agent -> epochs.add(AgentEpoch.of(agent)));
  }

  private void call(EpochCalls.Kind kind, AgentEpoch as) {
    calls++;
    caller.change(
        kind.name(),
        name,
        Operation.map("epoch", as.epoch()),
        () -> result(kind, as),
        result -> Operation.map("result", result));
  }

  /** OK, or why the state machine refused it; {@link Caller.NoAnswer} if it was not asked. */
  private String result(EpochCalls.Kind kind, AgentEpoch as) {
    Stubborn.Outcome outcome =
        cluster.send(kind.call(session.orElseThrow().next(), as), Duration.ofSeconds(4));
    RawAnswer answer = outcome.answer();
    if (answer.response().isPresent()) {
      return refusalInside(answer.response().get()).map(ErrorReason::name).orElse("OK");
    }
    RawError error = answer.error().orElseThrow();
    switch (error.reason()) {
      case SESSION_EXPIRED, SEQUENCE_TOO_OLD -> session = Optional.empty();
      case INVALID_ARGUMENT -> throw new IllegalStateException(kind.name() + ": " + error);
      case ERROR_REASON_UNSPECIFIED,
          NOT_LEADER,
          NO_QUORUM,
          NOT_READY,
          OUTCOME_UNKNOWN,
          OVERLOADED,
          DISK_LOW,
          INTERNAL -> {}
      default -> {
        if (!outcome.unknown()) {
          return error.reason().name();
        }
      }
    }
    throw new Caller.NoAnswer(error.toString(), !outcome.unknown());
  }

  /** A renewal is one of many. */
  private static Optional<ErrorReason> refusalInside(Message response) {
    return response instanceof RenewAgentsResponse renewed && renewed.getResults(0).hasRefusal()
        ? Optional.of(renewed.getResults(0).getRefusal().getReason())
        : Optional.empty();
  }
}
