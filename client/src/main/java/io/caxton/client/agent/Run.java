package io.caxton.client.agent;

import com.google.protobuf.ByteString;
import io.caxton.client.CaxtonException;
import io.caxton.v1.Grant;
import io.caxton.v1.Label;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One grant and the handler that works on it, if it has been started. */
final class Run implements Runnable, TaskContext {
  /** Why the handler was told to stop; only rises. */
  enum Stop {
    NO,
    /** The lease is in doubt or the agent closes: the task is given back, if it is still ours. */
    GIVE_BACK,
    /** The cluster said that the grant or the agent is over: nothing is left to say. */
    ABANDON
  }

  private final Agent agent;
  private final Grant grant;
  private final GrantKey key;
  private final Lease lease;

  // Guarded by this.
  private Thread handler;
  private boolean ended;
  private Stop stop = Stop.NO;
  private boolean extending;

  Run(Agent agent, Grant grant, long countedFromNanos) {
    this.agent = agent;
    this.grant = grant;
    key = GrantKey.of(grant);
    lease = new Lease(countedFromNanos, grant.getLeaseMillis());
  }

  Grant grant() {
    return grant;
  }

  GrantKey key() {
    return key;
  }

  Lease lease() {
    return lease;
  }

  void start() {
    Thread thread = Thread.ofVirtual().name("caxton-task-" + grant.getTaskId()).unstarted(this);
    synchronized (this) {
      handler = thread;
    }
    thread.start();
  }

  @Override
  public void run() {
    Outcome outcome = handle();
    Stop how;
    synchronized (this) {
      ended = true;
      how = stop;
    }
    // What interrupted the handler is not meant for the report.
    Thread.interrupted();
    agent.runs().handlerEnded(this);
    switch (outcome) {
      case Outcome.Settled settled -> {
        agent.counters().completed.increment();
        agent.runs().settled(this);
      }
      case Outcome.Told told when how == Stop.ABANDON -> {
        agent.counters().lost.increment();
        agent.runs().settled(this);
      }
      case Outcome.Told told -> new Report(agent, this, told).send();
    }
  }

  private Outcome handle() {
    if (cancelled()) {
      return new Outcome.GivenBack();
    }
    try {
      return agent.config().work().on(this);
    } catch (FinalFailure last) {
      return new Outcome.Failed(Report.message(last), true);
    } catch (Throwable thrown) {
      return cancelled()
          ? new Outcome.GivenBack()
          : new Outcome.Failed(Report.message(thrown), false);
    }
  }

  /** Tells the handler to stop; gives whether that is news to it. */
  synchronized boolean stop(Stop how) {
    if (ended || stop.compareTo(how) >= 0) {
      return false;
    }
    boolean first = stop == Stop.NO;
    stop = how;
    if (handler != null && first) {
      handler.interrupt();
    }
    return first && handler != null;
  }

  /** Extends the lease when it is time to, one request at a time. */
  void extendIfDue(long nowNanos) {
    synchronized (this) {
      if (extending || stop == Stop.ABANDON || !lease.due(nowNanos)) {
        return;
      }
      extending = true;
    }
    askForLease(Duration.ZERO);
  }

  private CompletableFuture<Boolean> askForLease(Duration length) {
    long sentNanos = agent.nanoTime();
    return agent
        .granted()
        .extend(grant, length)
        .handle((millis, failure) -> extended(sentNanos, millis, failure));
  }

  private boolean extended(long sentNanos, Integer millis, Throwable failure) {
    synchronized (this) {
      extending = false;
    }
    if (failure == null) {
      lease.accepted(sentNanos, millis);
      return true;
    }
    if (failure instanceof CaxtonException refusal && !agent.endsWith(refusal)) {
      switch (refusal.reason()) {
        case LEASE_LOST, TASK_FINISHED, NOT_FOUND -> agent.runs().lost(key);
        default -> {}
      }
    }
    return false;
  }

  @Override
  public boolean extend(Duration length) {
    return askForLease(length).join();
  }

  @Override
  public String taskId() {
    return grant.getTaskId();
  }

  @Override
  public String queue() {
    return grant.getQueue();
  }

  @Override
  public int attempt() {
    return grant.getAttempt();
  }

  @Override
  public long fence() {
    return grant.getFence();
  }

  @Override
  public ByteString payload() {
    return grant.getPayload();
  }

  @Override
  public String compensatesTaskId() {
    return grant.getCompensatesTaskId();
  }

  @Override
  public List<Label> labels() {
    return grant.getLabelsList();
  }

  @Override
  public Duration timeLeft() {
    long now = agent.nanoTime();
    long left = Math.min(lease.leftNanos(now), agent.lease().leftNanos(now));
    return cancelled() || left < 0 ? Duration.ZERO : Duration.ofNanos(left);
  }

  @Override
  public synchronized boolean cancelled() {
    return stop != Stop.NO;
  }
}
