package io.caxton.jepsen.sim;

import com.google.protobuf.ByteString;
import io.caxton.v1.CancelTasksRequest;
import io.caxton.v1.Capability;
import io.caxton.v1.ClaimTasksRequest;
import io.caxton.v1.Command;
import io.caxton.v1.CompleteTasksRequest;
import io.caxton.v1.Completion;
import io.caxton.v1.DeadFilter;
import io.caxton.v1.DeadSelection;
import io.caxton.v1.DeregisterAgentRequest;
import io.caxton.v1.ExtendTasksRequest;
import io.caxton.v1.Extension;
import io.caxton.v1.FailTasksRequest;
import io.caxton.v1.Failure;
import io.caxton.v1.Grant;
import io.caxton.v1.LateResults;
import io.caxton.v1.NewTask;
import io.caxton.v1.PurgeDeadTasksRequest;
import io.caxton.v1.PurgeQueueRequest;
import io.caxton.v1.PutQueueRequest;
import io.caxton.v1.Queue;
import io.caxton.v1.RedriveTasksRequest;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.Release;
import io.caxton.v1.ReleaseTasksRequest;
import io.caxton.v1.RenewAgentsRequest;
import io.caxton.v1.Renewal;
import io.caxton.v1.Reply;
import io.caxton.v1.RetryPolicy;
import io.caxton.v1.SettleLateResultRequest;
import io.caxton.v1.SteerQueueRequest;
import io.caxton.v1.SubmitTasksRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random operations on queues, by agents that crash and come back; some are stale or absurd. */
final class QueueRequests {
  private static final int AGENTS = 4;
  private static final int QUEUES = 4;
  private static final int HELD_MAX = 24;
  private static final String[] CAPABILITIES = {"ocr", "ocr:v1", "sum"};
  private static final String[] CAUSES = {"", "", "failed", "lease_ended", "start_timeout"};

  /** A grant that an agent was given once. */
  private record Held(int agent, long epoch, String taskId, long fence) {}

  private final Random random;
  private final long[] epochs = new long[AGENTS];
  private final List<Held> held = new ArrayList<>();
  private int claimant;

  QueueRequests(Random random) {
    this.random = random;
  }

  Command next() {
    Command.Builder command = Command.newBuilder();
    switch (random.nextInt(40)) {
      case 0 -> command.setRegisterAgent(register());
      case 1 ->
          command.setDeregisterAgent(
              DeregisterAgentRequest.newBuilder().setAgentId(agent(0)).setEpoch(epochs[0]));
      case 2, 3, 4, 5 -> command.setRenewAgents(renew());
      case 6, 7, 8, 9, 10, 11, 12 -> command.setSubmitTasks(submit());
      case 13, 14, 15, 16, 17, 18, 19, 20 -> command.setClaimTasks(claim());
      case 21, 22, 23, 24, 25 -> complete(command);
      case 26, 27 -> fail(command);
      case 28, 29 -> release(command);
      case 30 -> extend(command);
      case 31 -> command.setCancelTasks(CancelTasksRequest.newBuilder().addTaskIds(taskId()));
      case 32 -> command.setPutQueue(PutQueueRequest.newBuilder().setQueue(policy()));
      case 33, 34, 35 -> command.setSteerQueue(steer());
      case 36 ->
          command.setPurgeQueue(
              PurgeQueueRequest.newBuilder().setQueue(queue()).setTasksMax(1 + random.nextInt(3)));
      case 37 ->
          command.setRedriveTasks(RedriveTasksRequest.newBuilder().setSelection(selection()));
      case 38 ->
          command.setPurgeDeadTasks(PurgeDeadTasksRequest.newBuilder().setSelection(selection()));
      default -> settle(command);
    }
    return command.build();
  }

  void learn(Command command, Reply reply) {
    switch (reply.getReplyCase()) {
      case REGISTER_AGENT -> {
        String id = command.getRegisterAgent().getAgentId();
        epochs[id.charAt(1) - '0'] = reply.getRegisterAgent().getAgent().getEpoch();
      }
      case CLAIM_TASKS -> {
        for (Grant grant : reply.getClaimTasks().getGrantsList()) {
          int agent = command.getClaimTasks().getAgentId().charAt(1) - '0';
          held.add(new Held(agent, epochs[agent], grant.getTaskId(), grant.getFence()));
        }
        while (held.size() > HELD_MAX) {
          held.removeFirst();
        }
      }
      default -> {
        // Nothing that is needed.
      }
    }
  }

  private RegisterAgentRequest.Builder register() {
    int agent = random.nextInt(AGENTS);
    RegisterAgentRequest.Builder request =
        RegisterAgentRequest.newBuilder()
            .setAgentId(agent(agent))
            .setLeaseMillis(1_000 + random.nextInt(9_000));
    if (agent > 0) {
      request.addCapabilities(
          Capability.newBuilder().setName("ocr").setVersion(agent == 1 ? "v1" : ""));
    }
    if (agent > 2) {
      request.addCapabilities(Capability.newBuilder().setName("sum"));
    }
    return request;
  }

  private static String agent(int number) {
    return "a" + number;
  }

  private RenewAgentsRequest.Builder renew() {
    RenewAgentsRequest.Builder request = RenewAgentsRequest.newBuilder();
    for (int i = 0; i < AGENTS; i++) {
      if (random.nextInt(4) > 0) {
        request.addRenewals(Renewal.newBuilder().setAgentId(agent(i)).setEpoch(epochs[i]));
      }
    }
    return request;
  }

  private SubmitTasksRequest.Builder submit() {
    SubmitTasksRequest.Builder request = SubmitTasksRequest.newBuilder();
    int count = 1 + random.nextInt(2);
    for (int i = 0; i < count; i++) {
      request.addTasks(task());
    }
    return request;
  }

  private NewTask.Builder task() {
    NewTask.Builder task =
        NewTask.newBuilder()
            .setQueue(queue())
            .setPayload(ByteString.copyFromUtf8("payload " + random.nextInt(3)))
            .setRetry(
                RetryPolicy.newBuilder()
                    .setAttemptsMax(1 + random.nextInt(3))
                    .setBackoffInitialMillis(1 + random.nextInt(400)));
    if (random.nextInt(3) == 0) {
      task.setId(taskId());
    }
    if (random.nextInt(3) == 0) {
      task.setPriority(random.nextInt(10));
    }
    if (random.nextInt(2) == 0) {
      task.setOrderingKey("k" + random.nextInt(2));
    }
    if (random.nextInt(4) == 0) {
      task.setCapability(CAPABILITIES[random.nextInt(CAPABILITIES.length)]);
    }
    if (random.nextInt(2) == 0) {
      task.setLateResultsValue(random.nextInt(LateResults.LATE_RESULTS_PARK_VALUE + 1));
    }
    times(task);
    return task;
  }

  private void times(NewTask.Builder task) {
    if (random.nextInt(6) == 0) {
      task.setDelayMillis(1 + random.nextInt(1_000));
    }
    if (random.nextInt(6) == 0) {
      task.setStartTimeoutMillis(1 + random.nextInt(2_000));
    }
    if (random.nextInt(6) == 0) {
      task.setTotalTimeoutMillis(1 + random.nextInt(4_000));
    }
    if (random.nextInt(6) == 0) {
      task.setAttemptTimeoutMillis(1 + random.nextInt(2_000));
    }
  }

  private ClaimTasksRequest.Builder claim() {
    claimant = random.nextInt(AGENTS);
    ClaimTasksRequest.Builder request =
        ClaimTasksRequest.newBuilder()
            .setAgentId(agent(claimant))
            .setEpoch(epoch(claimant))
            .setMaxTasks(random.nextInt(4))
            .setLeaseMillis(500 + random.nextInt(1_500));
    for (int i = random.nextInt(3); i >= 0; i--) {
      request.addQueues(queue());
    }
    return request;
  }

  private long epoch(int agent) {
    return epochs[agent] - (random.nextInt(30) == 0 ? 1 : 0);
  }

  private Held held() {
    return held.isEmpty()
        ? new Held(0, epochs[0], taskId(), 1 + random.nextInt(500))
        : held.get(random.nextInt(held.size()));
  }

  /** A result is told by the instance that lives now, though the grant was another one's. */
  private void complete(Command.Builder command) {
    Held grant = held();
    command.setCompleteTasks(
        CompleteTasksRequest.newBuilder()
            .setAgentId(agent(grant.agent()))
            .setEpoch(epochs[grant.agent()])
            .addCompletions(
                Completion.newBuilder()
                    .setTaskId(grant.taskId())
                    .setFence(grant.fence())
                    .setResult(ByteString.copyFromUtf8("result " + random.nextInt(9)))));
  }

  private void fail(Command.Builder command) {
    Held grant = held();
    command.setFailTasks(
        FailTasksRequest.newBuilder()
            .setAgentId(agent(grant.agent()))
            .setEpoch(epochs[grant.agent()])
            .addFailures(
                Failure.newBuilder()
                    .setTaskId(grant.taskId())
                    .setFence(grant.fence())
                    .setFinal(random.nextInt(4) == 0)));
  }

  private void release(Command.Builder command) {
    Held grant = held();
    command.setReleaseTasks(
        ReleaseTasksRequest.newBuilder()
            .setAgentId(agent(grant.agent()))
            .setEpoch(grant.epoch())
            .addReleases(Release.newBuilder().setTaskId(grant.taskId()).setFence(grant.fence())));
  }

  private void extend(Command.Builder command) {
    Held grant = held();
    command.setExtendTasks(
        ExtendTasksRequest.newBuilder()
            .setAgentId(agent(grant.agent()))
            .setEpoch(epochs[grant.agent()])
            .addExtensions(
                Extension.newBuilder()
                    .setTaskId(grant.taskId())
                    .setFence(grant.fence())
                    .setLeaseMillis(500 + random.nextInt(2_000))));
  }

  /** Small bounds, so that they are reached and a state stays small. */
  private Queue.Builder policy() {
    Queue.Builder queue =
        Queue.newBuilder()
            .setName(queue())
            .setRetentionTasks(1 + random.nextInt(6))
            .setRetentionMillis(1 + random.nextInt(5_000))
            .setDeadTasksMax(1 + random.nextInt(6))
            .setDeadRetentionMillis(1 + random.nextInt(20_000))
            .setTasksMax(4 + random.nextInt(8));
    if (random.nextInt(3) == 0) {
      queue.setRunningMax(1 + random.nextInt(3));
    }
    if (random.nextInt(3) == 0) {
      queue.setRateTasks(1 + random.nextInt(4)).setRatePeriodMillis(1 + random.nextInt(400));
    }
    return queue;
  }

  /** Most end a pause. */
  private SteerQueueRequest.Builder steer() {
    SteerQueueRequest.Builder request =
        SteerQueueRequest.newBuilder().setQueue(queue()).setPaused(random.nextInt(6) == 0);
    return random.nextBoolean() ? request.setDraining(random.nextInt(6) == 0) : request;
  }

  private DeadSelection.Builder selection() {
    DeadSelection.Builder selection = DeadSelection.newBuilder();
    if (random.nextBoolean()) {
      return selection.addTaskIds(taskId()).addTaskIds(held().taskId());
    }
    return selection.setFilter(
        DeadFilter.newBuilder()
            .setQueue(queue())
            .setCause(CAUSES[random.nextInt(CAUSES.length)])
            .setIdPrefix(random.nextInt(4) == 0 ? "t-" : "")
            .setTasksMax(1 + random.nextInt(3)));
  }

  private void settle(Command.Builder command) {
    Held grant = held();
    command.setSettleLateResult(
        SettleLateResultRequest.newBuilder()
            .setTaskId(grant.taskId())
            .setFence(grant.fence())
            .setAccept(random.nextBoolean()));
  }

  private String queue() {
    return "q" + random.nextInt(QUEUES);
  }

  private String taskId() {
    return "t" + random.nextInt(30);
  }
}
