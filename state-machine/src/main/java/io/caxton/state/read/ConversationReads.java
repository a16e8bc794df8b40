package io.caxton.state.read;

import io.caxton.state.State;
import io.caxton.state.core.Labels;
import io.caxton.state.core.MailPlan;
import io.caxton.v1.Conversation;
import io.caxton.v1.ConversationState;
import io.caxton.v1.InboxMessage;
import io.caxton.v1.ListConversationsRequest;
import io.caxton.v1.Obligation;
import io.caxton.v1.RecoveryPlan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Lists of conversations and obligations. Each goes through all of the fleet. */
public final class ConversationReads {
  private ConversationReads() {}

  /** What an agent's inbox holds: {@code delivered} ones are not acked yet. */
  public record Inbox(long waiting, long delivered) {}

  /** What one agent owes and is owed, the oldest first. */
  public record Obligations(List<Obligation> owes, List<Obligation> owed) {}

  /** The matching conversations, sorted by id; page and read options are not looked at. */
  public static List<Conversation> list(State state, ListConversationsRequest request) {
    List<Conversation> conversations = new ArrayList<>();
    for (Conversation conversation : state.conversations(request.getFleet()).values()) {
      if (matches(conversation, request)) {
        conversations.add(conversation);
      }
    }
    conversations.sort(Comparator.comparing(Conversation::getId));
    return conversations;
  }

  private static boolean matches(Conversation conversation, ListConversationsRequest request) {
    return (request.getStatesCount() == 0
            || request.getStatesList().contains(conversation.getState()))
        && (request.getAgentId().isEmpty() || takesPart(conversation, request.getAgentId()))
        && Labels.match(conversation.getLabelsList(), request.getLabelsList());
  }

  private static boolean takesPart(Conversation conversation, String agentId) {
    return Collections.binarySearch(conversation.getParticipantsList(), agentId) >= 0;
  }

  public static Obligations obligations(State state, String fleet, String agentId) {
    List<Obligation> owes = new ArrayList<>();
    List<Obligation> owed = new ArrayList<>();
    for (Obligation obligation : state.obligations(fleet).values()) {
      if (obligation.getDebtor().equals(agentId)) {
        owes.add(obligation);
      }
      if (obligation.getCreditor().equals(agentId)) {
        owed.add(obligation);
      }
    }
    owes.sort(Comparator.comparingLong(Obligation::getOrder));
    owed.sort(Comparator.comparingLong(Obligation::getOrder));
    return new Obligations(owes, owed);
  }

  public static Inbox inbox(State state, String fleet, String agentId) {
    long waiting = 0;
    long delivered = 0;
    for (InboxMessage message : state.inbox(fleet).values()) {
      if (message.getToAgent().equals(agentId)) {
        waiting += message.getDeliveredEpoch() == 0 ? 1 : 0;
        delivered += message.getDeliveredEpoch() == 0 ? 0 : 1;
      }
    }
    return new Inbox(waiting, delivered);
  }

  /** What a recovery plan says of conversations; equal to that of {@link MailPlan}. */
  public static void addTo(RecoveryPlan.Builder plan, State state, String fleet, String agentId) {
    List<String> open = openConversations(state, fleet, agentId);
    Obligations obligations = obligations(state, fleet, agentId);
    Inbox inbox = inbox(state, fleet, agentId);
    plan.addAllConversations(MailPlan.conversations(open))
        .setConversationsTotal(open.size())
        .addAllOwes(MailPlan.obligations(obligations.owes().iterator()))
        .setOwesTotal(obligations.owes().size())
        .addAllOwed(MailPlan.obligations(obligations.owed().iterator()))
        .setOwedTotal(obligations.owed().size())
        .setInboxMessages(inbox.waiting() + inbox.delivered());
  }

  private static List<String> openConversations(State state, String fleet, String agentId) {
    List<String> open = new ArrayList<>();
    for (Conversation conversation : state.conversations(fleet).values()) {
      if (conversation.getState() == ConversationState.CONVERSATION_STATE_OPEN
          && takesPart(conversation, agentId)) {
        open.add(conversation.getId());
      }
    }
    Collections.sort(open);
    return open;
  }
}
