package io.caxton.client;

import com.google.protobuf.ByteString;
import io.caxton.v1.ClaimTasksRequest;
import io.caxton.v1.ClaimTasksResponse;
import io.caxton.v1.Completion;
import io.caxton.v1.Extension;
import io.caxton.v1.Grant;
import io.caxton.v1.OpenGrants;
import io.caxton.v1.Release;
import io.caxton.v1.TaskState;
import io.caxton.v1.TasksGrpc;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The calls of one agent, in one epoch, on tasks granted to it. All carry the grant's fence. All
 * but claims are gathered with those of other threads that hold the same object.
 */
public final class GrantedTasks {
  private final Core core;
  private final String fleet;
  private final AgentEpoch agent;
  private final Gatherer<Completion, ?, ?, TaskState> completions;
  private final Gatherer<io.caxton.v1.Failure, ?, ?, TaskState> failures;
  private final Gatherer<Release, ?, ?, TaskState> releases;
  private final Gatherer<Extension, ?, ?, Integer> extensions;

  GrantedTasks(Core core, String fleet, AgentEpoch agent) {
    this.core = core;
    this.fleet = fleet;
    this.agent = agent;
    completions = new Gatherer<>(core, TaskGatherings.complete(fleet, agent));
    failures = new Gatherer<>(core, TaskGatherings.fail(fleet, agent));
    releases = new Gatherer<>(core, TaskGatherings.release(fleet, agent));
    extensions = new Gatherer<>(core, TaskGatherings.extend(fleet, agent));
  }

  /** Takes up to so many ready tasks; waits up to this long for the first. */
  public CompletableFuture<ClaimTasksResponse> claim(
      int tasksMax, Duration wait, String... queues) {
    return claim(
        ClaimTasksRequest.newBuilder()
            .addAllQueues(List.of(queues))
            .setMaxTasks(tasksMax)
            .setWaitMillis((int) wait.toMillis())
            .build());
  }

  /** As the request says; call, fleet, agent and epoch are set by this call. */
  public CompletableFuture<ClaimTasksResponse> claim(ClaimTasksRequest request) {
    return core.mutate(
        TasksGrpc.getClaimTasksMethod(),
        call ->
            request.toBuilder()
                .setCall(call)
                .setFleet(fleet)
                .setAgentId(agent.agentId())
                .setEpoch(agent.epoch())
                .build(),
        request.getWaitMillis() * 1_000_000L);
  }

  /**
   * Completes the task. Another state than COMPLETED: the grant was lost, and the task had its late
   * result parked.
   */
  public CompletableFuture<TaskState> complete(Grant grant, ByteString result) {
    return completions.offer(
        Completion.newBuilder()
            .setTaskId(grant.getTaskId())
            .setFence(grant.getFence())
            .setResult(result)
            .build());
  }

  /**
   * The attempt failed: charged, and back to the queue after a backoff, or DEAD.
   *
   * @param last true: no further attempt
   */
  public CompletableFuture<TaskState> fail(Grant grant, String message, boolean last) {
    return failures.offer(
        io.caxton.v1.Failure.newBuilder()
            .setTaskId(grant.getTaskId())
            .setFence(grant.getFence())
            .setMessage(message)
            .setFinal(last)
            .build());
  }

  /** Gives the task back at once, without a charge. */
  public CompletableFuture<TaskState> release(Grant grant) {
    return releases.offer(
        Release.newBuilder().setTaskId(grant.getTaskId()).setFence(grant.getFence()).build());
  }

  /**
   * Extends the grant's lease; gives the lease in force in milliseconds, counted from when this was
   * called. Zero asks for as much as was granted.
   */
  public CompletableFuture<Integer> extend(Grant grant, Duration lease) {
    return extensions.offer(
        Extension.newBuilder()
            .setTaskId(grant.getTaskId())
            .setFence(grant.getFence())
            .setLeaseMillis((int) lease.toMillis())
            .build());
  }

  /**
   * Opens a stream of grants at the leader. It ends with any failure and is not opened again by
   * itself; fleet, agent and epoch are set by this call.
   */
  public GrantStream stream(OpenGrants open, GrantListener listener) {
    return new GrantStream(
        core,
        open.toBuilder()
            .setFleet(fleet)
            .setAgentId(agent.agentId())
            .setEpoch(agent.epoch())
            .build(),
        listener);
  }
}
