package io.caxton.state;

import static io.caxton.state.Talk.message;
import static io.caxton.state.Talk.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.v1.Agent;
import io.caxton.v1.Command;
import io.caxton.v1.Conversation;
import io.caxton.v1.ConversationState;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Label;
import io.caxton.v1.Message;
import io.caxton.v1.SendResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How conversations begin, go on and end. */
class ConversationTest {
  private static final long HOUR_MILLIS = 3_600_000;

  private final Talk talk = new Talk(new ConversationLimits(3, 3, 100, 100, 100, 5));
  private Agent ann;
  private Agent bob;

  @BeforeEach
  void registerTwoAgents() {
    ann = talk.register("ann");
    bob = talk.register("bob");
  }

  @Test
  void shouldNumberMessagesWithoutAGapWhoeverSendsThem() {
    // given
    talk.open(ann, "c");

    // when
    talk.send(ann, message("c", "bob", "one"));
    talk.send(bob, message("c", "ann", "two"));
    talk.send(ann, message("c", "ann", "three"));

    // then
    assertThat(talk.history("c")).extracting(Message::getSeq).containsExactly(1L, 2L, 3L);
    assertThat(texts(talk.history("c"))).containsExactly("one", "two", "three");
    assertThat(talk.conversation("c").getParticipantsList()).containsExactly("ann", "bob");
    assertThat(talk.conversation("c").getAgentId()).isEqualTo("ann");
  }

  @Test
  void shouldLeaveNoGapForARefusedMessage() {
    talk.open(ann, "c");

    assertThat(
            talk.trySend(
                ann,
                message("c", "bob", "one"),
                message("c", "nobody", "two"),
                message("none", "bob", "three"),
                message("c", "bob", "four")))
        .extracting(SendResult::hasSent, result -> result.getSent().getSeq())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(true, 1L),
            org.assertj.core.groups.Tuple.tuple(false, 0L),
            org.assertj.core.groups.Tuple.tuple(false, 0L),
            org.assertj.core.groups.Tuple.tuple(true, 2L));
    assertThat(talk.refused(ann, message("c", "nobody", ""))).isEqualTo(ErrorReason.NOT_FOUND);
    assertThat(talk.refused(ann, message("none", "bob", ""))).isEqualTo(ErrorReason.NOT_FOUND);
  }

  @Test
  void shouldGiveTheConversationThatIsThereForTheSameIdAndContent() {
    // given
    Conversation first = talk.open(Talk.opening(ann, "c").setTopic("t").addLabels(label("z")));

    // when
    Conversation again = talk.open(Talk.opening(ann, "c").setTopic("t").addLabels(label("z")));

    // then
    assertThat(again).isEqualTo(first);
    assertThat(openRefused(Talk.opening(ann, "c"))).isEqualTo(ErrorReason.ALREADY_EXISTS);
    assertThat(openRefused(Talk.opening(bob, "c").setTopic("t").addLabels(label("z"))))
        .isEqualTo(ErrorReason.ALREADY_EXISTS);
  }

  @Test
  void shouldMakeIdsThatAreUnique() {
    long position = talk.replica.machine.position();
    talk.open(ann, "c-" + (position + 2));

    assertThat(talk.open(ann, "").getId()).isEqualTo("c-" + (position + 2) + "x");
  }

  @Test
  void shouldRefuseOneConversationTooManyAndOneParticipantTooMany() {
    talk.register("eve");
    talk.register("joe");
    for (String id : new String[] {"a", "b", "c"}) {
      talk.open(ann, id);
    }
    talk.send(ann, message("a", "bob", ""));
    talk.send(ann, message("a", "eve", ""));

    assertThat(openRefused(Talk.opening(ann, "d"))).isEqualTo(ErrorReason.LIMIT_REACHED);
    assertThat(talk.refused(ann, message("a", "joe", ""))).isEqualTo(ErrorReason.LIMIT_REACHED);
    assertThat(talk.send(bob, message("a", "eve", "")).getSeq()).isEqualTo(3);
  }

  @Test
  void shouldKeepTheNewestContentsAndAllThatAreNotAcked() {
    // given
    talk.open(ann, "c");
    for (int i = 1; i <= 8; i++) {
      talk.send(ann, message("c", "bob", "m" + i));
    }
    assertThat(talk.conversation("c").getFirstSeq()).isEqualTo(1);

    // when
    for (Message message : talk.receive(bob, 6)) {
      talk.ack(bob, Talk.id(message));
    }
    talk.send(ann, message("c", "bob", "m9"));

    // then: the bound is five
    assertThat(talk.conversation("c").getFirstSeq()).isEqualTo(5);
    assertThat(texts(talk.history("c"))).containsExactly("m5", "m6", "m7", "m8", "m9");
    assertThat(isKept(stream("c"), 4)).isFalse();
    assertThat(isKept(stream("c"), 5)).isTrue();
  }

  private boolean isKept(long stream, long seq) {
    return talk.replica.machine.core().bodies().freeze().liveness().isLive(stream, seq);
  }

  private long stream(String id) {
    return talk.conversation(id).getStreamId();
  }

  @Test
  void shouldStillDeliverWhatWaitsInAClosedConversationButTakeNothingNew() {
    // given
    talk.open(ann, "c");
    talk.send(ann, message("c", "bob", "last words"));

    // when
    Conversation closed = talk.close(bob, "c").getCloseConversation().getConversation();

    // then
    assertThat(closed.getState()).isEqualTo(ConversationState.CONVERSATION_STATE_CLOSED);
    assertThat(talk.refused(ann, message("c", "bob", "")))
        .isEqualTo(ErrorReason.CONVERSATION_CLOSED);
    assertThat(texts(talk.receive(bob))).containsExactly("last words");
    assertThat(talk.close(ann, "c").getCloseConversation().getConversation()).isEqualTo(closed);
    assertThat(talk.close(ann, "none").getRefusal().getReason()).isEqualTo(ErrorReason.NOT_FOUND);
  }

  @Test
  void shouldCloseAnIdleConversationByItself() {
    // given
    talk.open(Talk.opening(ann, "c").setIdleTimeoutMillis(1_000));
    talk.replica.pass(900);
    talk.send(ann, message("c", "bob", "still here"));

    // when
    talk.replica.pass(999);
    assertThat(talk.conversation("c").getState())
        .isEqualTo(ConversationState.CONVERSATION_STATE_OPEN);
    talk.replica.pass(1);

    // then
    assertThat(talk.conversation("c").getState())
        .isEqualTo(ConversationState.CONVERSATION_STATE_CLOSED);
  }

  @Test
  void shouldForgetAClosedConversationAnHourLaterOnceNothingWaits() {
    // given
    talk.open(ann, "c");
    talk.send(ann, message("c", "bob", "one"));
    talk.close(ann, "c");
    long stream = stream("c");

    // when
    talk.replica.pass(2 * HOUR_MILLIS);
    bob = talk.register("bob");
    assertThat(talk.state().conversation("", "c")).isPresent();
    talk.ack(bob, Talk.id("c", 1));
    talk.replica.pass(0);

    // then
    assertThat(talk.state().conversation("", "c")).isEmpty();
    assertThat(talk.state().inbox("")).isEmpty();
    assertThat(isKept(stream, 1)).isFalse();
  }

  @Test
  void shouldRefuseWhatIsNotOfTheNewestEpoch() {
    talk.open(ann, "c");
    talk.register("ann");

    assertThat(refused(Talk.sending(ann, message("c", "bob", ""))))
        .isEqualTo(ErrorReason.STALE_EPOCH);
    assertThat(refused(Talk.receiving(ann, 1))).isEqualTo(ErrorReason.STALE_EPOCH);
    assertThat(refused(Talk.acking(ann, Talk.id("c", 1)))).isEqualTo(ErrorReason.STALE_EPOCH);
    assertThat(openRefused(Talk.opening(ann, "d"))).isEqualTo(ErrorReason.STALE_EPOCH);
    assertThat(talk.close(ann, "c").getRefusal().getReason()).isEqualTo(ErrorReason.STALE_EPOCH);
  }

  @Test
  void shouldShowEveryChangeToWatches() {
    // given
    long before = talk.replica.machine.position();

    // when
    talk.open(ann, "c");
    talk.send(ann, message("c", "bob", "one"));
    talk.close(ann, "c");

    // then
    var read = talk.replica.machine.feed().read(before, 100);
    var changes = ((io.caxton.state.feed.FeedRead.Batch) read).changes();
    assertThat(changes)
        .extracting(io.caxton.state.feed.Feed::toChange)
        .extracting(change -> change.getConversation().getLastSeq())
        .containsExactly(0L, 1L, 1L);
  }

  private ErrorReason refused(Command.Builder command) {
    return talk.replica.refusal(command).getReason();
  }

  private ErrorReason openRefused(io.caxton.v1.OpenConversationRequest.Builder request) {
    return refused(Command.newBuilder().setOpenConversation(request));
  }

  private static Label label(String key) {
    return Label.newBuilder().setKey(key).setValue("v").build();
  }
}
