package io.caxton.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.v1.Agent;
import io.caxton.v1.AgentState;
import io.caxton.v1.Command;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Grant;
import io.caxton.v1.ItemResult;
import io.caxton.v1.TaskState;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskCycleTest {
  private final Replica replica = new Replica();

  @Test
  void shouldCompleteAClaimedTask() {
    // given
    Agent agent = replica.register("a");
    replica.submit("x");

    // when
    Grant grant = replica.grant(agent);
    ItemResult result = replica.completeOne(agent, grant);

    // then
    assertThat(grant.getTaskId()).isEqualTo("x");
    assertThat(grant.getAttempt()).isEqualTo(1);
    assertThat(grant.getLeaseMillis()).isEqualTo(30_000);
    assertThat(result.getState()).isEqualTo(TaskState.TASK_STATE_COMPLETED);
    assertThat(replica.task("x").getState()).isEqualTo(TaskState.TASK_STATE_COMPLETED);
  }

  @Test
  void shouldGiveRisingFencesToClaimReleaseClaimInsideOneRecord() {
    // given
    Agent agent = replica.register("a");
    replica.submit("x");
    long nextPosition = replica.machine.position() + 1;
    Grant expectedFirst = Grant.newBuilder().setTaskId("x").setFence(nextPosition).build();
    Command claim = Replica.claim(agent, 1).build();

    // when
    List<Result> results =
        replica.applyAll(claim, Replica.release(agent, expectedFirst).build(), claim);

    // then
    Grant first = results.get(0).reply().getClaimTasks().getGrants(0);
    Grant second = results.get(2).reply().getClaimTasks().getGrants(0);
    assertThat(results.get(1).reply().getReleaseTasks().getResults(0).getState())
        .isEqualTo(TaskState.TASK_STATE_PENDING);
    assertThat(first.getFence()).isEqualTo(nextPosition);
    assertThat(second.getFence()).isEqualTo(nextPosition + 2);
    assertThat(second.getAttempt()).isEqualTo(1);
  }

  @Test
  void shouldGiveTheTasksOfALostAgentBackAfterABackoff() {
    // given
    Agent agent = replica.register("a");
    replica.submit("x");
    Grant grant = replica.grant(agent);

    // when
    replica.pass(10_000);

    // then
    assertThat(replica.agent("a").getState()).isEqualTo(AgentState.AGENT_STATE_LOST);
    assertThat(replica.task("x").getState()).isEqualTo(TaskState.TASK_STATE_PENDING);
    assertThat(replica.task("x").getFailures(0).getCause()).isEqualTo("agent_lost");
    assertThat(replica.reply(Replica.complete(agent, grant)).getRefusal().getReason())
        .isEqualTo(ErrorReason.AGENT_LOST);

    // when
    replica.pass(100);
    Agent next = replica.register("a");
    Grant again = replica.grant(next);

    // then
    assertThat(again.getAttempt()).isEqualTo(2);
    assertThat(again.getFence()).isGreaterThan(grant.getFence());
  }
}
