package io.caxton.client.agent;

import io.caxton.client.AgentEpoch;
import io.caxton.client.Agents;
import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.GrantedTasks;
import io.caxton.v1.ErrorReason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A registered agent that takes tasks and runs their handlers, until it is closed or the cluster
 * says that it is over. It never registers again by itself: a newer instance may be at work.
 */
public final class Agent implements AutoCloseable {
  private static final long TICK_MILLIS = 10;
  private static final long LEAVE_MILLIS = 2_000;

  private final AgentConfig config;
  private final AgentEpoch identity;
  private final Agents agents;
  private final GrantedTasks granted;
  private final Lease lease;
  private final Counters counters = new Counters();
  private final Runs runs;
  private final Renewals renewals;
  private final Intake intake;
  private final Watchdog watchdog;
  private final ScheduledThreadPoolExecutor timer;
  private final CompletableFuture<StopReason> stopped = new CompletableFuture<>();
  private final AtomicBoolean draining = new AtomicBoolean();
  private final AtomicBoolean closing = new AtomicBoolean();
  private volatile boolean leaving;

  private Agent(AgentConfig config, io.caxton.v1.Agent registered, long sentNanos) {
    this.config = config;
    identity = AgentEpoch.of(registered);
    agents = config.client().fleet(config.fleet()).agents();
    granted = config.client().fleet(config.fleet()).tasks().of(identity);
    lease = new Lease(sentNanos, registered.getLeaseMillis());
    runs = new Runs(this);
    renewals = new Renewals(this, sentNanos);
    intake = new Intake(this);
    watchdog = new Watchdog(this);
    timer = new ScheduledThreadPoolExecutor(1, this::timerThread);
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  private Thread timerThread(Runnable run) {
    Thread thread = new Thread(run, "caxton-agent-" + config.id());
    thread.setDaemon(true);
    return thread;
  }

  /** Works through this client, which must outlive the agent. */
  public static AgentBuilder builder(CaxtonClient client) {
    return new AgentBuilder(client);
  }

  static Agent start(AgentConfig config) {
    long sentNanos = config.clock().nanoTime();
    io.caxton.v1.Agent registered =
        CaxtonException.join(
            config.client().fleet(config.fleet()).agents().register(config.registration()));
    Agent agent = begin(config, registered, sentNanos);
    agent.open();
    return agent;
  }

  /**
   * Keeps the lease of an agent that is registered already; it takes nothing before {@link #open}.
   *
   * @param sentNanos when the registration was sent
   */
  static Agent begin(AgentConfig config, io.caxton.v1.Agent registered, long sentNanos) {
    Agent agent = new Agent(config, registered, sentNanos);
    agent.timer.scheduleWithFixedDelay(
        agent.watchdog::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    return agent;
  }

  void open() {
    if (!config.queues().isEmpty()) {
      intake.open();
    }
  }

  public String id() {
    return identity.agentId();
  }

  public long epoch() {
    return identity.epoch();
  }

  public AgentStats stats() {
    return counters.stats(runs.running(), runs.held());
  }

  /** Completes when the agent has stopped for good. */
  public CompletableFuture<StopReason> stopped() {
    return stopped.copy();
  }

  /** Takes nothing new and finishes what it holds; {@link #close} ends it then. */
  public void drain() {
    if (draining.compareAndSet(false, true)) {
      intake.close();
      agents.drain(identity);
    }
  }

  /**
   * Lets handlers finish within the grace, interrupts the others, gives back what is left, and
   * leaves the registry.
   */
  @Override
  public void close() {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    if (!stopped.isDone()) {
      drain();
      runs.awaitEmpty(config.closeGrace().toMillis());
      runs.giveBackAll();
      runs.awaitEmpty(LEAVE_MILLIS);
      config.beforeLeaving().run();
      leave();
    }
    stop(new StopReason(StopReason.Kind.CLOSED, "closed"));
  }

  private void leave() {
    leaving = true;
    Future<?> left = agents.deregister(identity);
    try {
      left.get(LEAVE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException notAnswered) {
      // The lease ends by itself.
    }
  }

  /**
   * Looks at a refusal of any of the agent's calls: if it says that this epoch is over, the agent
   * stops.
   */
  boolean endsWith(CaxtonException refusal) {
    StopReason.Kind kind =
        switch (refusal.reason()) {
          case STALE_EPOCH -> StopReason.Kind.STALE_EPOCH;
          case AGENT_LOST -> StopReason.Kind.AGENT_LOST;
          default -> null;
        };
    if (kind == null) {
      return false;
    }
    // While it leaves, other calls under way hear of its own deregistration.
    if (!leaving) {
      stop(new StopReason(kind, refusal.getMessage()));
    }
    return true;
  }

  /** The agent itself is unknown to the cluster: nothing it does can succeed. */
  void forgotten(CaxtonException refusal) {
    stop(new StopReason(StopReason.Kind.REFUSED, refusal.getMessage()));
  }

  void stop(StopReason reason) {
    if (end(reason)) {
      Thread.ofVirtual()
          .name("caxton-agent-stopped")
          .start(() -> config.onStopped().accept(reason));
    }
  }

  /** Ends this epoch without telling anybody: this program has begun another one. */
  void abandon() {
    end(new StopReason(StopReason.Kind.CLOSED, "begun again"));
  }

  private boolean end(StopReason reason) {
    if (!stopped.complete(reason)) {
      return false;
    }
    timer.shutdown();
    intake.close();
    runs.abandonAll();
    return true;
  }

  boolean over() {
    return stopped.isDone();
  }

  /** True when it takes no new grants. */
  boolean closedToGrants() {
    return draining.get() || over();
  }

  void later(long millis, Runnable run) {
    try {
      timer.schedule(run, millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException stopping) {
      // Nothing of a stopped agent is done later.
    }
  }

  static boolean means(Throwable failure, ErrorReason reason) {
    return failure instanceof CaxtonException e && e.reason() == reason;
  }

  AgentConfig config() {
    return config;
  }

  AgentEpoch identity() {
    return identity;
  }

  Agents agents() {
    return agents;
  }

  GrantedTasks granted() {
    return granted;
  }

  Lease lease() {
    return lease;
  }

  Counters counters() {
    return counters;
  }

  Runs runs() {
    return runs;
  }

  Renewals renewals() {
    return renewals;
  }

  Intake intake() {
    return intake;
  }

  long nanoTime() {
    return config.clock().nanoTime();
  }
}
