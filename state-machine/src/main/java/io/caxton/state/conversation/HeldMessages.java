package io.caxton.state.conversation;

import io.caxton.state.Refusals;
import io.caxton.state.core.ConversationEntry;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.MailKeys;
import io.caxton.state.core.MessageEntry;
import io.caxton.v1.AckResult;
import io.caxton.v1.MessageId;
import io.caxton.v1.Refusal;
import java.util.Optional;

/** Finds the messages that an agent says it has done with or gives back. */
public final class HeldMessages {
  static final AckResult DONE = AckResult.newBuilder().setAcked(true).build();
  static final AckResult NOTHING_LEFT = AckResult.getDefaultInstance();

  private HeldMessages() {}

  /** The message if it is the agent's and not acked. */
  public static Optional<MessageEntry> find(Fleet fleet, String agentId, MessageId id) {
    ConversationEntry conversation = fleet.mail().conversation(id.getConversationId());
    MessageEntry entry = conversation == null ? null : conversation.message(id.getSeq());
    return entry != null && entry.row().getToAgent().equals(agentId)
        ? Optional.of(entry)
        : Optional.empty();
  }

  /** Of one that {@link #find} does not find. */
  static AckResult absent(Fleet fleet, String agentId, MessageId id) {
    return wasAcked(fleet, agentId, id)
        ? NOTHING_LEFT
        : AckResult.newBuilder().setRefusal(notFound(fleet, id)).build();
  }

  /**
   * Acked ones leave no row: so whatever was said in the agent's conversations and waits in no
   * inbox counts as acked by it.
   */
  private static boolean wasAcked(Fleet fleet, String agentId, MessageId id) {
    ConversationEntry conversation = fleet.mail().conversation(id.getConversationId());
    return conversation != null
        && id.getSeq() >= 1
        && id.getSeq() <= conversation.row().getLastSeq()
        && conversation.message(id.getSeq()) == null
        && !Taken.joins(conversation.row().getParticipantsList(), agentId);
  }

  public static Refusal notFound(Fleet fleet, MessageId id) {
    return Refusals.notFound(
        "message", fleet.name(), MailKeys.of(id.getConversationId(), id.getSeq()));
  }
}
