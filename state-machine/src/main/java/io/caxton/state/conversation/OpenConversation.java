package io.caxton.state.conversation;

import io.caxton.state.Refusals;
import io.caxton.state.agent.AgentGuard;
import io.caxton.state.core.ConversationEntry;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.Labels;
import io.caxton.v1.Conversation;
import io.caxton.v1.ConversationState;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.OpenConversationRequest;
import io.caxton.v1.OpenConversationResponse;
import io.caxton.v1.Refusal;
import io.caxton.v1.Reply;
import java.util.Optional;

/** Begins a conversation; with an id of its own, opening it again gives the one that is there. */
public final class OpenConversation {
  private final Core core;

  public OpenConversation(Core core) {
    this.core = core;
  }

  public Reply apply(OpenConversationRequest request) {
    Fleet fleet = core.fleets().get(request.getFleet());
    Optional<Refusal> refusal =
        AgentGuard.checkActive(fleet, request.getFleet(), request.getAgentId(), request.getEpoch());
    if (refusal.isPresent()) {
      return Refusals.reply(refusal.get());
    }
    ConversationEntry existing =
        request.getConversationId().isEmpty()
            ? null
            : fleet.mail().conversation(request.getConversationId());
    if (existing != null) {
      return isSame(existing.row(), request)
          ? opened(existing)
          : Refusals.reply(alreadyExists(existing.row()));
    }
    int max = core.limits().conversations().conversationsMax();
    if (fleet.mail().conversations().size() >= max) {
      return Refusals.reply(Refusals.limit("conversations", max));
    }
    return opened(core.conversations().open(fleet, conversation(fleet, request)));
  }

  private Conversation conversation(Fleet fleet, OpenConversationRequest request) {
    long position = core.progress().position();
    return Conversation.newBuilder()
        .setId(id(fleet, request))
        .setState(ConversationState.CONVERSATION_STATE_OPEN)
        .setAgentId(request.getAgentId())
        .setTopic(request.getTopic())
        .addAllLabels(Labels.sorted(request.getLabelsList()))
        .addParticipants(request.getAgentId())
        .setFirstSeq(1)
        .setOpenedPosition(position)
        .setRevision(position)
        .setIdleTimeoutMillis(request.getIdleTimeoutMillis())
        .setLastMessageTick(core.progress().tick())
        .setStreamId(core.progress().nextOrder())
        .build();
  }

  private String id(Fleet fleet, OpenConversationRequest request) {
    if (!request.getConversationId().isEmpty()) {
      return request.getConversationId();
    }
    String id = "c-" + core.progress().position();
    while (fleet.mail().conversation(id) != null) {
      id += "x"; // A caller took the very id that was this one's turn.
    }
    return id;
  }

  private static boolean isSame(Conversation row, OpenConversationRequest request) {
    return row.getAgentId().equals(request.getAgentId())
        && row.getTopic().equals(request.getTopic())
        && row.getLabelsList().equals(Labels.sorted(request.getLabelsList()))
        && row.getIdleTimeoutMillis() == request.getIdleTimeoutMillis();
  }

  private Reply opened(ConversationEntry conversation) {
    return Reply.newBuilder()
        .setOpenConversation(
            OpenConversationResponse.newBuilder()
                .setApplied(core.applied())
                .setConversation(conversation.row()))
        .build();
  }

  private static Refusal alreadyExists(Conversation row) {
    return Refusals.of(
        ErrorReason.ALREADY_EXISTS,
        "conversation \""
            + row.getId()
            + "\" exists with other content, opened by \""
            + row.getAgentId()
            + '"',
        "state",
        row.getState().name());
  }
}
