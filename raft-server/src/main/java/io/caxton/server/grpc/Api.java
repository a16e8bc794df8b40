package io.caxton.server.grpc;

import io.caxton.server.consensus.Consensus;
import io.caxton.server.engine.BodyMemory;
import io.caxton.server.engine.Engine;
import io.caxton.server.peer.SnapshotFiles;
import io.caxton.server.propose.Proposer;
import io.caxton.server.read.PinnedLists;
import io.caxton.server.read.ReadBarrier;
import io.caxton.server.storage.FreeSpace;
import io.caxton.state.Effect;
import io.caxton.v1.GetIdentityResponse;
import io.caxton.v1.GetNodeResponse;
import io.grpc.BindableService;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** All services of a node, and what they hear from apply and leadership. */
public final class Api implements AutoCloseable {
  private final List<BindableService> services;
  private final ClaimDesk claims;
  private final InboxDesk inboxes;
  private final RecoveryDesk recoveries;
  private final PushStreams pushes = new PushStreams();
  private final TaskWaiters waiters = new TaskWaiters();
  private final WatchHub watches;
  private final StreamLimit streams;
  private final Consumer<Effect.Measured> measures;

  /** What the services need of the node. */
  public record Node(
      String nodeId,
      String clusterId,
      Supplier<GetIdentityResponse> identity,
      Consensus consensus,
      Engine engine,
      Proposer proposer,
      ReadBarrier barrier,
      FreeSpace freeSpace,
      BodyMemory bodyMemory,
      SnapshotFiles snapshotFiles,
      Supplier<GetNodeResponse> description,
      Executor replies,
      Executor blocking,
      LongSupplier wallClock,
      Consumer<Effect.Measured> measures) {}

  /** The bounds of the services; see the settings. */
  public record Bounds(long streamsMax, long quorumSilenceMillisMax) {}

  public Api(Node node, Bounds bounds) {
    String selfId = node.nodeId();
    Writes writes =
        new Writes(
            node.consensus(),
            node.proposer(),
            new Admission(node.freeSpace(), node.bodyMemory()),
            selfId,
            bounds.quorumSilenceMillisMax());
    Reads reads =
        new Reads(
            node.barrier(),
            node.engine().views(),
            new PinnedLists(System::nanoTime),
            node.consensus(),
            selfId);
    measures = node.measures();
    streams = new StreamLimit(bounds.streamsMax());
    claims = new ClaimDesk(writes, ready(node.engine()), node.replies());
    inboxes =
        new InboxDesk(
            writes,
            node.engine()::hasMessages,
            node.replies(),
            new Deliveries(node.engine()::bodies, node.blocking()));
    recoveries = new RecoveryDesk(RecoveryDesk.leader(writes, node.engine()), node.replies());
    watches = new WatchHub(node.engine()::feed);
    BodyStreams bodies =
        new BodyStreams(reads, node.engine().views(), watches, streams, node.blocking());
    services =
        List.of(
            new SessionsService(writes),
            new AgentsService(writes, reads),
            new RoutesService(writes, reads),
            new TasksService(writes, new TaskAnswers(reads), claims, waiters, pushes, streams),
            new JournalsService(writes, reads, bodies),
            new CheckpointsService(writes, reads, bodies),
            new ConversationsService(writes, reads, inboxes, bodies, pushes, streams),
            new CommitsService(writes),
            new RecoveriesService(writes, reads, recoveries),
            new SchedulesService(writes, reads),
            new SagasService(writes, reads),
            new WatchService(watches, streams),
            new ClusterService(
                node.description(), node.consensus(), node.engine().views(), node.blocking()),
            new NodeService(
                selfId,
                node.clusterId(),
                node.identity(),
                node.consensus(),
                node.snapshotFiles(),
                node.blocking(),
                node.wallClock()));
  }

  private static ClaimDesk.Ready ready(Engine engine) {
    return new ClaimDesk.Ready() {
      @Override
      public boolean has(String fleet, String queue, String capability) {
        return engine.hasReady(fleet, queue, capability);
      }

      @Override
      public Set<String> capabilities(String fleet, String agentId) {
        return engine.capabilities(fleet, agentId);
      }
    };
  }

  public List<BindableService> services() {
    return services;
  }

  public long openStreams() {
    return streams.open();
  }

  /** Leader only, on a reply thread: an effect of an applied command. */
  public void perform(Effect effect) {
    switch (effect) {
      case Effect.QueueReady ready ->
          claims.queueReady(ready.fleet(), ready.queue(), ready.capability());
      case Effect.TaskEnded ended -> waiters.ended(ended.fleet(), ended.taskId());
      case Effect.Measured measured -> {
        measures.accept(measured);
        if (measured instanceof Effect.Recovered || measured instanceof Effect.RecoveryFailed) {
          recoveries.placeFreed();
        }
      }
      case Effect.InboxReady ready -> inboxes.inboxReady(ready.fleet(), ready.agentId());
      case Effect.EpochEnded over -> pushes.epochEnded(over.fleet(), over.agentId(), over.epoch());
    }
  }

  /** On the apply thread: there may be something to watch. */
  public void applied() {
    watches.signal();
  }

  /** This node does not lead any more: those who wait ask the next leader. */
  public void sendAway() {
    pushes.sendAway();
    claims.lines().wakeAll();
    inboxes.lines().wakeAll();
    recoveries.sendAway();
    waiters.refuseAll();
  }

  @Override
  public void close() {
    sendAway();
    watches.close();
  }
}
