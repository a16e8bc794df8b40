package io.caxton.state;

import static io.caxton.state.Talk.message;
import static io.caxton.state.Talk.texts;
import static io.caxton.state.Talk.toCapability;
import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.v1.Agent;
import io.caxton.v1.Command;
import io.caxton.v1.DrainAgentRequest;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Obligation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where messages to a capability go. */
class MessageRoutingTest {
  private final Talk talk = new Talk(new ConversationLimits(100, 100, 3, 100, 100, 100));
  private Agent ann;

  @BeforeEach
  void openAConversation() {
    ann = talk.register("ann");
    talk.open(ann, "c");
  }

  private String sent(String capability) {
    return talk.send(ann, toCapability("c", capability, "x")).getToAgent();
  }

  @Test
  void shouldGoToTheProviderWithTheFewestMessagesTiesById() {
    talk.register("p2", "sum");
    talk.register("p1", "sum");
    talk.register("p0", "other");

    assertThat(sent("sum")).isEqualTo("p1");
    assertThat(sent("sum")).isEqualTo("p2");
    talk.send(ann, message("c", "p1", "direct"));
    assertThat(sent("sum")).isEqualTo("p2");
  }

  @Test
  void shouldCountWhatIsDeliveredAndNotAcked() {
    Agent p1 = talk.register("p1", "sum");
    talk.register("p2", "sum");
    sent("sum");
    talk.receive(p1);
    assertThat(sent("sum")).isEqualTo("p2");
    talk.ack(p1, Talk.id("c", 1));
    assertThat(sent("sum")).isEqualTo("p1");
  }

  @Test
  void shouldFindAVersion() {
    talk.register("p1", "sum:1");
    talk.register("p2", "sum:2", "sum:3");

    assertThat(sent("sum:2")).isEqualTo("p2");
    assertThat(sent("sum")).isEqualTo("p1");
    assertThat(talk.refused(ann, toCapability("c", "sum:4", "")))
        .isEqualTo(ErrorReason.NO_PROVIDER);
  }

  @Test
  void shouldNotGoToAnAgentThatDoesNotRun() {
    Agent p1 = talk.register("p1", "sum");
    talk.replica.apply(
        Command.newBuilder()
            .setDrainAgent(DrainAgentRequest.newBuilder().setAgentId("p1").setEpoch(1)));

    assertThat(talk.refused(ann, toCapability("c", "sum", ""))).isEqualTo(ErrorReason.NO_PROVIDER);
    talk.deregister(p1);
    assertThat(talk.refused(ann, toCapability("c", "sum", ""))).isEqualTo(ErrorReason.NO_PROVIDER);
  }

  @Test
  void shouldWaitForAProviderIfAsked() {
    // given
    assertThat(talk.send(ann, waiting("one")).getToAgent()).isEmpty();
    talk.send(ann, waiting("two"));
    talk.send(ann, waiting("three"));
    assertThat(talk.refused(ann, waiting("four"))).isEqualTo(ErrorReason.INBOX_FULL);

    // when
    Agent provider = talk.register("p", "sum");

    // then
    assertThat(texts(talk.receive(provider))).containsExactly("one", "two", "three");
    assertThat(talk.conversation("c").getParticipantsList()).containsExactly("ann", "p");
  }

  private static io.caxton.v1.NewMessage.Builder waiting(String text) {
    return toCapability("c", "sum", text).setWaitForProvider(true);
  }

  @Test
  void shouldRefuseWhenAllProvidersAreFull() {
    talk.register("p", "sum");
    for (int i = 0; i < 3; i++) {
      sent("sum");
    }
    assertThat(talk.refused(ann, waiting(""))).isEqualTo(ErrorReason.INBOX_FULL);
  }

  @Test
  void shouldGoToAnotherProviderWhenItsOwnIsLostBeforeTheAck() {
    // given
    Agent p1 = talk.register("p1", "sum");
    Agent p2 = talk.register("p2", "sum");
    talk.send(ann, Talk.question("c", "", "q", 0).setToCapability("sum"));
    talk.send(ann, message("c", "p1", "direct"));
    assertThat(talk.receive(p1)).hasSize(2);

    // when
    talk.deregister(p1);

    // then
    assertThat(talk.receive(p2))
        .singleElement()
        .satisfies(
            moved -> {
              assertThat(moved.getReplyWith()).isEqualTo("q");
              assertThat(moved.getDeliveryCount()).isEqualTo(2);
            });
    assertThat(talk.state().obligations("").values())
        .extracting(Obligation::getDebtor)
        .containsExactly("p2");
    p1 = talk.register("p1", "sum");
    assertThat(texts(talk.receive(p1))).containsExactly("direct");
    assertThat(talk.ack(p1, Talk.id("c", 1)).getRefusal().getReason())
        .isEqualTo(ErrorReason.NOT_FOUND);
  }

  @Test
  void shouldWaitWhenItsOnlyProviderIsLostAndComeToTheNext() {
    // given
    Agent p1 = talk.register("p1", "sum");
    sent("sum");
    talk.receive(p1);
    talk.deregister(p1);

    // when
    Agent again = talk.register("p1", "sum");

    // then
    assertThat(texts(talk.receive(again))).containsExactly("x");
  }

  @Test
  void shouldStayWithANewInstanceThatStillCanAndLeaveOneThatCannot() {
    // given
    talk.register("p1", "sum");
    sent("sum");
    talk.register("p2", "sum");

    // when
    Agent p1 = talk.register("p1", "sum", "more");
    assertThat(talk.receive(p1)).hasSize(1);
    talk.register("p1", "more");

    // then
    assertThat(talk.receive(talk.replica.agent("p2"))).hasSize(1);
  }

  @Test
  void shouldTakeWhatWaitsOncePlacesAreFree() {
    // given
    for (int i = 1; i <= 3; i++) {
      talk.send(ann, waiting("m" + i));
    }
    Agent provider = talk.register("p", "sum");
    Agent other = talk.register("other", "sum");
    talk.deregister(other);
    talk.replica.pass(0);
    talk.receive(provider);

    // when everything is taken and one more waits at a provider that goes
    other = talk.register("other", "sum");
    talk.send(ann, waiting("m4"));
    talk.deregister(other);
    assertThat(talk.state().inbox("").get("c#4").getToAgent()).isEmpty();
    talk.ack(provider, Talk.id("c", 1));

    // then
    assertThat(texts(talk.receive(provider))).containsExactly("m4");
  }
}
