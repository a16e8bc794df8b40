package io.caxton.jepsen.sim;

import com.google.protobuf.ByteString;
import io.caxton.v1.Call;
import io.caxton.v1.CancelTasksRequest;
import io.caxton.v1.ClaimTasksRequest;
import io.caxton.v1.Command;
import io.caxton.v1.CompleteTasksRequest;
import io.caxton.v1.Completion;
import io.caxton.v1.DeleteRouteRequest;
import io.caxton.v1.DeregisterAgentRequest;
import io.caxton.v1.DrainAgentRequest;
import io.caxton.v1.ExtendTasksRequest;
import io.caxton.v1.Extension;
import io.caxton.v1.FailTasksRequest;
import io.caxton.v1.Failure;
import io.caxton.v1.HeldGrant;
import io.caxton.v1.NewTask;
import io.caxton.v1.PutQueueRequest;
import io.caxton.v1.PutRouteRequest;
import io.caxton.v1.Queue;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.Release;
import io.caxton.v1.ReleaseTasksRequest;
import io.caxton.v1.RenewAgentsRequest;
import io.caxton.v1.Renewal;
import io.caxton.v1.RetryPolicy;
import io.caxton.v1.RouteTarget;
import io.caxton.v1.SubmitTasksRequest;
import java.util.List;
import java.util.Random;

/** Makes requests of every kind: mostly sensible ones, some stale or absurd. */
final class Requests {
  private final Random random;
  private final Knowledge known;

  /** Names only what is its own. */
  private final boolean tidy;

  private Call call;
  private long wallMillis;

  Requests(Random random, Knowledge known) {
    this.random = random;
    this.known = known;
    tidy = random.nextInt(4) > 0;
  }

  Command next(Call forCall, long aboutWallMillis) {
    call = forCall;
    wallMillis = aboutWallMillis;
    Command.Builder command = Command.newBuilder();
    int kind = random.nextInt(32);
    if (known.registered ? kind == 0 && tidy : random.nextInt(6) == 0) {
      kind = known.registered ? 16 : 0;
    }
    switch (kind) {
      case 0 -> command.setRegisterAgent(register());
      case 1, 2, 3, 4, 5 -> command.setRenewAgents(renew());
      case 6 -> drainOrLeave(command);
      case 7, 8 -> command.setPutRoute(putRoute());
      case 9 -> command.setDeleteRoute(deleteRoute());
      case 10, 11, 12, 13, 14, 15 -> command.setSubmitTasks(submit());
      case 16, 17, 18, 19, 20, 21 -> command.setClaimTasks(claim());
      case 22 -> command.setExtendTasks(extend());
      case 23, 24, 25, 26 -> command.setCompleteTasks(complete());
      case 27 -> command.setFailTasks(fail());
      case 28, 29 -> command.setReleaseTasks(release());
      case 30 -> command.setCancelTasks(cancel());
      default -> command.setPutQueue(putQueue());
    }
    return command.build();
  }

  private RegisterAgentRequest.Builder register() {
    return RegisterAgentRequest.newBuilder()
        .setCall(call)
        .setFleet(fleet())
        .setAgentId(agent())
        .setLeaseMillis(random.nextInt(4) == 0 ? 0 : 500 + random.nextInt(8_000));
  }

  private RenewAgentsRequest.Builder renew() {
    Renewal.Builder renewal = Renewal.newBuilder().setAgentId(agent()).setEpoch(epoch());
    if (random.nextBoolean()) {
      renewal
          .setListsHeldFences(true)
          .addAllHeldGrants(random.nextInt(3) == 0 ? known.someHeld(random) : known.allHeld());
    }
    return RenewAgentsRequest.newBuilder().setCall(call).setFleet(fleet()).addRenewals(renewal);
  }

  private void drainOrLeave(Command.Builder command) {
    if (random.nextInt(3) == 0) {
      command.setDrainAgent(
          DrainAgentRequest.newBuilder()
              .setCall(call)
              .setFleet(fleet())
              .setAgentId(agent())
              .setEpoch(epoch()));
    } else {
      command.setDeregisterAgent(
          DeregisterAgentRequest.newBuilder()
              .setCall(call)
              .setFleet(fleet())
              .setAgentId(agent())
              .setEpoch(epoch()));
    }
  }

  private PutRouteRequest.Builder putRoute() {
    String name = route();
    PutRouteRequest.Builder request =
        PutRouteRequest.newBuilder()
            .setCall(call)
            .setFleet(random.nextInt(6) == 0 ? "routes-" + random.nextInt(3) : fleet())
            .setName(name)
            .addTargets(RouteTarget.newBuilder().setQueue(queue()));
    if (random.nextBoolean()) {
      request.setExpectedRevision(known.revision(name));
    }
    return request;
  }

  private DeleteRouteRequest.Builder deleteRoute() {
    String name = route();
    DeleteRouteRequest.Builder request =
        DeleteRouteRequest.newBuilder()
            .setCall(call)
            .setFleet(random.nextInt(3) == 0 ? "routes-" + random.nextInt(3) : fleet())
            .setName(name);
    if (random.nextBoolean()) {
      request.setExpectedRevision(known.revision(name));
    }
    return request;
  }

  private SubmitTasksRequest.Builder submit() {
    SubmitTasksRequest.Builder request =
        SubmitTasksRequest.newBuilder().setCall(call).setFleet(fleet());
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      request.addTasks(random.nextInt(6) == 0 ? known.submittedBefore(random) : newTask());
    }
    return request;
  }

  private NewTask newTask() {
    NewTask.Builder task =
        NewTask.newBuilder()
            .setQueue(queue())
            .setPayload(ByteString.copyFromUtf8("payload " + random.nextInt(3)));
    if (random.nextBoolean()) {
      task.setId("t" + random.nextInt(40));
    }
    if (random.nextInt(3) == 0) {
      task.setPriority(random.nextInt(10));
    }
    if (random.nextInt(5) == 0) {
      task.setDelayMillis(1 + random.nextInt(2_000));
    }
    if (random.nextInt(6) == 0) {
      task.setDeadlineWallMillis(wallMillis + random.nextInt(4_000));
    }
    if (random.nextInt(6) == 0) {
      task.setAttemptTimeoutMillis(1 + random.nextInt(3_000));
    }
    if (random.nextInt(4) == 0) {
      task.setLeaseMillis(500 + random.nextInt(3_000));
    }
    if (random.nextInt(4) == 0) {
      task.setRetry(retry());
    }
    return task.build();
  }

  private RetryPolicy.Builder retry() {
    return RetryPolicy.newBuilder()
        .setAttemptsMax(random.nextInt(4))
        .setBackoffInitialMillis(random.nextInt(600))
        .setBackoffMaxMillis(random.nextBoolean() ? 0 : 1 + random.nextInt(2_000))
        .setBackoffPercent(random.nextBoolean() ? 0 : 100 + random.nextInt(300))
        .setJitterPercent(random.nextInt(101));
  }

  private ClaimTasksRequest.Builder claim() {
    ClaimTasksRequest.Builder request =
        ClaimTasksRequest.newBuilder()
            .setCall(call)
            .setFleet(fleet())
            .setAgentId(agent())
            .setEpoch(epoch())
            .setMaxTasks(random.nextInt(4))
            .setLeaseMillis(random.nextBoolean() ? 0 : 500 + random.nextInt(3_000));
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      request.addQueues(queue());
    }
    return request;
  }

  private ExtendTasksRequest.Builder extend() {
    ExtendTasksRequest.Builder request =
        ExtendTasksRequest.newBuilder()
            .setCall(call)
            .setFleet(fleet())
            .setAgentId(agent())
            .setEpoch(epoch());
    for (HeldGrant grant : grants()) {
      request.addExtensions(
          Extension.newBuilder()
              .setTaskId(grant.getTaskId())
              .setFence(grant.getFence())
              .setLeaseMillis(random.nextBoolean() ? 0 : 500 + random.nextInt(4_000)));
    }
    return request;
  }

  private CompleteTasksRequest.Builder complete() {
    CompleteTasksRequest.Builder request =
        CompleteTasksRequest.newBuilder()
            .setCall(call)
            .setFleet(fleet())
            .setAgentId(agent())
            .setEpoch(epoch());
    for (HeldGrant grant : grants()) {
      request.addCompletions(
          Completion.newBuilder()
              .setTaskId(grant.getTaskId())
              .setFence(grant.getFence())
              .setResult(ByteString.copyFromUtf8("result " + random.nextInt(100))));
    }
    return request;
  }

  private FailTasksRequest.Builder fail() {
    FailTasksRequest.Builder request =
        FailTasksRequest.newBuilder()
            .setCall(call)
            .setFleet(fleet())
            .setAgentId(agent())
            .setEpoch(epoch());
    for (HeldGrant grant : grants()) {
      request.addFailures(
          Failure.newBuilder()
              .setTaskId(grant.getTaskId())
              .setFence(grant.getFence())
              .setMessage("no")
              .setFinal(random.nextInt(6) == 0));
    }
    return request;
  }

  private ReleaseTasksRequest.Builder release() {
    ReleaseTasksRequest.Builder request =
        ReleaseTasksRequest.newBuilder()
            .setCall(call)
            .setFleet(fleet())
            .setAgentId(agent())
            .setEpoch(epoch());
    for (HeldGrant grant : grants()) {
      request.addReleases(
          Release.newBuilder().setTaskId(grant.getTaskId()).setFence(grant.getFence()));
    }
    return request;
  }

  private CancelTasksRequest.Builder cancel() {
    return CancelTasksRequest.newBuilder()
        .setCall(call)
        .setFleet(fleet())
        .addTaskIds(known.task(random))
        .addTaskIds(known.task(random));
  }

  private PutQueueRequest.Builder putQueue() {
    Queue.Builder queue = Queue.newBuilder().setName(queue());
    if (random.nextBoolean()) {
      queue.setRetentionTasks(1 + random.nextInt(20));
    }
    if (random.nextBoolean()) {
      queue.setRetentionMillis(1 + random.nextInt(20_000));
    }
    if (random.nextInt(4) == 0) {
      queue.setTasksMax(3 + random.nextInt(10));
    }
    if (random.nextBoolean()) {
      queue.setRetry(retry()).setLeaseMillis(500 + random.nextInt(5_000));
    }
    return PutQueueRequest.newBuilder().setCall(call).setFleet(fleet()).setQueue(queue);
  }

  /** What it may act on; something absurd where it holds nothing. */
  private List<HeldGrant> grants() {
    List<HeldGrant> some = known.someHeld(random);
    return some.isEmpty()
        ? List.of(
            HeldGrant.newBuilder()
                .setTaskId(known.task(random))
                .setFence(1 + random.nextInt(500))
                .build())
        : some;
  }

  private String fleet() {
    return !tidy && random.nextInt(10) == 0 ? "fleet" + random.nextInt(4) : "";
  }

  private String queue() {
    return random.nextInt(4) == 0 ? "" : "q" + random.nextInt(random.nextInt(12) == 0 ? 8 : 3);
  }

  private String route() {
    return "r" + random.nextInt(5);
  }

  private String agent() {
    return !tidy && random.nextInt(6) == 0 ? "a" + random.nextInt(6) : known.agentId;
  }

  private long epoch() {
    return !tidy && random.nextInt(8) == 0 ? Math.max(0, known.epoch - 1) : known.epoch;
  }
}
