package io.caxton.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.v1.Agent;
import io.caxton.v1.CancelTasksRequest;
import io.caxton.v1.Capability;
import io.caxton.v1.Command;
import io.caxton.v1.FailTasksRequest;
import io.caxton.v1.Failure;
import io.caxton.v1.Grant;
import io.caxton.v1.NewTask;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.RetryPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tasks of one key one at a time and in order; tasks that ask for a capability. */
class OrderingKeyTest {
  private final Replica replica = new Replica();
  private final Agent agent = replica.register("a");

  @Test
  void shouldRunTasksOfOneKeyOneAtATimeInTheOrderOfTheirSubmission() {
    // given
    keyed("k1", "k", 0);
    keyed("k2", "k", 9);
    keyed("other", "o", 0);
    replica.submit("free");

    // when
    List<Grant> first = replica.grants(agent, 10);

    // then k2 has to wait whatever its priority, and holds up nobody else
    assertThat(first).extracting(Grant::getTaskId).containsExactly("k1", "other", "free");
    assertThat(replica.grants(agent, 10)).isEmpty();

    // when
    replica.completeOne(agent, first.getFirst());

    // then
    assertThat(replica.grants(agent, 10)).extracting(Grant::getTaskId).containsExactly("k2");
  }

  @Test
  void shouldTellWhenTheNextOfAKeyCanBeGranted() {
    // given
    keyed("k1", "k", 0);
    keyed("k2", "k", 0);
    Grant grant = replica.grant(agent);
    assertThat(replica.machine.hasReady("", "default", "")).isFalse();

    // when
    Result completed = replica.apply(Replica.complete(agent, grant));

    // then
    assertThat(completed.effects()).contains(new Effect.QueueReady("default", "default", ""));
  }

  @Test
  void shouldHoldAKeyWhileItsFirstTaskWaitsForItsNextAttempt() {
    // given
    replica.submit(
        NewTask.newBuilder()
            .setId("k1")
            .setOrderingKey("k")
            .setRetry(RetryPolicy.newBuilder().setBackoffInitialMillis(1_000).setJitterPercent(1)));
    keyed("k2", "k", 0);

    // when
    fail(replica.grant(agent), false);

    // then
    assertThat(replica.grants(agent, 10)).isEmpty();
    replica.pass(1_000);
    Grant again = replica.grant(agent);
    assertThat(again.getTaskId()).isEqualTo("k1");
    assertThat(again.getAttempt()).isEqualTo(2);

    // when it is dead, the key goes on
    fail(again, true);
    assertThat(replica.grant(agent).getTaskId()).isEqualTo("k2");
  }

  @Test
  void shouldPutAReleasedTaskFirstAgainInItsKey() {
    // given
    keyed("k1", "k", 0);
    keyed("k2", "k", 0);

    // when
    replica.apply(Replica.release(agent, replica.grant(agent)));

    // then
    assertThat(replica.grant(agent).getTaskId()).isEqualTo("k1");
  }

  @Test
  void shouldGoOnWithAKeyWhoseFirstTaskIsCancelled() {
    // given
    keyed("k1", "k", 0);
    keyed("k2", "k", 0);
    keyed("k3", "k", 0);

    // when
    replica.apply(
        Command.newBuilder()
            .setCancelTasks(CancelTasksRequest.newBuilder().addTaskIds("k1").addTaskIds("k2")));

    // then
    assertThat(replica.grant(agent).getTaskId()).isEqualTo("k3");
  }

  @Test
  void shouldOrderReadyTasksOfAllKindsByPriorityThenOrder() {
    // given
    replica.submit("a");
    keyed("b", "k", 0);
    replica.submit("c");
    keyed("d", "l", 3);
    replica.submit(NewTask.newBuilder().setId("e").setPriority(3));

    // then
    assertThat(replica.grants(agent, 10))
        .extracting(Grant::getTaskId)
        .containsExactly("d", "e", "a", "b", "c");
  }

  @Test
  void shouldGrantATaskOnlyToAnAgentThatHasItsCapability() {
    // given
    replica.submit(NewTask.newBuilder().setId("plain").setPriority(0));
    replica.submit(NewTask.newBuilder().setId("any").setCapability("ocr").setPriority(5));
    replica.submit(NewTask.newBuilder().setId("two").setCapability("ocr:v2").setPriority(5));
    Agent one = able("one", "ocr", "v1");
    Agent two = able("two", "ocr", "v2");

    // then
    assertThat(replica.machine.hasReady("", "default", "ocr:v2")).isTrue();
    assertThat(replica.machine.hasReady("", "default", "ocr:v1")).isFalse();
    assertThat(replica.machine.capabilities("", "two")).containsExactly("ocr", "ocr:v2");
    assertThat(replica.grants(agent, 10)).extracting(Grant::getTaskId).containsExactly("plain");
    assertThat(replica.grants(one, 10)).extracting(Grant::getTaskId).containsExactly("any");
    assertThat(replica.grants(two, 10)).extracting(Grant::getTaskId).containsExactly("two");
  }

  @Test
  void shouldTellOnlyThoseWhoCanDoIt() {
    // when
    replica.submit(NewTask.newBuilder().setCapability("ocr"));

    // then
    assertThat(replica.results.getLast().effects())
        .containsExactly(new Effect.QueueReady("default", "default", "ocr"));
    assertThat(replica.machine.hasReady("", "default", "")).isFalse();
  }

  private Agent able(String id, String name, String version) {
    return replica
        .reply(
            Command.newBuilder()
                .setRegisterAgent(
                    RegisterAgentRequest.newBuilder()
                        .setCall(replica.call())
                        .setAgentId(id)
                        .addCapabilities(
                            Capability.newBuilder().setName(name).setVersion(version))))
        .getRegisterAgent()
        .getAgent();
  }

  private void fail(Grant grant, boolean isFinal) {
    replica.apply(
        Command.newBuilder()
            .setFailTasks(
                FailTasksRequest.newBuilder()
                    .setAgentId(agent.getId())
                    .setEpoch(agent.getEpoch())
                    .addFailures(
                        Failure.newBuilder()
                            .setTaskId(grant.getTaskId())
                            .setFence(grant.getFence())
                            .setFinal(isFinal))));
  }

  private void keyed(String id, String key, int priority) {
    replica.submit(NewTask.newBuilder().setId(id).setOrderingKey(key).setPriority(priority));
  }
}
