package io.caxton.client;

import io.caxton.v1.Call;
import io.caxton.v1.ReadOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** What all parts of one client share: connections, timer, leader, sessions. */
final class Core implements AutoCloseable {
  private static final long TICK_MILLIS = 50;

  private final ClientConfig config;
  private final ScheduledThreadPoolExecutor timer;

  /** Holds no thread of its own, so there is nothing to shut down. */
  private final ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor();

  private final Channels channels;
  private final Nodes nodes;
  private final LeaderFinder leader;
  private final HomeNode home;
  private final Sessions sessions;
  private final Backlog backlog;

  /** Gatherers with calls under way; the others need no timer. */
  private final Set<Gatherer<?, ?, ?, ?>> busy = ConcurrentHashMap.newKeySet();

  private volatile boolean closed;

  Core(ClientConfig config) {
    this.config = config;
    timer = new ScheduledThreadPoolExecutor(1, Core::timerThread);
    timer.setRemoveOnCancelPolicy(true);
    channels = new Channels(config.tls(), virtual);
    nodes = new Nodes(this);
    config.addresses().forEach(nodes::at);
    leader = new LeaderFinder(this);
    home = new HomeNode(nodes);
    sessions = new Sessions(this);
    backlog = new Backlog(config, channels::onNetworkThread);
    timer.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    leader.search();
  }

  private static Thread timerThread(Runnable run) {
    Thread thread = new Thread(run, "caxton-client-timer");
    thread.setDaemon(true);
    return thread;
  }

  private void tick() {
    long now = System.nanoTime();
    leader.tick(now);
    sessions.tick(now);
    for (Gatherer<?, ?, ?, ?> gatherer : busy) {
      gatherer.tick(now);
    }
  }

  ClientConfig config() {
    return config;
  }

  Channels channels() {
    return channels;
  }

  Nodes nodes() {
    return nodes;
  }

  LeaderFinder leader() {
    return leader;
  }

  HomeNode home() {
    return home;
  }

  Sessions sessions() {
    return sessions;
  }

  Backlog backlog() {
    return backlog;
  }

  Set<Gatherer<?, ?, ?, ?>> busy() {
    return busy;
  }

  /** For listeners of streams, which may block. */
  ExecutorService virtual() {
    return virtual;
  }

  long silenceNanos() {
    return config.silence().toNanos();
  }

  boolean closed() {
    return closed;
  }

  /**
   * Runs it on the timer thread. What waits when the client is closed still has its turn, for
   * somebody may wait for its end; what comes later runs at once and in no order.
   */
  void later(long nanos, Runnable run) {
    try {
      timer.schedule(run, nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException afterClose) {
      virtual.execute(run);
    }
  }

  /** Completes futures where the user wants it. */
  void complete(Runnable completions) {
    config
        .callbackExecutor()
        .ifPresentOrElse(executor -> executor.execute(completions), completions);
  }

  long deadlineNanos(long waitNanos) {
    return System.nanoTime() + config.callTimeout().toNanos() + waitNanos;
  }

  /** A call that changes something, in this client's session. */
  <Q, R> CompletableFuture<R> mutate(
      MethodDescriptor<Q, R> method, Function<Call, Q> request, long waitNanos) {
    FutureAnswer<R> answer = new FutureAnswer<>(this);
    new Mutation<>(this, method, request, answer, waitNanos, deadlineNanos(waitNanos)).start();
    return answer;
  }

  <Q, R> CompletableFuture<R> read(MethodDescriptor<Q, R> method, Q request, ReadOptions options) {
    boolean linearizable = options.getConsistency() == ReadOptions.Consistency.LINEARIZABLE;
    return ask(linearizable ? leader : home, method, request, 0);
  }

  /** A call that needs no protection against a second execution. */
  <Q, R> CompletableFuture<R> ask(
      Aim aim, MethodDescriptor<Q, R> method, Q request, long waitNanos) {
    FutureAnswer<R> answer = new FutureAnswer<>(this);
    new Request<>(this, aim, method, request, answer, false, waitNanos, deadlineNanos(waitNanos))
        .next();
    return answer;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    sessions.close();
    closed = true;
    List<ManagedChannel> closing = new ArrayList<>();
    for (Node node : nodes.all()) {
      closing.add(node.close());
    }
    tick();
    timer.shutdown();
    for (ManagedChannel channel : closing) {
      awaitEnd(channel);
    }
    channels.close();
  }

  private static void awaitEnd(ManagedChannel channel) {
    try {
      channel.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
