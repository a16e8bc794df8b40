package io.caxton.state.conversation;

import io.caxton.state.core.ConversationEntry;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.MessageEntry;
import io.caxton.v1.Command;
import io.caxton.v1.Message;
import io.caxton.v1.ReceiveMessagesRequest;
import io.caxton.v1.Reply;
import java.util.ArrayList;
import java.util.List;

/** Finds the contents of the messages in a stored reply again. */
public final class Redelivered {
  private Redelivered() {}

  /** One stream for each message, in order; 0 where the epoch does not have the message now. */
  public static List<Long> streams(Core core, Command command, Reply reply) {
    if (!reply.hasReceiveMessages()) {
      return List.of();
    }
    ReceiveMessagesRequest request = command.getReceiveMessages();
    Fleet fleet = core.fleets().get(request.getFleet());
    List<Long> streams = new ArrayList<>();
    for (Message message : reply.getReceiveMessages().getMessagesList()) {
      streams.add(fleet == null ? 0 : stream(fleet, request, message));
    }
    return streams;
  }

  private static long stream(Fleet fleet, ReceiveMessagesRequest request, Message message) {
    ConversationEntry conversation = fleet.mail().conversation(message.getConversationId());
    MessageEntry entry = conversation == null ? null : conversation.message(message.getSeq());
    boolean valid =
        entry != null
            && entry.row().getDeliveredEpoch() == request.getEpoch()
            && entry.row().getToAgent().equals(request.getAgentId());
    return valid ? conversation.row().getStreamId() : 0;
  }
}
