package io.caxton.state.check;

import static io.caxton.state.check.Samples.many;

import com.google.protobuf.Message;
import io.caxton.v1.ExplainRecoveryRequest;
import io.caxton.v1.GetConversationRequest;
import io.caxton.v1.GetJournalRequest;
import io.caxton.v1.ListCheckpointsRequest;
import io.caxton.v1.ListConversationsRequest;
import io.caxton.v1.ListObligationsRequest;
import io.caxton.v1.LoadCheckpointRequest;
import io.caxton.v1.MessageId;
import io.caxton.v1.OpenInbox;
import io.caxton.v1.ReadEventsRequest;
import io.caxton.v1.ReadHistoryRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every bound of the reads about agents' journals, checkpoints and conversations. */
class AgentReadBoundsTest {
  private static final Message GET_JOURNAL = GetJournalRequest.newBuilder().setAgentId("a").build();
  private static final Message READ_EVENTS = ReadEventsRequest.newBuilder().setAgentId("a").build();
  private static final Message LIST_CHECKPOINTS =
      ListCheckpointsRequest.newBuilder().setAgentId("a").build();
  private static final Message LOAD = LoadCheckpointRequest.newBuilder().setAgentId("a").build();
  private static final Message EXPLAIN =
      ExplainRecoveryRequest.newBuilder().setAgentId("a").build();
  private static final Message GET_CONVERSATION =
      GetConversationRequest.newBuilder().setConversationId("c").build();
  private static final Message LIST_CONVERSATIONS = ListConversationsRequest.getDefaultInstance();
  private static final Message HISTORY =
      ReadHistoryRequest.newBuilder().setConversationId("c").build();
  private static final Message OBLIGATIONS =
      ListObligationsRequest.newBuilder().setAgentId("a").build();
  private static final MessageId HELD =
      MessageId.newBuilder().setConversationId("c").setSeq(1).build();
  private static final Message INBOX = OpenInbox.newBuilder().setAgentId("a").addHeld(HELD).build();

  private static Bound of(Message good, String path) {
    return new Bound(good, path);
  }

  private static String x(int count) {
    return "x".repeat(count);
  }

  @Test
  void shouldBoundFleetAndOptionsOfEveryRead() {
    List<Message> reads =
        List.of(
            GET_JOURNAL,
            READ_EVENTS,
            LIST_CHECKPOINTS,
            LOAD,
            EXPLAIN,
            GET_CONVERSATION,
            LIST_CONVERSATIONS,
            HISTORY,
            OBLIGATIONS);
    for (Message read : reads) {
      of(read, "fleet").allows("", x(64)).refuses(x(65), "a b");
      of(read, "read.min_position").allows(0L, Long.MAX_VALUE).refuses(-1L);
    }
  }

  @Test
  void shouldBoundTheNames() {
    for (Message read : List.of(GET_JOURNAL, READ_EVENTS, LIST_CHECKPOINTS, LOAD, EXPLAIN, INBOX)) {
      of(read, "agent_id").allows(x(128)).refuses("", x(129), "a b");
    }
    for (Message read : List.of(GET_CONVERSATION, HISTORY)) {
      of(read, "conversation_id").allows(x(256)).refuses("", x(257), "a b");
    }
    of(OBLIGATIONS, "agent_id").allows(x(128)).refuses("", x(129));
    of(LIST_CONVERSATIONS, "agent_id").allows("", x(128)).refuses(x(129));
  }

  @Test
  void shouldBoundWhatPartIsRead() {
    for (Message read : List.of(READ_EVENTS, HISTORY)) {
      of(read, "from_seq").allows(0L, 1L, Long.MAX_VALUE).refuses(-1L);
      of(read, "to_seq").allows(0L, 1L, Long.MAX_VALUE).refuses(-1L);
    }
    Message fromFive = ReadEventsRequest.newBuilder().setAgentId("a").setFromSeq(5).build();
    of(fromFive, "to_seq").allows(0L, 5L, 6L).refuses(4L);
    Message following = ReadEventsRequest.newBuilder().setAgentId("a").setFollow(true).build();
    of(following, "to_seq").allows(0L).refuses(1L);
    of(LOAD, "version").allows(0L, Long.MAX_VALUE).refuses(-1L);
    of(LOAD, "offset_bytes").allows(0L, Long.MAX_VALUE).refuses(-1L);
  }

  @Test
  void shouldBoundSchemasAndFilters() {
    of(EXPLAIN, "schema_ids").allows(many(64, i -> "s" + i)).refuses(many(65, i -> "s" + i));
    of(EXPLAIN, "schema_ids").refusesAt("schema_ids[0]", List.of(x(129)));
    of(EXPLAIN, "schema_ids").refusesAt("schema_ids[0]", List.of(""));
    of(LIST_CONVERSATIONS, "page.size").allows(0, 1_000).refuses(1_001);
    of(LIST_CONVERSATIONS, "labels").refuses(many(33, i -> Samples.label("k" + i)));
  }

  @Test
  void shouldBoundTheOpeningOfAnInbox() {
    of(INBOX, "fleet").allows("", x(64)).refuses(x(65));
    of(INBOX, "credit").allows(0, 10_000).refuses(10_001, -1);
    of(INBOX, "held").allows(many(10_000, i -> HELD)).refuses(many(10_001, i -> HELD));
    of(INBOX, "held")
        .refusesAt(
            "held[0].conversation_id", List.of(HELD.toBuilder().setConversationId("").build()));
    of(INBOX, "held").refusesAt("held[0].seq", List.of(HELD.toBuilder().setSeq(0).build()));
  }
}
