package io.caxton.client.bench;

import com.google.protobuf.ByteString;
import io.caxton.client.AgentEpoch;
import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.GrantListener;
import io.caxton.client.GrantStream;
import io.caxton.client.GrantedTasks;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Grant;
import io.caxton.v1.OpenGrants;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.StreamGrantsResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An agent that completes whatever it is granted, at once. */
final class CycleAgent implements GrantListener {
  /** Longer than any run: renewals are not what is measured. */
  private static final int LEASE_MILLIS = 3_600_000;

  private static final ByteString RESULT = ByteString.copyFromUtf8("done");

  private final CycleWork work;
  private final CaxtonClient client;
  private final AgentEpoch identity;
  private final GrantedTasks granted;
  private final OpenGrants open;
  private final int creditStep;

  /** Tasks completed for which no credit was given yet. */
  private final AtomicInteger owed = new AtomicInteger();

  private volatile GrantStream stream;
  private volatile boolean closed;

  CycleAgent(CycleWork work, CaxtonClient client, String queue, String id, int credit) {
    this.work = work;
    this.client = client;
    identity =
        AgentEpoch.of(
            CaxtonException.join(
                client
                    .agents()
                    .register(
                        RegisterAgentRequest.newBuilder()
                            .setAgentId(id)
                            .setLeaseMillis(LEASE_MILLIS)
                            .setInstance("caxton bench")
                            .build())));
    granted = client.tasks().of(identity);
    open =
        OpenGrants.newBuilder()
            .addQueues(queue)
            .setCredit(credit)
            .setLeaseMillis(LEASE_MILLIS)
            .build();
    creditStep = Math.max(1, credit / 8);
    stream = granted.stream(open, this);
  }

  @Override
  public void onGrants(StreamGrantsResponse grants) {
    for (Grant grant : grants.getGrantsList()) {
      CycleWork.Cycle cycle = work.of(grant.getPayload());
      if (!grants.getRedelivered()) {
        cycle.granted();
      }
      granted
          .complete(grant, RESULT)
          .whenComplete((state, failure) -> completed(cycle, grants.getRedelivered(), failure));
    }
  }

  private void completed(CycleWork.Cycle cycle, boolean redelivered, Throwable failure) {
    if (failure == null) {
      cycle.completed();
    } else if (!finished(failure)) {
      // A grant that came twice, over an election, was completed by the other copy.
      cycle.notCompleted(failure);
    }
    if (!redelivered && owed.incrementAndGet() % creditStep == 0) {
      stream.credit(creditStep);
    }
  }

  private static boolean finished(Throwable failure) {
    return failure instanceof CaxtonException e && e.reason() == ErrorReason.TASK_FINISHED;
  }

  /** Opens the stream again: what was lost with the old one comes again. */
  @Override
  public void onEnd(CaxtonException failure) {
    CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS)
        .execute(
            () -> {
              if (!closed) {
                stream = granted.stream(open, this);
              }
            });
  }

  void close() {
    closed = true;
    stream.close();
    CompletableFuture<?> left = client.agents().deregister(identity);
    left.orTimeout(2, TimeUnit.SECONDS).exceptionally(stays -> null).join();
  }
}
