package io.caxton.state;

import static io.caxton.state.Talk.message;
import static io.caxton.state.Talk.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.v1.Agent;
import io.caxton.v1.AgentState;
import io.caxton.v1.BeginRecoveryRequest;
import io.caxton.v1.BeginRecoveryResponse;
import io.caxton.v1.Capability;
import io.caxton.v1.Command;
import io.caxton.v1.CommitRecoveryRequest;
import io.caxton.v1.CommitRequest;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Message;
import io.caxton.v1.Obligation;
import io.caxton.v1.RecoveryPlan;
import io.caxton.v1.RegisterAgentRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an agent that comes back finds of its conversations. */
class RecoveryMailTest {
  private final Talk talk = new Talk();
  private Agent ann;
  private Agent bob;

  @BeforeEach
  void talkToBob() {
    ann = talk.register("ann");
    bob = talk.register("bob", "sum");
    talk.open(ann, "c");
    talk.open(bob, "d");
    talk.send(ann, Talk.question("c", "bob", "q", 0));
    talk.send(ann, Talk.toCapability("c", "sum", "work"));
    talk.send(ann, message("d", "bob", "later"));
    assertThat(talk.receive(bob, 2)).hasSize(2);
  }

  private BeginRecoveryResponse begin() {
    BeginRecoveryResponse begun =
        talk.replica
            .reply(
                Command.newBuilder()
                    .setBeginRecovery(
                        BeginRecoveryRequest.newBuilder()
                            .setRegistration(
                                RegisterAgentRequest.newBuilder()
                                    .setAgentId("bob")
                                    .setLeaseMillis(3_600_000)
                                    .addCapabilities(Capability.newBuilder().setName("sum")))))
            .getBeginRecovery();
    bob = begun.getAgent();
    assertThat(bob.getState()).isEqualTo(AgentState.AGENT_STATE_RECOVERING);
    return begun;
  }

  private void commit() {
    bob =
        talk.replica
            .reply(
                Command.newBuilder()
                    .setCommitRecovery(
                        CommitRecoveryRequest.newBuilder()
                            .setAgentId("bob")
                            .setEpoch(bob.getEpoch())))
            .getCommitRecovery()
            .getAgent();
    assertThat(bob.getState()).isEqualTo(AgentState.AGENT_STATE_RUNNING);
  }

  @Test
  void shouldPlanWithAllThatIsOpen() {
    RecoveryPlan plan = begin().getPlan();

    assertThat(plan.getConversationsList()).containsExactly("c", "d");
    assertThat(plan.getConversationsTotal()).isEqualTo(2);
    assertThat(plan.getOwesList()).extracting(Obligation::getReplyWith).containsExactly("q");
    assertThat(plan.getOwedTotal()).isZero();
    assertThat(plan.getInboxMessages()).isEqualTo(3);
  }

  @Test
  void shouldComeAgainOnceTheRecoveryIsCommitted() {
    begin();
    commit();

    assertThat(talk.receive(bob))
        .extracting(Message::getSeq, Message::getDeliveryCount)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1L, 2),
            org.assertj.core.groups.Tuple.tuple(2L, 2),
            org.assertj.core.groups.Tuple.tuple(1L, 1));
  }

  @Test
  void shouldDoNothingOfItsConversationsBefore() {
    begin();

    assertRecovering(Talk.receiving(bob, 1));
    assertRecovering(Talk.sending(bob, message("c", "ann", "")));
    assertRecovering(Talk.acking(bob, Talk.id("c", 1)));
    assertRecovering(Command.newBuilder().setOpenConversation(Talk.opening(bob, "e")));
    assertRecovering(
        Command.newBuilder()
            .setCommit(CommitRequest.newBuilder().setAgentId("bob").setEpoch(bob.getEpoch())));
  }

  private void assertRecovering(Command.Builder command) {
    assertThat(talk.replica.refusal(command).getReason()).isEqualTo(ErrorReason.AGENT_RECOVERING);
  }

  @Test
  void shouldKeepItsWorkAndGetNoMoreUntilItRuns() {
    // given
    begin();
    talk.register("eve", "sum");

    // when
    String receiver = talk.send(ann, Talk.toCapability("c", "sum", "more")).getToAgent();

    // then
    assertThat(receiver).isEqualTo("eve");
    commit();
    assertThat(texts(talk.receive(bob))).containsExactly("?", "work", "later");
  }

  @Test
  void shouldLeaveItsWorkToOthersWhenItsRecoveryDies() {
    begin();
    Agent eve = talk.register("eve", "sum");
    talk.deregister(bob);

    assertThat(texts(talk.receive(eve))).containsExactly("work");
  }

  @Test
  void shouldTakeWhatWaitsForAProviderOnceItRuns() {
    begin();
    talk.send(ann, Talk.toCapability("d", "sum", "waits").setWaitForProvider(true));
    assertThat(talk.state().inbox("").get("d#2").getToAgent()).isEmpty();

    commit();

    assertThat(talk.state().inbox("").get("d#2").getToAgent()).isEqualTo("bob");
  }
}
