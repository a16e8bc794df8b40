package io.caxton.client.fake;

import com.google.protobuf.Message;
import io.caxton.v1.Call;
import io.caxton.v1.ErrorReason;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/** A node of a fake cluster: real sockets, scripted behaviour. */
public final class FakeNode {
  final FakeCluster cluster;
  final String id;
  private final ServerCredentials credentials;
  private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
  private final Queue<Runnable> parked = new ConcurrentLinkedQueue<>();
  private final Queue<Integer> readBreaks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final FakeGrants grants = new FakeGrants(this);
  private final FakeInboxes inboxes = new FakeInboxes(this);
  private final FakeWatches watches = new FakeWatches(this);
  private volatile boolean paused;
  private volatile boolean hints = true;
  private Server server;
  private int port;

  FakeNode(FakeCluster cluster, String id, ServerCredentials credentials) {
    this.credentials = credentials;
    this.cluster = cluster;
    this.id = id;
    start();
  }

  public synchronized void start() {
    try {
      server =
          NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port), credentials)
              .directExecutor()
              .permitKeepAliveTime(500, TimeUnit.MILLISECONDS)
              .permitKeepAliveWithoutCalls(true)
              .addService(new FakeTasks(this))
              .addService(new FakeAgents(this))
              .addService(new FakeSessions(this))
              .addService(new FakeClusterService(this))
              .addService(new FakeJournals(this))
              .addService(new FakeCheckpoints(this))
              .addService(new FakeConversations(this))
              .addService(new FakeCommits(this))
              .addService(new FakeRecoveries(this))
              .addService(watches)
              .build()
              .start();
      port = server.getPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String address() {
    return "127.0.0.1:" + port;
  }

  /** Connections break; nobody listens any more. */
  public synchronized void kill() {
    server.shutdownNow();
    try {
      server.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    parked.clear();
    paused = false;
  }

  /** Connections stay, nothing is answered. */
  public void pause() {
    paused = true;
  }

  public void resume() {
    paused = false;
    Runnable run;
    while ((run = parked.poll()) != null) {
      run.run();
    }
  }

  public void withoutHints() {
    hints = false;
  }

  /** The next mutating calls meet these faults, one each. */
  public void faults(Fault... next) {
    faults.addAll(List.of(next));
  }

  /** The next streams that read break off after so many responses, one each. */
  public void breakReads(Integer... afterResponses) {
    readBreaks.addAll(List.of(afterResponses));
  }

  /** Whether the stream that has sent so many responses breaks off now. */
  boolean breaksRead(int sent) {
    Integer next = readBreaks.peek();
    if (next == null || next != sent) {
      return false;
    }
    readBreaks.poll();
    return true;
  }

  public int faultsLeft() {
    return faults.size();
  }

  /** Requests of all kinds, questions for the leader left out. */
  public int requests() {
    return requests.get();
  }

  public FakeGrants grants() {
    return grants;
  }

  public FakeInboxes inboxes() {
    return inboxes;
  }

  public FakeWatches watches() {
    return watches;
  }

  /** Runs it now, or when the node is no longer paused. */
  void unlessPaused(Runnable run) {
    if (paused) {
      parked.add(run);
    } else {
      run.run();
    }
  }

  <R extends Message> void read(StreamObserver<R> out, Supplier<R> work) {
    serve(out, work);
  }

  <R extends Message> void mutate(
      StreamObserver<R> out, Call call, Message content, Function<Long, R> work) {
    requests.incrementAndGet();
    unlessPaused(
        () -> {
          if (refuses(out)) {
            return;
          }
          switch (faults.poll()) {
            case null -> answer(out, () -> cluster.state().once(call, content, work));
            case Fault.Refuse refuse -> out.onError(refuse.error());
            case Fault.ExecuteThen then -> {
              cluster.state().once(call, content, work);
              out.onError(then.error());
            }
            case Fault.ExecuteInSilence silence -> cluster.state().once(call, content, work);
            case Fault.Swallow swallow -> {}
          }
        });
  }

  private <R> void serve(StreamObserver<R> out, Supplier<R> work) {
    requests.incrementAndGet();
    unlessPaused(
        () -> {
          if (!refuses(out)) {
            answer(out, work);
          }
        });
  }

  boolean refuses(StreamObserver<?> out) {
    if (cluster.leads(this)) {
      return false;
    }
    out.onError(
        FakeErrors.of(
            ErrorReason.NOT_LEADER,
            hints && cluster.leader().isPresent()
                ? Map.of("leader_address", cluster.leader().get().address())
                : Map.of()));
    return true;
  }

  private static <R> void answer(StreamObserver<R> out, Supplier<R> work) {
    R response;
    try {
      response = work.get();
    } catch (RuntimeException error) {
      out.onError(error);
      return;
    }
    out.onNext(response);
    out.onCompleted();
  }
}
