package io.caxton.state;

import static io.caxton.state.Talk.message;
import static io.caxton.state.Talk.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.caxton.v1.Agent;
import io.caxton.v1.Command;
import io.caxton.v1.Detail;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Message;
import io.caxton.v1.ReceiveMessagesRequest;
import io.caxton.v1.RedeliverMessages;
import io.caxton.v1.SendResult;
import io.caxton.v1.Sweep;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How messages are delivered, done with, and delivered again. */
class InboxTest {
  private final Talk talk = new Talk(new ConversationLimits(100, 100, 5, 100, 100, 100));
  private Agent ann;
  private Agent bob;

  @BeforeEach
  void openTwoConversations() {
    ann = talk.register("ann");
    bob = talk.register("bob");
    talk.open(ann, "c");
    talk.open(ann, "d");
  }

  private void sendToBob(String... texts) {
    for (String text : texts) {
      talk.send(ann, message(text.substring(0, 1), "bob", text));
    }
  }

  @Test
  void shouldDeliverInTheOrderOfSendingWhatIsInIt() {
    // given
    talk.send(ann, message("c", "bob", "c1").setInReplyTo("x"));
    sendToBob("d1", "c2");

    // when
    List<Message> messages = talk.receive(bob, 2);

    // then
    assertThat(texts(messages)).containsExactly("c1", "d1");
    assertThat(messages.getFirst().getFromAgent()).isEqualTo("ann");
    assertThat(messages.getFirst().getToAgent()).isEqualTo("bob");
    assertThat(messages.getFirst().getInReplyTo()).isEqualTo("x");
    assertThat(messages.getFirst().getDeliveryCount()).isEqualTo(1);
    assertThat(messages.getFirst().getWallMillis()).isEqualTo(talk.replica.wallMillis);
    assertThat(texts(talk.receive(bob))).containsExactly("c2");
    assertThat(talk.receive(bob)).isEmpty();
    assertThat(talk.receive(ann)).isEmpty();
  }

  @Test
  void shouldStoreNoContentsInOutcomes() {
    sendToBob("c1");

    Result result = talk.replica.apply(Talk.receiving(bob, 1));

    assertThat(result.reply().getReceiveMessages().getMessages(0))
        .isEqualTo(
            Message.newBuilder().setConversationId("c").setSeq(1).setDeliveryCount(1).build());
  }

  @Test
  void shouldGiveAsManyAsFitIntoOneAnswerAndAtLeastOne() {
    ByteString large = ByteString.copyFrom(new byte[(1 << 20) - 10]);
    for (int i = 0; i < 3; i++) {
      talk.send(ann, message("c", "bob", "").setBody(large));
    }

    assertThat(talk.receive(bob)).hasSize(1);
    assertThat(talk.receive(bob)).hasSize(1);
  }

  @Test
  void shouldRefuseTheSenderWhenTheReceiverIsTooSlow() {
    // given
    sendToBob("c1", "c2", "c3", "c4", "c5");
    Message first = talk.receive(bob, 1).getFirst();

    // when delivered ones count too
    SendResult refused = talk.trySend(ann, message("c", "bob", "c6")).getFirst();

    // then
    assertThat(refused.getRefusal().getReason()).isEqualTo(ErrorReason.INBOX_FULL);
    assertThat(refused.getRefusal().getDetailsList())
        .extracting(Detail::getKey)
        .containsExactly("bound", "retry_millis");
    talk.ack(bob, Talk.id(first));
    sendToBob("c7");
    assertThat(texts(talk.receive(bob))).containsExactly("c2", "c3", "c4", "c5", "c7");
  }

  /** Nobody looks at an inbox that was not told of. */
  @Test
  void shouldTellOfWhatWasHeldUpByAMessageThatIsGone() {
    // given one that waits for its next try, and one behind it
    talk.send(ann, message("c", "bob", "c1").setTtlMillis(1_000));
    sendToBob("c2");
    Message first = talk.receive(bob, 1).getFirst();
    talk.nack(bob, Talk.id(first), 10_000);
    assertThat(talk.receive(bob)).isEmpty();

    // when the first one's time to live is over
    talk.replica.tick += 1_000;
    Result sweep =
        talk.replica.apply(Command.newBuilder().setSweep(Sweep.newBuilder().setItemsMax(10)));

    // then
    assertThat(sweep.effects()).contains(new Effect.InboxReady("default", "bob"));
    assertThat(texts(talk.receive(bob))).containsExactly("c2");
  }

  @Test
  void shouldTellAckedFromAckedBeforeFromNeverThere() {
    sendToBob("c1", "c2");
    Message first = talk.receive(bob, 1).getFirst();

    assertThat(talk.ack(ann, Talk.id(first)).getRefusal().getReason())
        .isEqualTo(ErrorReason.NOT_FOUND);
    assertThat(talk.ack(bob, Talk.id(first)).getAcked()).isTrue();
    assertThat(talk.ack(bob, Talk.id(first)))
        .isEqualTo(io.caxton.v1.AckResult.getDefaultInstance());
    assertThat(talk.ack(bob, Talk.id("c", 3)).getRefusal().getReason())
        .isEqualTo(ErrorReason.NOT_FOUND);
    assertThat(talk.ack(bob, Talk.id("none", 1)).getRefusal().getReason())
        .isEqualTo(ErrorReason.NOT_FOUND);
  }

  @Test
  void shouldLetANewInstanceAckWhatItsPredecessorWasGiven() {
    sendToBob("c1");
    talk.receive(bob);
    bob = talk.register("bob");

    assertThat(talk.ack(bob, Talk.id("c", 1)).getAcked()).isTrue();
    assertThat(talk.receive(bob)).isEmpty();
  }

  @Test
  void shouldDeliverAgainToANewEpochInTheOldOrderAndCount() {
    // given
    sendToBob("c1", "d1", "c2");
    talk.receive(bob, 2);

    // when
    bob = talk.register("bob");

    // then
    List<Message> again = talk.receive(bob);
    assertThat(texts(again)).containsExactly("c1", "d1", "c2");
    assertThat(again).extracting(Message::getDeliveryCount).containsExactly(2, 2, 1);
  }

  @Test
  void shouldKeepEverythingForAnAgentThatIsGone() {
    sendToBob("c1", "c2");
    talk.receive(bob, 1);
    talk.deregister(bob);
    sendToBob("c3");
    bob = talk.register("bob");

    assertThat(texts(talk.receive(bob))).containsExactly("c1", "c2", "c3");
  }

  @Test
  void shouldHoldBackLaterMessagesOfAConversationBehindADelayedOne() {
    // given
    sendToBob("c1", "c2", "d1", "c3");
    List<Message> taken = talk.receive(bob, 2);
    assertThat(texts(taken)).containsExactly("c1", "c2");

    // when
    assertThat(talk.nack(bob, Talk.id(taken.getFirst()), 1_000).getAcked()).isTrue();

    // then
    assertThat(texts(talk.receive(bob))).containsExactly("d1");
    talk.replica.pass(999);
    assertThat(talk.receive(bob)).isEmpty();
    talk.replica.pass(1);
    assertThat(texts(talk.receive(bob))).containsExactly("c1", "c3");
  }

  @Test
  void shouldGiveBackWithoutADelay() {
    sendToBob("c1", "c2");
    Message first = talk.receive(bob, 1).getFirst();

    assertThat(talk.nack(bob, Talk.id("c", 2), 0).getAcked()).isFalse();
    assertThat(talk.nack(bob, Talk.id(first), 0).getAcked()).isTrue();
    assertThat(talk.nack(ann, Talk.id(first), 0).getRefusal().getReason())
        .isEqualTo(ErrorReason.NOT_FOUND);
    assertThat(texts(talk.receive(bob))).containsExactly("c1", "c2");
  }

  @Test
  void shouldNotDeliverAnExpiredMessageNorDropItSilently() {
    // given
    talk.send(ann, message("c", "bob", "c1").setTtlMillis(1_000));
    sendToBob("c2");

    // when its time is over and no sweep came yet
    talk.replica.tick += 1_000;

    // then
    assertThat(texts(talk.receive(bob))).containsExactly("c2");
    assertThat(talk.conversation("c").getExpiredTotal()).isEqualTo(1);
    assertThat(talk.receive(ann)).isEmpty();
  }

  @Test
  void shouldLetAReceiverFinishAMessageWhoseTimeEndsMeanwhile() {
    talk.send(ann, message("c", "bob", "c1").setTtlMillis(1_000));
    talk.receive(bob);
    talk.replica.pass(5_000);

    assertThat(talk.ack(bob, Talk.id("c", 1)).getAcked()).isTrue();
    assertThat(talk.conversation("c").getExpiredTotal()).isZero();
  }

  @Test
  void shouldDropAnExpiredMessageThatIsGivenBack() {
    talk.send(ann, message("c", "bob", "c1").setTtlMillis(1_000));
    talk.receive(bob);
    talk.replica.pass(5_000);
    talk.nack(bob, Talk.id("c", 1), 0);
    talk.replica.pass(0);

    assertThat(talk.receive(bob)).isEmpty();
    assertThat(talk.conversation("c").getExpiredTotal()).isEqualTo(1);
  }

  @Test
  void shouldDeliverAgainWhatAnOpeningStreamDoesNotList() {
    // given
    sendToBob("c1", "c2", "d1");
    talk.receive(bob, 2);

    // when
    long waiting =
        talk.replica
            .reply(
                Command.newBuilder()
                    .setRedeliverMessages(
                        RedeliverMessages.newBuilder()
                            .setAgentId("bob")
                            .setEpoch(bob.getEpoch())
                            .addHeld(Talk.id("c", 2))))
            .getRedeliverMessages()
            .getWaiting();

    // then
    assertThat(waiting).isEqualTo(2);
    assertThat(texts(talk.receive(bob))).containsExactly("c1", "d1");
  }

  @Test
  void shouldAnswerARepeatedReceiveAsBeforeAndSayWhatIsStillThere() {
    // given
    sendToBob("c1", "c2", "c3");
    Command receive =
        Talk.receiving(bob, 2)
            .setReceiveMessages(
                ReceiveMessagesRequest.newBuilder()
                    .setCall(talk.replica.call())
                    .setAgentId("bob")
                    .setEpoch(bob.getEpoch())
                    .setMaxMessages(2))
            .build();
    Result first = talk.replica.apply(receive);
    talk.ack(bob, Talk.id("c", 1));

    // when
    Result again = talk.replica.apply(receive);

    // then
    assertThat(again.replayed()).isTrue();
    assertThat(again.reply().getReceiveMessages().getMessagesList())
        .isEqualTo(first.reply().getReceiveMessages().getMessagesList());
    assertThat(again.deliveredStreams()).containsExactly(0L, talk.conversation("c").getStreamId());
  }

  @Test
  void shouldWakeTheReceiverOnceACommand() {
    Result result =
        talk.replica.apply(Talk.sending(ann, message("c", "bob", "1"), message("c", "bob", "2")));

    assertThat(result.effects()).containsExactly(new Effect.InboxReady("default", "bob"));
    assertThat(talk.replica.machine.hasMessages("", "bob")).isTrue();
    assertThat(talk.replica.machine.hasMessages("", "ann")).isFalse();
  }
}
