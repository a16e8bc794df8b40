package io.caxton.state;

import static io.caxton.state.Talk.answer;
import static io.caxton.state.Talk.question;
import static io.caxton.state.Talk.toCapability;
import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.state.core.MailPlan;
import io.caxton.state.read.ConversationReads;
import io.caxton.v1.Agent;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Message;
import io.caxton.v1.Obligation;
import io.caxton.v1.Performative;
import io.caxton.v1.RecoveryPlan;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every message that asks comes to one end: an answer, or the word that there will be none. */
class ObligationTest {
  private final Talk talk = new Talk(new ConversationLimits(100, 100, 4, 3, 2, 100));
  private Agent ann;
  private Agent bob;

  @BeforeEach
  void openAConversation() {
    ann = talk.register("ann");
    bob = talk.register("bob");
    talk.open(ann, "c");
  }

  private List<Obligation> open() {
    return List.copyOf(talk.state().obligations("").values());
  }

  @Test
  void shouldBeOwedUntilTheDebtorAnswersTheCreditor() {
    // given
    talk.register("eve");
    talk.send(ann, question("c", "bob", "q", 5_000));
    Obligation owed = open().getFirst();
    assertThat(owed.getCreditor()).isEqualTo("ann");
    assertThat(owed.getDebtor()).isEqualTo("bob");
    assertThat(owed.getReplyByTick()).isEqualTo(talk.replica.tick + 5_000);

    // when others speak, or of something else
    talk.send(bob, answer("c", "eve", "q"));
    talk.send(bob, answer("c", "ann", "other"));
    talk.send(ann, answer("c", "ann", "q"));
    assertThat(open()).containsExactly(owed);
    talk.send(bob, answer("c", "ann", "q"));

    // then
    assertThat(open()).isEmpty();
    talk.replica.pass(10_000);
    assertThat(talk.receive(ann)).noneMatch(ObligationTest::isTimeout);
  }

  private static boolean isTimeout(Message message) {
    return message.getPerformative() == Performative.PERFORMATIVE_TIMEOUT;
  }

  private void assertOneTimeout(String inReplyTo) {
    assertThat(open()).isEmpty();
    assertThat(talk.receive(ann))
        .singleElement()
        .satisfies(
            message -> {
              assertThat(isTimeout(message)).isTrue();
              assertThat(message.getInReplyTo()).isEqualTo(inReplyTo);
              assertThat(message.getFromAgent()).isEmpty();
            });
  }

  @Test
  void shouldEndByItsTimeWithAWordToTheCreditor() {
    talk.send(ann, question("c", "bob", "q", 1_000));
    talk.receive(bob);
    talk.replica.pass(999);
    assertThat(open()).hasSize(1);

    talk.replica.pass(1);

    assertOneTimeout("q");
    assertThat(talk.conversation("c").getLastSeq()).isEqualTo(2);
  }

  @Test
  void shouldEndWithItsMessagesTimeToLive() {
    talk.send(ann, question("c", "bob", "q", 60_000).setTtlMillis(1_000));

    talk.replica.pass(1_000);

    assertOneTimeout("q");
    assertThat(talk.receive(bob)).isEmpty();
  }

  @Test
  void shouldEndWhenTheConversationCloses() {
    talk.send(ann, question("c", "bob", "q", 0));

    talk.close(bob, "c");

    assertOneTimeout("q");
    assertThat(talk.receive(bob)).hasSize(1);
  }

  @Test
  void shouldOutliveItsDebtorsInstancesAndTheAckOfItsMessage() {
    talk.send(ann, question("c", "bob", "q", 0));
    talk.receive(bob);
    talk.ack(bob, Talk.id("c", 1));
    talk.deregister(bob);
    talk.replica.pass(4_000_000);
    bob = talk.register("bob");
    ann = talk.register("ann");

    assertThat(open()).extracting(Obligation::getDebtor).containsExactly("bob");
    talk.send(bob, answer("c", "ann", "q"));
    assertThat(open()).isEmpty();
  }

  @Test
  void shouldTellOfATimeoutEvenIntoAFullInbox() {
    talk.send(ann, question("c", "bob", "q", 1_000));
    for (int i = 0; i < 4; i++) {
      talk.send(bob, Talk.message("c", "ann", "m" + i));
    }
    assertThat(talk.refused(bob, Talk.message("c", "ann", ""))).isEqualTo(ErrorReason.INBOX_FULL);

    talk.replica.pass(1_000);

    assertThat(talk.receive(ann)).hasSize(5);
  }

  @Test
  void shouldEndOneForEachAnswerOfThoseThatWereAskedAlike() {
    talk.register("eve");
    talk.open(ann, "d");
    talk.send(ann, question("c", "bob", "q", 0));
    talk.send(ann, question("c", "eve", "q", 0));
    talk.send(ann, question("d", "bob", "q", 0));

    talk.send(bob, answer("c", "ann", "q"));

    assertThat(open())
        .extracting(Obligation::getConversationId, Obligation::getDebtor)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("c", "eve"),
            org.assertj.core.groups.Tuple.tuple("d", "bob"));
  }

  @Test
  void shouldRefuseOneTooMany() {
    talk.open(ann, "d");
    talk.send(ann, question("c", "bob", "1", 0));
    talk.send(ann, question("c", "bob", "2", 0));
    assertThat(talk.refused(bob, question("c", "ann", "3", 0)))
        .isEqualTo(ErrorReason.LIMIT_REACHED);
    talk.send(ann, question("d", "bob", "3", 0));
    assertThat(talk.refused(ann, question("d", "bob", "4", 0)))
        .isEqualTo(ErrorReason.LIMIT_REACHED);
    talk.send(ann, Talk.message("d", "bob", "asks nothing"));
  }

  @Test
  void shouldSayTheSameOfARecoveryByTheIndexesAndByTheTables() {
    // given
    talk.open(bob, "d");
    talk.send(ann, question("c", "bob", "q", 0));
    talk.send(bob, question("d", "ann", "r", 0));
    talk.send(ann, toCapability("c", "none", "waits").setWaitForProvider(true));
    talk.open(bob, "e");
    talk.close(bob, "e");

    for (String agent : List.of("ann", "bob")) {
      // when
      RecoveryPlan.Builder live = RecoveryPlan.newBuilder();
      MailPlan.addTo(live, talk.replica.machine.core().fleets().get(""), agent);
      RecoveryPlan.Builder read = RecoveryPlan.newBuilder();
      ConversationReads.addTo(read, talk.state(), "", agent);

      // then
      assertThat(read.build()).isEqualTo(live.build());
      assertThat(read.getConversationsList()).containsExactly("c", "d");
      assertThat(read.getOwesTotal()).isEqualTo(1);
      assertThat(read.getOwed(0).getCreditor()).isEqualTo(agent);
      assertThat(read.getInboxMessages()).isEqualTo(1);
    }
  }
}
