package io.caxton.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.v1.Agent;
import io.caxton.v1.AgentState;
import io.caxton.v1.CancelTasksRequest;
import io.caxton.v1.Command;
import io.caxton.v1.DeregisterAgentRequest;
import io.caxton.v1.DrainAgentRequest;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.ExtendTasksRequest;
import io.caxton.v1.Extension;
import io.caxton.v1.FailTasksRequest;
import io.caxton.v1.Failure;
import io.caxton.v1.Grant;
import io.caxton.v1.HeldGrant;
import io.caxton.v1.RedeliverGrants;
import io.caxton.v1.RenewAgentsRequest;
import io.caxton.v1.Renewal;
import io.caxton.v1.RenewalResult;
import io.caxton.v1.Reply;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AgentTest {
  private final Replica replica = new Replica();

  @Test
  void shouldRaiseTheEpochByOneWithEachRegistration() {
    assertThat(replica.register("a").getEpoch()).isEqualTo(1);
    assertThat(replica.register("a").getEpoch()).isEqualTo(2);
    replica.pass(10_000);
    assertThat(replica.agent("a").getState()).isEqualTo(AgentState.AGENT_STATE_LOST);
    assertThat(replica.register("a").getEpoch()).isEqualTo(3);
  }

  @Test
  void shouldRefuseEveryMutatingCallOfAnOlderEpoch() {
    // given
    Agent old = replica.register("a");
    replica.submit("x");
    Grant grant = replica.grant(old);

    // when
    Agent now = replica.register("a");

    // then
    everyCall(old, grant)
        .forEach(
            call ->
                assertThat(replica.refusal(call).getReason())
                    .as("%s", call)
                    .isEqualTo(ErrorReason.STALE_EPOCH));
    assertThat(renew(old).getRefusal().getReason()).isEqualTo(ErrorReason.STALE_EPOCH);
    assertThat(renew(now).hasRenewed()).isTrue();
  }

  @Test
  void shouldRefuseEveryMutatingCallOfALostAgent() {
    // given
    Agent agent = replica.register("a");
    replica.submit("x");
    Grant grant = replica.grant(agent);

    // when
    replica.pass(10_000);

    // then
    everyCall(agent, grant)
        .forEach(
            call ->
                assertThat(replica.refusal(call).getReason())
                    .as("%s", call)
                    .isEqualTo(ErrorReason.AGENT_LOST));
    assertThat(renew(agent).getRefusal().getReason()).isEqualTo(ErrorReason.AGENT_LOST);
    assertThat(replica.agent("a").getLeaseUntilTick()).isZero();
  }

  private static Stream<Command.Builder> everyCall(Agent agent, Grant grant) {
    Command.Builder extend =
        Command.newBuilder()
            .setExtendTasks(
                ExtendTasksRequest.newBuilder()
                    .setAgentId(agent.getId())
                    .setEpoch(agent.getEpoch())
                    .addExtensions(
                        Extension.newBuilder()
                            .setTaskId(grant.getTaskId())
                            .setFence(grant.getFence())));
    Command.Builder fail =
        Command.newBuilder()
            .setFailTasks(
                FailTasksRequest.newBuilder()
                    .setAgentId(agent.getId())
                    .setEpoch(agent.getEpoch())
                    .addFailures(
                        Failure.newBuilder()
                            .setTaskId(grant.getTaskId())
                            .setFence(grant.getFence())));
    return Stream.of(
        Replica.claim(agent, 1),
        Replica.complete(agent, grant),
        Replica.release(agent, grant),
        extend,
        fail,
        drain(agent),
        deregister(agent),
        redeliver(agent));
  }

  @Test
  void shouldChargeTheTasksOfAnInstanceThatWasReplaced() {
    // given
    Agent old = replica.register("a");
    replica.submit("x");
    replica.grant(old);

    // when
    replica.register("a");

    // then
    Task task = replica.task("x");
    assertThat(task.getState()).isEqualTo(TaskState.TASK_STATE_PENDING);
    assertThat(task.getAttemptsCharged()).isEqualTo(1);
    assertThat(task.getFailures(0).getCause()).isEqualTo("agent_restarted");
    assertThat(task.getNotBeforeTick()).isGreaterThan(replica.tick);
  }

  @Test
  void shouldLetADrainingAgentFinishButNotClaim() {
    // given
    Agent agent = replica.register("a");
    replica.submit("x", "y");
    Grant grant = replica.grant(agent);

    // when
    Reply drained = replica.reply(drain(agent));

    // then
    assertThat(drained.getDrainAgent().getRunningTasks()).isEqualTo(1);
    assertThat(replica.agent("a").getState()).isEqualTo(AgentState.AGENT_STATE_DRAINING);
    assertThat(replica.refusal(Replica.claim(agent, 1)).getReason())
        .isEqualTo(ErrorReason.AGENT_DRAINING);
    assertThat(renew(agent).getRenewed().getState()).isEqualTo(AgentState.AGENT_STATE_DRAINING);
    assertThat(replica.completeOne(agent, grant).getState())
        .isEqualTo(TaskState.TASK_STATE_COMPLETED);
  }

  @Test
  void shouldGiveTheTasksOfALeavingAgentBackWithoutACharge() {
    // given
    Agent agent = replica.register("a");
    replica.submit("x", "y");
    replica.grants(agent, 2);

    // when
    Reply left = replica.reply(deregister(agent));

    // then
    assertThat(left.getDeregisterAgent().getReleasedTasks()).isEqualTo(2);
    assertThat(replica.agent("a").getState()).isEqualTo(AgentState.AGENT_STATE_STOPPED);
    assertThat(replica.task("x").getAttemptsCharged()).isZero();
    Agent other = replica.register("b");
    assertThat(replica.grants(other, 9)).extracting(Grant::getTaskId).containsExactly("x", "y");
  }

  @Test
  void shouldEndALeaseAtItsTickUnlessItWasRenewed() {
    // given
    Agent agent = replica.register("a");
    long registered = replica.tick;

    // when
    replica.pass(9_999);
    assertThat(renew(agent).getRenewed().getLeaseMillis()).isEqualTo(10_000);

    // then
    assertThat(replica.machine.nextDeadlineTick()).isEqualTo(registered + 9_999 + 10_000);
    assertThat(replica.pass(9_999)).isZero();
    assertThat(replica.pass(1)).isEqualTo(1);
    assertThat(replica.agent("a").getState()).isEqualTo(AgentState.AGENT_STATE_LOST);
  }

  @Test
  void shouldEndNothingWhenTheWallClockJumps() {
    // given
    Agent agent = replica.register("a");
    replica.submit("x");
    replica.grant(agent);

    // when
    replica.wallMillis += 3_600_000;
    int sweptAhead = replica.sweep();
    replica.wallMillis -= 7_200_000;
    int sweptBack = replica.sweep();

    // then
    assertThat(sweptAhead).isZero();
    assertThat(sweptBack).isZero();
    assertThat(replica.pass(10_000)).isEqualTo(1);
  }

  @Test
  void shouldDeliverGrantsAgainThatTheAgentDoesNotList() {
    // given
    Agent agent = replica.register("a");
    replica.submit("x", "y", "z");
    List<Grant> grants = replica.grants(agent, 3);
    HeldGrant held = held(grants.get(1));
    HeldGrant wrong = held(grants.get(2)).toBuilder().setFence(1).build();

    // when
    Result result =
        replica.apply(
            renewal(
                Renewal.newBuilder()
                    .setAgentId("a")
                    .setEpoch(1)
                    .setListsHeldFences(true)
                    .addHeldGrants(held)
                    .addHeldGrants(wrong)));
    Result again = replica.apply(redeliver(agent, held));

    // then
    var renewed = result.reply().getRenewAgents().getResults(0).getRenewed();
    assertThat(renewed.getMissingGrantsList())
        .extracting(Grant::getTaskId)
        .containsExactly("x", "z");
    assertThat(renewed.getMissingGrants(0).getFence()).isEqualTo(grants.get(0).getFence());
    assertThat(renewed.getMissingGrants(0).getAttempt()).isEqualTo(1);
    assertThat(renewed.getLostFencesList()).containsExactly(1L);
    assertThat(renewed.getLostGrantsList()).containsExactly(wrong);
    assertThat(result.grantedTasks()).extracting(Task::getId).containsExactly("x", "z");
    assertThat(again.reply().getRedeliverGrants().getGrantsList())
        .extracting(Grant::getTaskId)
        .containsExactly("x", "z");
    assertThat(replica.task("x").getAttemptsCharged()).isZero();
  }

  @Test
  void shouldTellWhichHandlersToStop() {
    // given
    Agent agent = replica.register("a");
    replica.submit("x");
    Grant grant = replica.grant(agent);
    replica.apply(
        Command.newBuilder().setCancelTasks(CancelTasksRequest.newBuilder().addTaskIds("x")));

    // when
    RenewalResult result =
        replica
            .reply(
                renewal(
                    Renewal.newBuilder()
                        .setAgentId("a")
                        .setEpoch(1)
                        .setListsHeldFences(true)
                        .addHeldGrants(held(grant))))
            .getRenewAgents()
            .getResults(0);

    // then
    assertThat(result.getRenewed().getLostFencesList()).containsExactly(grant.getFence());
    assertThat(result.getRenewed().getMissingGrantsList()).isEmpty();
    assertThat(agent.getEpoch()).isEqualTo(1);
  }

  @Test
  void shouldCountTheTasksThatRunAtAnAgent() {
    Agent agent = replica.register("a");
    replica.submit("x", "y");

    List<Grant> grants = replica.grants(agent, 2);
    State both = replica.machine.freeze();
    replica.completeOne(agent, grants.getFirst());

    assertThat(both.runningTasks("", "a")).isEqualTo(2);
    assertThat(replica.machine.freeze().runningTasks("", "a")).isEqualTo(1);
    assertThat(both.runningTasks("", "nobody")).isZero();
  }

  private RenewalResult renew(Agent agent) {
    return replica
        .reply(renewal(Renewal.newBuilder().setAgentId(agent.getId()).setEpoch(agent.getEpoch())))
        .getRenewAgents()
        .getResults(0);
  }

  private static Command.Builder renewal(Renewal.Builder renewal) {
    return Command.newBuilder()
        .setRenewAgents(RenewAgentsRequest.newBuilder().addRenewals(renewal));
  }

  private static Command.Builder drain(Agent agent) {
    return Command.newBuilder()
        .setDrainAgent(
            DrainAgentRequest.newBuilder().setAgentId(agent.getId()).setEpoch(agent.getEpoch()));
  }

  private static Command.Builder deregister(Agent agent) {
    return Command.newBuilder()
        .setDeregisterAgent(
            DeregisterAgentRequest.newBuilder()
                .setAgentId(agent.getId())
                .setEpoch(agent.getEpoch()));
  }

  private static Command.Builder redeliver(Agent agent, HeldGrant... held) {
    return Command.newBuilder()
        .setRedeliverGrants(
            RedeliverGrants.newBuilder()
                .setAgentId(agent.getId())
                .setEpoch(agent.getEpoch())
                .addAllHeldGrants(List.of(held)));
  }

  private static HeldGrant held(Grant grant) {
    return HeldGrant.newBuilder().setTaskId(grant.getTaskId()).setFence(grant.getFence()).build();
  }
}
