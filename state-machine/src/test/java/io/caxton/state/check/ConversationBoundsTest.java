package io.caxton.state.check;

import static io.caxton.state.check.Samples.CALL;
import static io.caxton.state.check.Samples.label;
import static io.caxton.state.check.Samples.many;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.caxton.v1.AckMessagesRequest;
import io.caxton.v1.CloseConversationRequest;
import io.caxton.v1.CommitRequest;
import io.caxton.v1.Completion;
import io.caxton.v1.MessageId;
import io.caxton.v1.NackMessagesRequest;
import io.caxton.v1.NewEvent;
import io.caxton.v1.NewMessage;
import io.caxton.v1.NewTask;
import io.caxton.v1.OpenConversationRequest;
import io.caxton.v1.Performative;
import io.caxton.v1.ReceiveMessagesRequest;
import io.caxton.v1.SendMessagesRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every bound of a request about conversations or of a commit, from both sides. */
class ConversationBoundsTest {
  private static final long DAYS_365 = 31_536_000_000L;
  private static final MessageId ID =
      MessageId.newBuilder().setConversationId("c").setSeq(1).build();
  private static final NewMessage MESSAGE =
      NewMessage.newBuilder()
          .setConversationId("c")
          .setToAgent("b")
          .setPerformative(Performative.PERFORMATIVE_INFORM)
          .setReplyWith("r")
          .build();
  private static final OpenConversationRequest OPEN =
      OpenConversationRequest.newBuilder()
          .setCall(CALL)
          .setAgentId("a")
          .addLabels(label("k"))
          .build();
  private static final SendMessagesRequest SEND =
      SendMessagesRequest.newBuilder().setCall(CALL).setAgentId("a").addMessages(MESSAGE).build();
  private static final ReceiveMessagesRequest RECEIVE =
      ReceiveMessagesRequest.newBuilder().setCall(CALL).setAgentId("a").build();
  private static final AckMessagesRequest ACK =
      AckMessagesRequest.newBuilder().setCall(CALL).setAgentId("a").addMessages(ID).build();
  private static final NackMessagesRequest NACK =
      NackMessagesRequest.newBuilder().setCall(CALL).setAgentId("a").addMessages(ID).build();
  private static final CloseConversationRequest CLOSE =
      CloseConversationRequest.newBuilder()
          .setCall(CALL)
          .setAgentId("a")
          .setConversationId("c")
          .build();
  private static final CommitRequest COMMIT =
      CommitRequest.newBuilder()
          .setCall(CALL)
          .setAgentId("a")
          .setExpectedLastSeq(0)
          .addEvents(NewEvent.getDefaultInstance())
          .addAcks(ID)
          .addCompletions(Completion.newBuilder().setTaskId("t"))
          .addMessages(MESSAGE)
          .addTasks(NewTask.getDefaultInstance())
          .build();
  private static final List<Message> ALL = List.of(OPEN, SEND, RECEIVE, ACK, NACK, CLOSE, COMMIT);

  private static Bound of(Message good, String path) {
    return new Bound(good, path);
  }

  private static String x(int count) {
    return "x".repeat(count);
  }

  @Test
  void shouldBoundWhatEveryRequestHas() {
    for (Message good : ALL) {
      assertThat(Bound.check(good)).as("%s", good).isEmpty();
      of(good, "call.session_id").allows(1L, -1L).refuses(0L);
      of(good, "fleet").allows("", x(64), "A.b_c-9").refuses(x(65), "a b", "a/b", "é");
      of(good, "agent_id").allows(x(128), "a.b_c:d/e-f").refuses("", x(129), "a b");
    }
  }

  @Test
  void shouldBoundOpenings() {
    of(OPEN, "conversation_id").allows("", x(256), "a.b_c:d/e-f").refuses(x(257), "a b", "a#1");
    of(OPEN, "topic").allows("", x(256), "é".repeat(128)).refuses(x(257), "é".repeat(129));
    of(OPEN, "idle_timeout_millis").allows(0L, DAYS_365).refuses(DAYS_365 + 1, -1L);
    of(OPEN, "labels").allows(many(32, i -> label("k" + i))).refuses(many(33, i -> label("k" + i)));
    of(CLOSE, "conversation_id").allows(x(256)).refuses("", x(257), "a b");
  }

  @Test
  void shouldBoundMessages() {
    of(SEND, "messages").allows(many(1_000, i -> MESSAGE)).refuses(List.of());
    of(SEND, "messages").refuses(many(1_001, i -> MESSAGE));
    for (Message good : List.of(SEND, COMMIT)) {
      String message = "messages[0].";
      of(good, message + "conversation_id").allows(x(256)).refuses("", x(257), "a b");
      of(good, message + "to_agent").allows(x(128)).refuses("", x(129), "a b");
      of(good, message + "to_labels").refuses(List.of(label("k")));
      of(good, message + "body").allows(bytes(1 << 20)).refuses(bytes((1 << 20) + 1));
      of(good, message + "reply_with").allows("", x(256)).refuses(x(257));
      of(good, message + "in_reply_to").allows("", x(256)).refuses(x(257));
      of(good, message + "reply_within_millis").allows(0L, DAYS_365).refuses(DAYS_365 + 1, -1L);
      of(good, message + "ttl_millis").allows(0L, DAYS_365).refuses(DAYS_365 + 1, -1L);
    }
  }

  private static ByteString bytes(int count) {
    return ByteString.copyFrom(new byte[count]);
  }

  @Test
  void shouldAllowOneReceiverOnly() {
    NewMessage to = MESSAGE.toBuilder().clearToAgent().setToCapability("c").build();
    Message good = SEND.toBuilder().setMessages(0, to).build();
    of(good, "messages[0].to_capability")
        .allows(x(128), "sum:1.0", x(128) + ":" + x(64))
        .refuses(x(129), "a b", "sum:", ":1", "sum:1:2", "sum:" + x(65), "a/b");
    of(good, "messages[0].wait_for_provider").allows(true);
    of(SEND, "messages[0].wait_for_provider").refuses(true);
    of(good, "messages").refusesAt("messages[0].to_agent", List.of(both(to)));
    of(SEND, "messages")
        .refusesAt("messages[0].to_agent", List.of(MESSAGE.toBuilder().clearToAgent().build()));
  }

  private static NewMessage both(NewMessage message) {
    return message.toBuilder().setToAgent("b").build();
  }

  @Test
  void shouldAllowTheSpeechOfAgentsOnly() {
    for (int number : new int[] {0, 11, 20, -1}) {
      NewMessage message = MESSAGE.toBuilder().setPerformativeValue(number).build();
      of(SEND, "messages").refusesAt("messages[0].performative", List.of(message));
    }
    for (int number = 1; number <= 10; number++) {
      NewMessage message = MESSAGE.toBuilder().setPerformativeValue(number).build();
      of(SEND, "messages").allows(List.of(message));
    }
    NewMessage noQuestion = MESSAGE.toBuilder().clearReplyWith().setReplyWithinMillis(1).build();
    of(SEND, "messages").refusesAt("messages[0].reply_within_millis", List.of(noQuestion));
  }

  @Test
  void shouldBoundWhatIsSaidOfDeliveredMessages() {
    of(RECEIVE, "max_messages").allows(0, 1_000).refuses(1_001, -1);
    of(RECEIVE, "wait_millis").allows(0, 60_000).refuses(60_001, -1);
    of(NACK, "delay_millis").allows(0, 3_600_000).refuses(3_600_001, -1);
    for (Message good : List.of(ACK, NACK)) {
      of(good, "messages").allows(many(1_000, i -> ID)).refuses(List.of(), many(1_001, i -> ID));
      of(good, "messages[0].conversation_id").allows(x(256)).refuses("", x(257), "a b");
      of(good, "messages[0].seq").allows(1L, Long.MAX_VALUE).refuses(0L, -1L);
    }
  }

  @Test
  void shouldBoundCommits() {
    of(COMMIT, "expected_last_seq").allows(0L, Long.MAX_VALUE).refuses(-1L);
    of(COMMIT, "checkpoint_version").allows(0L, Long.MAX_VALUE).refuses(-1L);
    of(COMMIT, "events[0].partition_key").allows("", x(128)).refuses(x(129));
    of(COMMIT, "events[0].body").allows(bytes(1 << 20)).refuses(bytes((1 << 20) + 1));
    of(COMMIT, "acks[0].conversation_id").allows(x(256)).refuses("", x(257), "a b");
    of(COMMIT, "acks[0].seq").allows(1L).refuses(0L, -1L);
    of(COMMIT, "acks").refusesAt("acks[1].seq", List.of(ID, ID));
    of(COMMIT, "completions[0].task_id").allows(x(256)).refuses("", x(257), "a b");
    of(COMMIT, "completions[0].result").allows(bytes(64 << 10)).refuses(bytes((64 << 10) + 1));
    Completion done = Completion.newBuilder().setTaskId("t").build();
    of(COMMIT, "completions").refusesAt("completions[1].task_id", List.of(done, done));
    of(COMMIT, "tasks[0].id").allows("", x(256)).refuses(x(257), "a b");
    of(COMMIT, "tasks[0].priority").allows(0, 9).refuses(10, -1);
    // There are four other items.
    of(COMMIT, "events").allows(many(996, i -> NewEvent.getDefaultInstance()));
    of(COMMIT, "events").refusesAt("request", many(997, i -> NewEvent.getDefaultInstance()));
    CommitRequest empty = CommitRequest.newBuilder().setCall(CALL).setAgentId("a").build();
    assertThat(Bound.check(empty))
        .hasValueSatisfying(refusal -> assertThat(refusal.getField()).isEqualTo("request"));
  }

  @Test
  void shouldBoundTheLabelsThatAreAskedOfAProvider() {
    Message good =
        SEND.toBuilder()
            .setMessages(0, MESSAGE.toBuilder().clearToAgent().setToCapability("sum"))
            .build();
    of(good, "messages[0].to_labels")
        .allows(List.of(), many(32, i -> label("k" + i)))
        .refuses(many(33, i -> label("k" + i)));
    of(good, "messages[0].to_labels")
        .refusesAt("messages[0].to_labels[1].key", many(2, i -> label("k")));
    of(good, "messages[0].to_capability").allows("a:1.2", x(128)).refuses("a:", "a:b:c", x(129));
  }
}
