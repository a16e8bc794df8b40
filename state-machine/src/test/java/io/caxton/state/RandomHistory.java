package io.caxton.state;

import com.google.protobuf.ByteString;
import io.caxton.v1.Agent;
import io.caxton.v1.Call;
import io.caxton.v1.CancelTasksRequest;
import io.caxton.v1.Capability;
import io.caxton.v1.ClaimTasksRequest;
import io.caxton.v1.CloseSessionRequest;
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
import io.caxton.v1.KeepSessionRequest;
import io.caxton.v1.Label;
import io.caxton.v1.NewTask;
import io.caxton.v1.NoOp;
import io.caxton.v1.OpenSessionRequest;
import io.caxton.v1.PutQueueRequest;
import io.caxton.v1.PutRouteRequest;
import io.caxton.v1.Queue;
import io.caxton.v1.Record;
import io.caxton.v1.RedeliverGrants;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.Release;
import io.caxton.v1.ReleaseTasksRequest;
import io.caxton.v1.RenewAgentsRequest;
import io.caxton.v1.Renewal;
import io.caxton.v1.RetryPolicy;
import io.caxton.v1.RouteTarget;
import io.caxton.v1.Routing;
import io.caxton.v1.SubmitTasksRequest;
import io.caxton.v1.Sweep;
import io.caxton.v1.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes records of every kind of command from a seed: mostly sensible ones (it looks at the state),
 * some stale, repeated or absurd ones.
 */
final class RandomHistory {
  private static final int SESSIONS = 4;

  private final Random random;
  private final RandomTalk talk;
  private final RandomMemory memory;
  private final RandomSchedules schedules;
  private final RandomQueues queues;
  private final RandomSagas sagas;
  private final List<Long> sessions = new ArrayList<>();
  private final List<Command> sent = new ArrayList<>();
  private long sequence;
  private long tick = 1;
  private long wallMillis = 1_000_000;
  private State state;

  RandomHistory(long seed) {
    random = new Random(seed);
    talk = new RandomTalk(random, this);
    memory = new RandomMemory(random, this);
    schedules = new RandomSchedules(random, this);
    queues = new RandomQueues(random, this);
    sagas = new RandomSagas(random, this);
  }

  /** The next record, made in view of the state. */
  Record next(State now) {
    state = now;
    // Once in a while so long that closed conversations are forgotten.
    tick += random.nextInt(700) == 0 ? 4_000_000 : 0;
    tick += random.nextInt(6) == 0 ? random.nextInt(2_000) : random.nextInt(20);
    wallMillis += random.nextInt(100) == 0 ? -50 : random.nextInt(200);
    Record.Builder record =
        Record.newBuilder().setVersion(1).setTick(tick).setWallMillis(wallMillis);
    int commands = 1 + random.nextInt(6);
    for (int i = 0; i < commands; i++) {
      record.addCommands(command());
    }
    return record.build();
  }

  /** A session that a record opened: later calls use it. */
  void opened(long session) {
    sessions.add(session);
    if (sessions.size() > SESSIONS) {
      sessions.removeFirst();
    }
  }

  private Command command() {
    if (sessions.isEmpty() || random.nextInt(60) == 0) {
      return Command.newBuilder()
          .setOpenSession(
              OpenSessionRequest.newBuilder().setTimeoutMillis(10_000 + random.nextInt(40_000)))
          .build();
    }
    if (!sent.isEmpty() && random.nextInt(12) == 0) {
      return again(sent.get(random.nextInt(sent.size())));
    }
    Command.Builder command = Command.newBuilder();
    fill(command);
    Command made = command.build();
    if (io.caxton.state.session.Calls.of(made).getSessionId() != 0) {
      made = made.toBuilder().setFingerprint(Fingerprint.of(made)).build();
      sent.add(made);
      if (sent.size() > 50) {
        sent.removeFirst();
      }
    }
    return made;
  }

  /** A repeat, sometimes with other content under the same sequence. */
  private Command again(Command command) {
    return random.nextInt(5) == 0
        ? command.toBuilder().setFingerprint(command.getFingerprint() + 1).build()
        : command;
  }

  private void fill(Command.Builder command) {
    if (random.nextInt(3) == 0) {
      talk.fill(command);
      return;
    }
    if (random.nextInt(3) == 0) {
      memory.fill(command);
      return;
    }
    if (random.nextInt(6) == 0) {
      schedules.fill(command);
      return;
    }
    if (random.nextInt(8) == 0) {
      queues.fill(command);
      return;
    }
    if (random.nextInt(6) == 0) {
      sagas.fill(command);
      return;
    }
    switch (random.nextInt(28)) {
      case 0, 24 -> register(command);
      case 1, 25, 26 -> renew(command);
      case 2 ->
          command.setDrainAgent(
              DrainAgentRequest.newBuilder()
                  .setCall(call())
                  .setFleet(fleet())
                  .setAgentId("a4")
                  .setEpoch(epoch("a4")));
      case 3 -> deregisterOrClose(command);
      case 4 -> putRoute(command);
      case 5 ->
          command.setDeleteRoute(
              DeleteRouteRequest.newBuilder()
                  .setCall(call())
                  .setFleet(fleet())
                  .setName(routeName()));
      case 6, 7, 8, 9 -> submit(command);
      case 10, 11, 12, 13 -> claim(command);
      case 14 -> extend(command);
      case 15, 16 -> complete(command);
      case 17 -> fail(command);
      case 18 -> release(command);
      case 19 ->
          command.setCancelTasks(
              CancelTasksRequest.newBuilder()
                  .setCall(call())
                  .setFleet(fleet())
                  .addTaskIds(taskId())
                  .addTaskIds(taskId()));
      case 20 -> putQueue(command);
      case 21, 22 -> command.setSweep(Sweep.newBuilder().setItemsMax(1 + random.nextInt(8)));
      default -> redeliverOrNothing(command);
    }
  }

  State state() {
    return state;
  }

  private void register(Command.Builder command) {
    RegisterAgentRequest.Builder request =
        RegisterAgentRequest.newBuilder()
            .setCall(call())
            .setFleet(fleet())
            .setAgentId(agentId())
            .addLabels(label(random))
            .addLabels(Label.newBuilder().setKey("b").setValue("2"))
            .setLeaseMillis(2_000 + random.nextInt(20_000));
    for (String capability : RandomTalk.CAPABILITIES) {
      if (random.nextInt(4) == 0) {
        String[] parts = capability.split(":");
        request.addCapabilities(
            Capability.newBuilder()
                .setName(parts[0])
                .setVersion(parts.length > 1 ? parts[1] : "")
                .setConcurrency(random.nextInt(3)));
      }
    }
    command.setRegisterAgent(request);
  }

  private void renew(Command.Builder command) {
    Agent agent = agent();
    Renewal.Builder renewal =
        Renewal.newBuilder().setAgentId(agent.getId()).setEpoch(agent.getEpoch());
    if (random.nextBoolean()) {
      renewal.setListsHeldFences(true);
      runningAt(agent)
          .forEach(
              task -> {
                if (random.nextInt(4) > 0) {
                  renewal.addHeldGrants(held(task));
                }
              });
    }
    command.setRenewAgents(
        RenewAgentsRequest.newBuilder().setCall(call()).setFleet(fleet()).addRenewals(renewal));
  }

  private void deregisterOrClose(Command.Builder command) {
    switch (random.nextInt(12)) {
      case 0 ->
          command.setCloseSession(
              CloseSessionRequest.newBuilder()
                  .setSessionId(sessions.get(random.nextInt(sessions.size()))));
      case 1, 2, 3, 4, 5, 6 ->
          command.setKeepSession(
              KeepSessionRequest.newBuilder()
                  .setSessionId(sessions.get(random.nextInt(sessions.size()))));
      default -> {
        Agent agent = agent();
        command.setDeregisterAgent(
            DeregisterAgentRequest.newBuilder()
                .setCall(call())
                .setFleet(fleet())
                .setAgentId(agent.getId())
                .setEpoch(agent.getEpoch()));
      }
    }
  }

  static Label label(Random random) {
    return Label.newBuilder().setKey("z").setValue("" + random.nextInt(2)).build();
  }

  private void putRoute(Command.Builder command) {
    if (random.nextBoolean()) {
      putRule(command);
      return;
    }
    PutRouteRequest.Builder request =
        PutRouteRequest.newBuilder()
            .setCall(call())
            .setFleet(random.nextInt(8) == 0 ? "routes-only" : fleet())
            .setName(routeName())
            .addTargets(RouteTarget.newBuilder().setQueue("q0"));
    if (random.nextBoolean()) {
      request.setExpectedRevision(random.nextInt(3) == 0 ? 0 : state.position());
    }
    command.setPutRoute(request);
  }

  private void putRule(Command.Builder command) {
    String name = random.nextInt(3) == 0 ? "mul" : "sum";
    if (random.nextInt(6) == 0) {
      command.setDeleteRoute(
          DeleteRouteRequest.newBuilder().setCall(call()).setFleet(fleet()).setName(name));
      return;
    }
    Routing.Builder routing =
        Routing.newBuilder()
            .setStrategyValue(random.nextInt(4))
            .setVersionMatchValue(random.nextInt(3));
    if (random.nextInt(4) == 0) {
      routing.addSelector(label(random));
    }
    command.setPutRoute(
        PutRouteRequest.newBuilder()
            .setCall(call())
            .setFleet(fleet())
            .setName(name)
            .addTargets(RouteTarget.newBuilder().setCapability(name))
            .setRouting(routing));
  }

  private void submit(Command.Builder command) {
    SubmitTasksRequest.Builder request =
        SubmitTasksRequest.newBuilder().setCall(call()).setFleet(fleet());
    int tasks = 1 + random.nextInt(4);
    for (int i = 0; i < tasks; i++) {
      NewTask.Builder task =
          NewTask.newBuilder()
              .setQueue(queueName())
              .setPayload(ByteString.copyFromUtf8("payload " + random.nextInt(3)))
              .setPriority(random.nextInt(10));
      if (random.nextInt(4) == 0) {
        String id = taskId();
        request.addTasks(NewTask.newBuilder().setId(id).setPayload(ByteString.copyFromUtf8(id)));
        continue;
      }
      if (random.nextBoolean()) {
        task.setId(taskId());
      }
      if (random.nextInt(6) == 0) {
        task.setCompensation(sagas.compensation());
      }
      if (random.nextInt(4) == 0) {
        task.setDelayMillis(random.nextInt(2_000));
      }
      if (random.nextInt(4) == 0) {
        task.setDeadlineWallMillis(wallMillis + random.nextInt(3_000));
      }
      if (random.nextInt(4) == 0) {
        task.setAttemptTimeoutMillis(1 + random.nextInt(2_000));
      }
      if (random.nextInt(3) == 0) {
        task.setRetry(
            RetryPolicy.newBuilder()
                .setAttemptsMax(1 + random.nextInt(3))
                .setBackoffInitialMillis(1 + random.nextInt(500))
                .setBackoffPercent(100 + random.nextInt(200)));
      }
      queues.spice(task);
      request.addTasks(task);
    }
    command.setSubmitTasks(request);
  }

  private void claim(Command.Builder command) {
    Agent agent = agent();
    ClaimTasksRequest.Builder request =
        ClaimTasksRequest.newBuilder()
            .setFleet(fleet())
            .setAgentId(agent.getId())
            .setEpoch(agent.getEpoch())
            .addQueues(queueName())
            .addQueues(queueName())
            .addQueues("default")
            .setMaxTasks(random.nextInt(4))
            .setLeaseMillis(random.nextBoolean() ? 0 : 500 + random.nextInt(3_000));
    if (random.nextBoolean()) {
      request.setCall(call());
    }
    command.setClaimTasks(request);
  }

  private void extend(Command.Builder command) {
    Agent agent = agent();
    ExtendTasksRequest.Builder request =
        ExtendTasksRequest.newBuilder()
            .setCall(call())
            .setFleet(fleet())
            .setAgentId(agent.getId())
            .setEpoch(agent.getEpoch());
    for (Task task : someOf(agent)) {
      request.addExtensions(
          Extension.newBuilder()
              .setTaskId(task.getId())
              .setFence(task.getFence())
              .setLeaseMillis(random.nextBoolean() ? 0 : 500 + random.nextInt(4_000)));
    }
    command.setExtendTasks(request);
  }

  private void complete(Command.Builder command) {
    Agent agent = agent();
    CompleteTasksRequest.Builder request =
        CompleteTasksRequest.newBuilder()
            .setCall(call())
            .setFleet(fleet())
            .setAgentId(agent.getId())
            .setEpoch(agent.getEpoch());
    for (Task task : someOf(agent)) {
      request.addCompletions(
          Completion.newBuilder()
              .setTaskId(task.getId())
              .setFence(task.getFence())
              .setResult(ByteString.copyFromUtf8("done")));
    }
    command.setCompleteTasks(request);
  }

  private void fail(Command.Builder command) {
    Agent agent = agent();
    FailTasksRequest.Builder request =
        FailTasksRequest.newBuilder()
            .setCall(call())
            .setFleet(fleet())
            .setAgentId(agent.getId())
            .setEpoch(agent.getEpoch());
    for (Task task : someOf(agent)) {
      request.addFailures(
          Failure.newBuilder()
              .setTaskId(task.getId())
              .setFence(task.getFence())
              .setMessage("no")
              .setFinal(random.nextInt(6) == 0));
    }
    command.setFailTasks(request);
  }

  private void release(Command.Builder command) {
    Agent agent = agent();
    ReleaseTasksRequest.Builder request =
        ReleaseTasksRequest.newBuilder()
            .setCall(call())
            .setFleet(fleet())
            .setAgentId(agent.getId())
            .setEpoch(agent.getEpoch());
    for (Task task : someOf(agent)) {
      request.addReleases(Release.newBuilder().setTaskId(task.getId()).setFence(task.getFence()));
    }
    command.setReleaseTasks(request);
  }

  private void putQueue(Command.Builder command) {
    Queue.Builder queue = Queue.newBuilder().setName(queueName());
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
      queue.setRetry(RetryPolicy.newBuilder().setAttemptsMax(1 + random.nextInt(4)));
      queue.setLeaseMillis(500 + random.nextInt(5_000));
    }
    queues.limit(queue);
    command.setPutQueue(
        PutQueueRequest.newBuilder().setCall(call()).setFleet(fleet()).setQueue(queue));
  }

  private void redeliverOrNothing(Command.Builder command) {
    if (random.nextBoolean()) {
      command.setNoOp(NoOp.getDefaultInstance());
      return;
    }
    Agent agent = agent();
    RedeliverGrants.Builder request =
        RedeliverGrants.newBuilder()
            .setFleet(fleet())
            .setAgentId(agent.getId())
            .setEpoch(agent.getEpoch());
    for (Task task : someOf(agent)) {
      request.addHeldGrants(held(task));
    }
    command.setRedeliverGrants(request);
  }

  Call call() {
    long session = sessions.get(random.nextInt(sessions.size()));
    long next = random.nextInt(40) == 0 ? 1 + random.nextInt(100) : ++sequence;
    long open = random.nextInt(40) == 0 ? next : Math.max(1, next - 200);
    return Replica.call(session, next, open);
  }

  String fleet() {
    return random.nextInt(12) == 0 ? "fleet" + random.nextInt(4) : "";
  }

  String queueName() {
    return "q" + (random.nextInt(12) == 0 ? random.nextInt(8) : random.nextInt(3));
  }

  private String routeName() {
    return "r" + random.nextInt(5);
  }

  String agentId() {
    return "a" + random.nextInt(random.nextInt(8) == 0 ? 6 : 3);
  }

  String taskId() {
    return "t" + random.nextInt(60);
  }

  /** One that is there if possible, at times with the epoch before. */
  Agent agent() {
    String id = agentId();
    return Agent.newBuilder().setId(id).setEpoch(epoch(id)).build();
  }

  private long epoch(String agentId) {
    long epoch = state.agent("", agentId).map(Agent::getEpoch).orElse(1L);
    return random.nextInt(15) == 0 ? epoch - 1 : epoch;
  }

  private List<Task> runningAt(Agent agent) {
    List<Task> tasks = new ArrayList<>();
    for (Task task : state.tasks("").values()) {
      if (task.getAgentId().equals(agent.getId()) && task.getLeaseUntilTick() != 0) {
        tasks.add(task);
      }
    }
    return tasks;
  }

  /** Some that run at the agent, sometimes one that does not. */
  List<Task> someOf(Agent agent) {
    List<Task> some = new ArrayList<>();
    for (Task task : runningAt(agent)) {
      if (random.nextInt(3) > 0) {
        some.add(task);
      }
    }
    if (random.nextInt(6) == 0) {
      state.task("", taskId()).ifPresent(some::add);
    }
    return some;
  }

  private static HeldGrant held(Task task) {
    return HeldGrant.newBuilder().setTaskId(task.getId()).setFence(task.getFence()).build();
  }
}
