package io.caxton.jepsen.workload;

import com.google.protobuf.ByteString;
import io.caxton.client.AgentEpoch;
import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.GrantedTasks;
import io.caxton.v1.ClaimTasksRequest;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Grant;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.TaskState;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Agents that claim and complete, with leases so long that none ends: each task must be done at the
 * first attempt. Some give a task back first, so that there are second fences.
 */
public final class Workers implements AutoCloseable {
  /** The cluster's time stands still without a leader, so this is far beyond any run. */
  private static final int LEASE_MILLIS = 600_000;

  private static final int CLAIM_MAX = 20;
  private static final int WAIT_MILLIS = 500;
  private static final int RELEASE_EVERY = 17;

  private final CaxtonClient client;
  private final String queue;
  private final TaskLedger ledger;
  private final AtomicInteger named = new AtomicInteger();
  private final ThreadLocal<GrantedTasks> agents = ThreadLocal.withInitial(this::register);
  private final Crew crew;

  public Workers(CaxtonClient client, String queue, TaskLedger ledger, int size) {
    this.client = client;
    this.queue = queue;
    this.ledger = ledger;
    crew = new Crew("worker", size, this::claimSome);
  }

  private GrantedTasks register() {
    RegisterAgentRequest request =
        RegisterAgentRequest.newBuilder()
            .setAgentId("worker-" + queue + "-" + named.incrementAndGet())
            .setLeaseMillis(LEASE_MILLIS)
            .build();
    return client
        .tasks()
        .of(AgentEpoch.of(CaxtonException.join(client.agents().register(request))));
  }

  private boolean claimSome() {
    GrantedTasks agent = agents.get();
    ClaimTasksRequest request =
        ClaimTasksRequest.newBuilder()
            .addQueues(queue)
            .setMaxTasks(CLAIM_MAX)
            .setLeaseMillis(LEASE_MILLIS)
            .setWaitMillis(WAIT_MILLIS)
            .build();
    try {
      var grants = CaxtonException.join(agent.claim(request)).getGrantsList();
      grants.forEach(grant -> ledger.granted(grant.getTaskId(), grant.getFence()));
      CompletableFuture.allOf(
              grants.stream().map(grant -> finish(agent, grant)).toArray(CompletableFuture[]::new))
          .join();
    } catch (CaxtonException failure) {
      ledger.refused();
    }
    return true;
  }

  private CompletableFuture<?> finish(GrantedTasks agent, Grant grant) {
    if (grant.getFence() % RELEASE_EVERY == 0) {
      return agent
          .release(grant)
          .handle(
              (state, failure) -> {
                if (failure instanceof CaxtonException e && e.definite()) {
                  ledger.fault("release of " + name(grant) + " was refused: " + e);
                }
                return null;
              });
    }
    ByteString result = ByteString.copyFromUtf8("done " + name(grant));
    return agent
        .complete(grant, result)
        .handle(
            (state, failure) -> {
              judge(grant, result, state, failure);
              return null;
            });
  }

  private void judge(Grant grant, ByteString result, TaskState state, Throwable failure) {
    if (state == TaskState.TASK_STATE_COMPLETED) {
      ledger.completed(grant.getTaskId(), grant.getFence(), result);
    } else if (failure instanceof CaxtonException e && !e.definite()) {
      ledger.completeUnknown(grant.getTaskId(), grant.getFence(), result);
    } else if (failure instanceof CaxtonException e
        && (e.reason() == ErrorReason.LEASE_LOST || e.reason() == ErrorReason.TASK_FINISHED)) {
      ledger.fault("complete of " + name(grant) + " was refused: " + e);
    } else {
      ledger.refused();
    }
  }

  private static String name(Grant grant) {
    return grant.getTaskId() + " under fence " + grant.getFence();
  }

  /** Waits until all that was begun is answered. */
  @Override
  public void close() {
    crew.close();
  }
}
