package io.caxton.jepsen.workload;

import io.caxton.client.AgentEpoch;
import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.jepsen.checker.CommitChecker;
import io.caxton.jepsen.client.RawCall;
import io.caxton.jepsen.history.Operation;
import io.caxton.v1.ClaimTasksRequest;
import io.caxton.v1.CommitRequest;
import io.caxton.v1.CommitResponse;
import io.caxton.v1.CommitsGrpc;
import io.caxton.v1.Completion;
import io.caxton.v1.Grant;
import io.caxton.v1.Message;
import io.caxton.v1.MessageId;
import io.caxton.v1.NewTask;
import io.caxton.v1.RegisterAgentRequest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * One of two instances of an agent, which take it over from each other: pairs a task with a message
 * and commits their end, their successors and an event, in one call. For one thread.
 */
final class CommitInstance {
  private static final int PAIRS_MAX = 4;
  private static final Duration WAIT = Duration.ofMillis(100);

  /** After that the pair is left to the next epoch. */
  private static final int TRIES_MAX = 3;

  private static final int REIGN_MILLIS = 2_500;

  /** What it asks in vain, one after the other, before it knows that its time is over. */
  private static final int REFUSED_MAX = 3;

  private final Caller caller;
  private final CaxtonClient client;
  private final ResentCalls resending;
  private final CommitCell cell;
  private final Random random;

  private Optional<AgentEpoch> agent = Optional.empty();
  private final Deque<Grant> tasks = new ArrayDeque<>();
  private final Deque<Message> messages = new ArrayDeque<>();
  private int tries;
  private int refused;
  private long restsUntil;

  CommitInstance(
      Caller caller, CaxtonClient client, ResentCalls resending, CommitCell cell, Random random) {
    this.caller = caller;
    this.client = client;
    this.resending = resending;
    this.cell = cell;
    this.random = random;
    rest();
  }

  private void rest() {
    restsUntil =
        System.nanoTime()
            + TimeUnit.MILLISECONDS.toNanos(REIGN_MILLIS / 2 + random.nextInt(REIGN_MILLIS));
  }

  void step() {
    if (System.nanoTime() - restsUntil > 0) {
      register();
    } else if (agent.isPresent()) {
      if (tasks.isEmpty()) {
        claim();
      } else if (messages.isEmpty()) {
        receive();
      } else {
        commit(agent.get());
      }
    }
  }

  /** The other instance goes on as if nothing had happened, until it is told. */
  private void register() {
    tasks.clear();
    messages.clear();
    RegisterAgentRequest request =
        RegisterAgentRequest.newBuilder()
            .setAgentId(cell.name())
            .setLeaseMillis(Calls.ENDLESS_LEASE_MILLIS)
            .build();
    agent =
        caller
            .change(
                "register",
                cell.name(),
                null,
                () -> CaxtonException.join(client.agents().register(request)),
                registered -> Operation.map("epoch", registered.getEpoch()))
            .map(AgentEpoch::of);
    refused = 0;
    rest();
  }

  /** One that only asked and asked would make most of a run's calls, all of them refused. */
  private void told(boolean ok) {
    refused = ok ? 0 : refused + 1;
    if (refused > REFUSED_MAX) {
      agent = Optional.empty();
    }
  }

  private void claim() {
    ClaimTasksRequest request =
        ClaimTasksRequest.newBuilder()
            .addQueues(cell.name())
            .setMaxTasks(PAIRS_MAX)
            .setLeaseMillis(Calls.ENDLESS_LEASE_MILLIS)
            .setWaitMillis((int) WAIT.toMillis())
            .build();
    Optional<List<Grant>> granted =
        caller.change(
            "claim",
            cell.name(),
            null,
            () ->
                CaxtonException.join(client.tasks().of(agent.orElseThrow()).claim(request))
                    .getGrantsList(),
            grants -> grants.stream().map(Grant::getTaskId).toList());
    granted.ifPresent(tasks::addAll);
    told(granted.isPresent());
  }

  private void receive() {
    Optional<List<Message>> received =
        caller.change(
            "receive",
            cell.name(),
            null,
            () ->
                CaxtonException.join(
                    client.conversations().of(agent.orElseThrow()).receive(PAIRS_MAX, WAIT)),
            taken -> taken.stream().map(Bodies::entry).toList());
    received.ifPresent(messages::addAll);
    told(received.isPresent());
  }

  private void commit(AgentEpoch epoch) {
    Grant task = tasks.getFirst();
    Message message = messages.getFirst();
    long number = cell.next();
    CommitRequest.Builder request = request(task, message, number);
    boolean bad = random.nextInt(10) == 0;
    if (bad) {
      spoil(request);
    }
    Optional<CommitResponse> committed =
        caller.change(
            "commit",
            cell.name(),
            Operation.map(
                "epoch", epoch.epoch(),
                "n", number,
                "task", task.getTaskId(),
                "ack", message.getSeq(),
                "bad", bad),
            () -> send(epoch, request.build()),
            response -> Operation.map("seq", response.getLastSeq()));
    if (committed.isPresent() || ++tries >= TRIES_MAX) {
      tasks.removeFirst();
      messages.removeFirst();
      tries = 0;
    }
  }

  private CommitResponse send(AgentEpoch epoch, CommitRequest request) {
    if (random.nextInt(3) > 0 || !resending.hasSession()) {
      return CaxtonException.join(client.commits().commit(epoch, request));
    }
    CommitResponse response =
        resending.send(
            call ->
                new RawCall<>(
                    CommitsGrpc.getCommitMethod(),
                    request.toBuilder()
                        .setCall(call)
                        .setAgentId(epoch.agentId())
                        .setEpoch(epoch.epoch())
                        .build()),
            CommitResponse.class);
    if (random.nextInt(3) == 0) {
      resending.again();
    }
    return response;
  }

  private CommitRequest.Builder request(Grant task, Message message, long number) {
    CommitRequest.Builder request =
        CommitRequest.newBuilder()
            .addEvents(Bodies.event(number))
            .addAcks(
                MessageId.newBuilder()
                    .setConversationId(message.getConversationId())
                    .setSeq(message.getSeq()))
            .addCompletions(
                Completion.newBuilder().setTaskId(task.getTaskId()).setFence(task.getFence()))
            .addMessages(Bodies.message(cell.name(), cell.name(), number))
            .addTasks(
                NewTask.newBuilder()
                    .setId(CommitChecker.followUp(cell.name(), number))
                    .setQueue(cell.name()));
    if (random.nextBoolean()) {
      request.setCheckpointVersion(cell.checkpointVersion());
    }
    return request;
  }

  /** One more item, or one field, for which the whole commit must be refused. */
  private void spoil(CommitRequest.Builder request) {
    List<Runnable> ways =
        List.of(
            () -> request.setExpectedLastSeq(1_000_000_000_000L),
            () -> request.setCheckpointVersion(1_000_000_000_000L),
            () ->
                request.addAcks(
                    MessageId.newBuilder()
                        .setConversationId(cell.name())
                        .setSeq(1_000_000_000_000L)),
            () -> request.addCompletions(Completion.newBuilder().setTaskId("no-task").setFence(1)),
            () -> request.addMessages(Bodies.message("no-conversation", cell.name(), 0)),
            () ->
                request.addTasks(
                    // The id of another one, with another content.
                    NewTask.newBuilder()
                        .setId(CommitChecker.followUp(cell.name(), 0))
                        .setQueue(cell.name())
                        .setPayload(Bodies.of(1))));
    ways.get(random.nextInt(ways.size())).run();
  }
}
