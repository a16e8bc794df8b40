package io.caxton.state.conversation;

import io.caxton.state.Refusals;
import io.caxton.state.agent.AgentGuard;
import io.caxton.state.core.ConversationEntry;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.v1.CloseConversationRequest;
import io.caxton.v1.CloseConversationResponse;
import io.caxton.v1.Refusal;
import io.caxton.v1.Reply;
import java.util.Optional;

/** Ends a conversation; what waits is still delivered. Closing twice is no error. */
public final class CloseConversation {
  private final Core core;

  public CloseConversation(Core core) {
    this.core = core;
  }

  public Reply apply(CloseConversationRequest request) {
    Fleet fleet = core.fleets().get(request.getFleet());
    Optional<Refusal> refusal =
        AgentGuard.checkActive(fleet, request.getFleet(), request.getAgentId(), request.getEpoch());
    if (refusal.isPresent()) {
      return Refusals.reply(refusal.get());
    }
    ConversationEntry conversation = fleet.mail().conversation(request.getConversationId());
    if (conversation == null) {
      return Refusals.reply(
          Refusals.notFound("conversation", fleet.name(), request.getConversationId()));
    }
    if (conversation.isOpen()) {
      core.mailRouting().close(conversation);
    }
    return Reply.newBuilder()
        .setCloseConversation(
            CloseConversationResponse.newBuilder()
                .setApplied(core.applied())
                .setConversation(conversation.row()))
        .build();
  }
}
