package io.caxton.jepsen.workload;

import com.google.protobuf.ByteString;
import io.caxton.client.AgentEpoch;
import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.agent.StatefulAgent;
import io.caxton.client.agent.state.CheckpointPolicy;
import io.caxton.client.agent.state.StateType;
import io.caxton.client.agent.state.Step;
import io.caxton.jepsen.checker.Fold;
import io.caxton.jepsen.history.Operation;
import io.caxton.jepsen.run.Context;
import io.caxton.v1.Checkpoint;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.RecoveryPlan;
import io.caxton.v1.ReleaseQuarantineRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A place where one agent runs now and then: recovers with the agent SDK, takes steps, is cut off
 * for ever without a word, and calls later in epochs that it had. Several places have the same
 * agent. For one thread.
 */
final class RecoveryHost {
  private static final StateType<Fold> TYPE =
      StateType.of(
          "fold",
          () -> Fold.EMPTY,
          (fold, event) -> fold.after(Bodies.number(event.body())),
          fold -> ByteString.copyFromUtf8(fold.toString()),
          bytes -> Fold.parse(bytes.toStringUtf8()));

  private static final Duration LEASE = Duration.ofSeconds(5);
  private static final int REST_MAX_MILLIS = 4_000;

  private final Context context;
  private final Caller caller;
  private final CaxtonClient zombies;
  private final String name;
  private final AtomicLong numbers;
  private final Random random;
  private final List<AgentEpoch> epochs = new ArrayList<>();

  private Optional<CaxtonClient> client = Optional.empty();
  private Optional<StatefulAgent<Fold>> agent = Optional.empty();
  private long restsUntil = System.nanoTime();

  RecoveryHost(
      Context context, CaxtonClient zombies, String name, AtomicLong numbers, Random random) {
    this.context = context;
    caller = new Caller(context);
    this.zombies = zombies;
    this.name = name;
    this.numbers = numbers;
    this.random = random;
  }

  void step() {
    if (agent.isPresent() && agent.get().stopped().isDone()) {
      die();
    }
    int dice = random.nextInt(100);
    if (dice < 10 && !epochs.isEmpty()) {
      zombie();
    } else if (agent.isEmpty()) {
      if (System.nanoTime() - restsUntil > 0) {
        recover();
      }
    } else if (dice < 12) {
      die();
    } else if (dice < 20) {
      checkpoint(agent.get());
    } else {
      step(agent.get());
    }
  }

  /** Nobody hears of it again: its connections are gone, and nothing is said. */
  void die() {
    client.ifPresent(CaxtonClient::close);
    client = Optional.empty();
    agent = Optional.empty();
    restsUntil = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(random.nextInt(REST_MAX_MILLIS));
  }

  boolean recover() {
    CaxtonClient own = context.client(Calls.TIMEOUT);
    client = Optional.of(own);
    agent = caller.change("recover", name, null, () -> recovered(own), RecoveryHost::shown);
    agent.ifPresentOrElse(back -> epochs.add(back.epoch()), this::die);
    return agent.isPresent();
  }

  private StatefulAgent<Fold> recovered(CaxtonClient own) {
    try {
      return StatefulAgent.builder(own, TYPE)
          .id(name)
          .lease(LEASE)
          .patience(Calls.TIMEOUT)
          .keepJournal()
          .checkpoints(CheckpointPolicy.onDemand())
          .checkpointOnClose(false)
          .queues("nothing-in-it")
          .onTask((fold, task) -> new Step())
          .start();
    } catch (CaxtonException failure) {
      if (failure.definite() && failure.reason() == ErrorReason.AGENT_QUARANTINED) {
        own.recoveries().release(name, ReleaseQuarantineRequest.Action.ACTION_RETRY);
      }
      throw failure;
    } catch (CompletionException | IllegalStateException broken) {
      throw new Caller.NoAnswer(broken.toString(), false);
    }
  }

  private static Object shown(StatefulAgent<Fold> back) {
    RecoveryPlan plan = back.recovery().plan();
    return Operation.map(
        "epoch", back.epoch().epoch(),
        "position", plan.getPosition(),
        "covers", plan.getCheckpoint().getCoversSeq(),
        "from", plan.getFromSeq(),
        "last", plan.getLastSeq(),
        "inbox", plan.getInboxMessages(),
        "seq", back.seq(),
        "state", back.read(Fold::toString));
  }

  private void step(StatefulAgent<Fold> running) {
    long number = numbers.incrementAndGet();
    caller.change(
        "step",
        name,
        Operation.map("epoch", running.epoch().epoch(), "n", number),
        () -> stepped(running, number),
        seq -> Operation.map("seq", seq));
  }

  /** An event, and with it a message to itself that it never takes. */
  private Long stepped(StatefulAgent<Fold> running, long number) {
    try {
      running.step(
          fold -> new Step().event(Bodies.of(number)).send(Bodies.message(name, name, number)));
      return running.seq();
    } catch (IllegalStateException stopped) {
      throw new Caller.NoAnswer(stopped.getMessage(), false);
    }
  }

  private void checkpoint(StatefulAgent<Fold> running) {
    caller.change(
        "checkpoint",
        name,
        Operation.map("epoch", running.epoch().epoch()),
        () -> saved(running),
        saved -> Operation.map("covers", saved.getCoversSeq()));
  }

  private static Checkpoint saved(StatefulAgent<Fold> running) {
    try {
      return CaxtonException.join(
          running.checkpoint().orTimeout(Calls.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
    } catch (CompletionException notSaved) {
      throw new Caller.NoAnswer(notSaved.toString(), false);
    }
  }

  /** In any epoch it ever had, as one that woke up late. */
  private void zombie() {
    AgentEpoch epoch = epochs.get(random.nextInt(epochs.size()));
    if (agent.isPresent() && agent.get().epoch().equals(epoch)) {
      return;
    }
    long number = numbers.incrementAndGet();
    caller.change(
        "zombie",
        name,
        Operation.map("epoch", epoch.epoch(), "n", number),
        () -> appended(epoch, number),
        result -> Operation.map("result", result));
  }

  /** It goes with a message as a step does, so that one that is accepted keeps the rule. */
  private String appended(AgentEpoch epoch, long number) {
    try {
      CaxtonException.join(
          zombies
              .commits()
              .commit(
                  epoch,
                  new Step()
                      .event(Bodies.of(number))
                      .send(Bodies.message(name, name, number))
                      .items()));
      return "ok";
    } catch (CaxtonException failure) {
      if (failure.definite() && failure.reason() == ErrorReason.STALE_EPOCH) {
        return "stale";
      }
      throw failure;
    }
  }

  void readLog(CaxtonClient reader, Duration atMost) {
    Calls.untilPresent(
        atMost,
        () -> caller.look("log", name, null, () -> Bodies.journal(reader, name, 1), all -> all));
  }
}
