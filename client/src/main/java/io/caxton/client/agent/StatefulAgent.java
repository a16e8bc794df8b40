package io.caxton.client.agent;

import io.caxton.client.AgentEpoch;
import io.caxton.client.AgentMessages;
import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.Fleet;
import io.caxton.client.agent.state.RecoveredHandler;
import io.caxton.client.agent.state.StateType;
import io.caxton.client.agent.state.Step;
import io.caxton.v1.Checkpoint;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * An agent that comes back exactly: its state is rebuilt from a checkpoint and the events after it,
 * and every step it takes counts once, whenever it dies. It never registers again by itself: a
 * newer instance may be at work.
 */
public final class StatefulAgent<S> implements AutoCloseable {
  private static final long LOOK_MILLIS = 100;

  private final Agent agent;
  private final Memory<S> memory;
  private final RecoveryReport recovery;
  private final Checkpointer<S> checkpointer;
  private final Steps<S> steps;
  private final StatefulConfig<S> config;
  private final Optional<MessageWorker<S>> worker;

  private StatefulAgent(Fleet fleet, StatefulConfig<S> config, Comeback.Result<S> back) {
    this.config = config;
    agent = back.agent();
    memory = back.memory();
    recovery = back.report();
    checkpointer =
        new Checkpointer<>(agent, fleet, config, memory, back.speed(), back.report().plan());
    steps = new Steps<>(agent, fleet, config, memory, checkpointer);
    AgentMessages messages = fleet.conversations().of(agent.identity());
    worker =
        config
            .onMessage()
            .map(
                handler ->
                    new MessageWorker<>(
                        agent, new Inbox(agent, messages, config), messages, steps, handler));
  }

  /** Works through this client, which must outlive the agent. */
  public static <S> StatefulAgentBuilder<S> builder(CaxtonClient client, StateType<S> type) {
    return new StatefulAgentBuilder<>(client, type);
  }

  static <S> StatefulAgent<S> start(StatefulAgentBuilder<S> builder) {
    StatefulConfig<S> config = builder.stateConfig();
    CompletableFuture<StatefulAgent<S>> self = new CompletableFuture<>();
    AgentConfig agentConfig =
        builder.config(
            builder.takesTasks(),
            run -> self.join().task(run),
            () -> self.join().beforeLeaving(),
            reason -> self.thenAccept(agent -> agent.ended(builder, reason)));
    Comeback.Result<S> back = new Comeback<>(agentConfig, config).run();
    Fleet fleet = agentConfig.client().fleet(agentConfig.fleet());
    StatefulAgent<S> agent = new StatefulAgent<>(fleet, config, back);
    self.complete(agent);
    agent.open();
    return agent;
  }

  private void open() {
    if (config.onRecovered().isPresent()) {
      recovered(config.onRecovered().get());
    }
    checkpointer.saveIfDue();
    look();
    worker.ifPresent(MessageWorker::start);
    agent.open();
  }

  private void recovered(RecoveredHandler<S> handler) {
    try {
      steps.recovered(handler, recovery.plan());
    } catch (RuntimeException | Error failed) {
      agent.abandon();
      throw failed;
    } catch (Exception failed) {
      agent.abandon();
      throw new IllegalStateException("agent " + id() + " failed after its recovery", failed);
    }
  }

  /** What time alone brings about. */
  private void look() {
    if (agent.over()) {
      return;
    }
    if (agent.lease().over(agent.nanoTime())) {
      worker.ifPresent(MessageWorker::inDoubt);
    }
    Thread.ofVirtual().start(checkpointer::saveIfDue);
    agent.later(LOOK_MILLIS, this::look);
  }

  private Outcome task(Run run) throws Exception {
    try {
      return steps.task(config.onTask().orElseThrow(), run);
    } catch (AgentOver over) {
      return new Outcome.GivenBack();
    }
  }

  private void ended(StatefulAgentBuilder<S> builder, StopReason reason) {
    worker.ifPresent(working -> working.close(Duration.ZERO));
    builder.onStopped().accept(reason);
  }

  public String id() {
    return agent.id();
  }

  public AgentEpoch epoch() {
    return agent.identity();
  }

  /** How it came back. */
  public RecoveryReport recovery() {
    return recovery;
  }

  /** What it does with tasks and its lease. */
  public AgentStats stats() {
    return agent.stats();
  }

  /** Completes when the agent has stopped for good. */
  public CompletableFuture<StopReason> stopped() {
    return agent.stopped();
  }

  /** The last event in the state. */
  public long seq() {
    return read(state -> memory.seq());
  }

  /** Looks at the state between two steps; what it gives must not be the state itself. */
  public <R> R read(Function<S, R> look) {
    memory.lock().lock();
    try {
      return look.apply(memory.state());
    } finally {
      memory.lock().unlock();
    }
  }

  /**
   * A step of its own, for what comes from elsewhere than messages and tasks. One without an event
   * fails when its outcome is unknown; with one it is found out.
   *
   * @throws CaxtonException if the cluster refuses it
   * @throws IllegalStateException if the agent has stopped: its successor finds out whether it
   *     counts
   */
  public void step(Function<S, Step> decision) {
    try {
      steps.own(() -> decision.apply(memory.state()));
    } catch (RuntimeException unchecked) {
      throw unchecked instanceof AgentOver
          ? new IllegalStateException("agent " + id() + " has stopped", unchecked)
          : unchecked;
    } catch (Exception interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("agent " + id() + " was interrupted", interrupted);
    }
  }

  /** Saves the state as it is now, whatever the policy. */
  public CompletableFuture<Checkpoint> checkpoint() {
    return checkpointer.save();
  }

  /** Takes nothing new and finishes what it holds; {@link #close} ends it then. */
  public void drain() {
    worker.ifPresent(working -> working.close(agent.config().closeGrace()));
    agent.drain();
  }

  /**
   * Lets handlers finish within the grace, saves what is new, gives back what is left, and leaves
   * the registry.
   */
  @Override
  public void close() {
    if (!agent.over()) {
      worker.ifPresent(working -> working.close(agent.config().closeGrace()));
    }
    agent.close();
  }

  private void beforeLeaving() {
    if (!config.checkpointOnClose() || !checkpointer.somethingNew()) {
      return;
    }
    try {
      checkpointer.save().get(agent.config().closeGrace().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException left) {
      // The events are there: the next instance replays them.
    }
  }
}
