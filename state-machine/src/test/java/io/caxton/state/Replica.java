package io.caxton.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.v1.Agent;
import io.caxton.v1.Call;
import io.caxton.v1.ClaimTasksRequest;
import io.caxton.v1.Command;
import io.caxton.v1.CompleteTasksRequest;
import io.caxton.v1.Completion;
import io.caxton.v1.Grant;
import io.caxton.v1.ItemResult;
import io.caxton.v1.NewTask;
import io.caxton.v1.OpenSessionRequest;
import io.caxton.v1.Record;
import io.caxton.v1.Refusal;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.ReleaseTasksRequest;
import io.caxton.v1.Reply;
import io.caxton.v1.SubmitResult;
import io.caxton.v1.SubmitTasksRequest;
import io.caxton.v1.Sweep;
import io.caxton.v1.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A state machine under test, with a clock that tests move and one session of its own. */
final class Replica {
  StateMachine machine;
  long tick = 1_000;
  long wallMillis = 1_700_000_000_000L;
  private long session;
  private long sequence;
  final List<Result> results = new ArrayList<>();

  Replica() {
    this(Limits.BUILT_IN);
  }

  Replica(Limits limits) {
    machine = new StateMachine(limits);
  }

  /** Applies the commands as one record; gives their results. */
  List<Result> applyAll(Command... commands) {
    List<Result> given = new ArrayList<>();
    Record record =
        Record.newBuilder()
            .setVersion(1)
            .setTick(tick)
            .setWallMillis(wallMillis)
            .addAllCommands(Arrays.asList(commands))
            .build();
    machine.apply(
        record,
        (index, result) -> {
          assertThat(index).isEqualTo(given.size());
          given.add(result);
        });
    results.addAll(given);
    return given;
  }

  Result apply(Command command) {
    return applyAll(command).getFirst();
  }

  Result apply(Command.Builder command) {
    return apply(command.build());
  }

  Reply reply(Command.Builder command) {
    return apply(command).reply();
  }

  Refusal refusal(Command.Builder command) {
    Reply reply = reply(command);
    assertThat(reply.hasRefusal()).as("%s", reply).isTrue();
    return reply.getRefusal();
  }

  /** The next call of this replica's session, which is opened when first needed. */
  Call call() {
    if (session == 0) {
      session = openSession();
    }
    sequence++;
    return call(session, sequence, sequence);
  }

  static Call call(long session, long sequence, long firstOpen) {
    return Call.newBuilder()
        .setSessionId(session)
        .setSequence(sequence)
        .setFirstOpen(firstOpen)
        .build();
  }

  long openSession() {
    return reply(Command.newBuilder().setOpenSession(OpenSessionRequest.getDefaultInstance()))
        .getOpenSession()
        .getSessionId();
  }

  Agent register(String agentId) {
    return reply(
            Command.newBuilder()
                .setRegisterAgent(
                    RegisterAgentRequest.newBuilder().setCall(call()).setAgentId(agentId)))
        .getRegisterAgent()
        .getAgent();
  }

  List<SubmitResult> submit(NewTask.Builder... tasks) {
    SubmitTasksRequest.Builder request = SubmitTasksRequest.newBuilder().setCall(call());
    for (NewTask.Builder task : tasks) {
      request.addTasks(task);
    }
    return reply(Command.newBuilder().setSubmitTasks(request)).getSubmitTasks().getResultsList();
  }

  void submit(String... ids) {
    for (String id : ids) {
      assertThat(submit(NewTask.newBuilder().setId(id)).getFirst().getSubmitted().getCreated())
          .isTrue();
    }
  }

  static Command.Builder claim(Agent agent, int max, String... queues) {
    return Command.newBuilder()
        .setClaimTasks(
            ClaimTasksRequest.newBuilder()
                .setAgentId(agent.getId())
                .setEpoch(agent.getEpoch())
                .addAllQueues(List.of(queues))
                .setMaxTasks(max));
  }

  /** Claims without a session, as grant streams do. */
  List<Grant> grants(Agent agent, int max, String... queues) {
    return reply(claim(agent, max, queues)).getClaimTasks().getGrantsList();
  }

  Grant grant(Agent agent) {
    List<Grant> grants = grants(agent, 1);
    assertThat(grants).hasSize(1);
    return grants.getFirst();
  }

  static Command.Builder complete(Agent agent, Grant... grants) {
    CompleteTasksRequest.Builder request =
        CompleteTasksRequest.newBuilder().setAgentId(agent.getId()).setEpoch(agent.getEpoch());
    for (Grant grant : grants) {
      request.addCompletions(
          Completion.newBuilder().setTaskId(grant.getTaskId()).setFence(grant.getFence()));
    }
    return Command.newBuilder().setCompleteTasks(request);
  }

  ItemResult completeOne(Agent agent, Grant grant) {
    return reply(complete(agent, grant)).getCompleteTasks().getResults(0);
  }

  static Command.Builder release(Agent agent, Grant grant) {
    return Command.newBuilder()
        .setReleaseTasks(
            ReleaseTasksRequest.newBuilder()
                .setAgentId(agent.getId())
                .setEpoch(agent.getEpoch())
                .addReleases(
                    io.caxton.v1.Release.newBuilder()
                        .setTaskId(grant.getTaskId())
                        .setFence(grant.getFence())));
  }

  /** Lets time pass and sweeps all that is due; returns how many items. */
  int pass(long millis) {
    tick += millis;
    wallMillis += millis;
    return sweep();
  }

  int sweep() {
    return reply(Command.newBuilder().setSweep(Sweep.newBuilder().setItemsMax(1_000_000)))
        .getSweep()
        .getItems();
  }

  Task task(String id) {
    return machine.freeze().task("", id).orElseThrow();
  }

  Agent agent(String id) {
    return machine.freeze().agent("", id).orElseThrow();
  }
}
