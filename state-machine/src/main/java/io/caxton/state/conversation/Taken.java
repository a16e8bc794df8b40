package io.caxton.state.conversation;

import io.caxton.state.core.Fleet;
import io.caxton.state.core.Mailbox;
import io.caxton.v1.NewMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the decided messages of one commit will take, before any of them is sent: so that they do
 * not all count upon the same free place.
 */
public final class Taken {
  /** For a message that is sent as soon as it is decided. */
  static final Taken NOTHING = new Taken();

  private final List<Mailbox> places = new ArrayList<>();
  private final Map<String, Integer> unrouted = new HashMap<>();
  private final Map<String, Integer> obligations = new HashMap<>();
  private final Map<String, Set<String>> joining = new HashMap<>();
  private int obligationsInAll;

  int obligations() {
    return obligationsInAll;
  }

  int obligationsIn(String conversationId) {
    return obligations.getOrDefault(conversationId, 0);
  }

  int unrouted(String capability) {
    return unrouted.getOrDefault(capability, 0);
  }

  /** How many more than {@code known} the conversation names once these take part. */
  int joining(String conversationId, List<String> known, String... agentIds) {
    Set<String> all = new HashSet<>(joining.getOrDefault(conversationId, Set.of()));
    for (String agentId : agentIds) {
      if (joins(known, agentId)) {
        all.add(agentId);
      }
    }
    return all.size();
  }

  static boolean joins(List<String> known, String agentId) {
    return !agentId.isEmpty() && Collections.binarySearch(known, agentId) < 0;
  }

  /** The message will go there. */
  public void add(Fleet fleet, String sender, NewMessage message, Sending.Goes goes) {
    if (goes.receiver().isEmpty()) {
      unrouted.merge(message.getToCapability(), 1, Integer::sum);
    } else {
      Mailbox box = fleet.mail().mailbox(goes.receiver());
      fleet.mail().providers().changeLoad(box, 1);
      places.add(box);
    }
    if (!message.getReplyWith().isEmpty()) {
      obligations.merge(message.getConversationId(), 1, Integer::sum);
      obligationsInAll++;
    }
    List<String> known = goes.conversation().row().getParticipantsList();
    Set<String> all = joining.computeIfAbsent(message.getConversationId(), id -> new HashSet<>());
    for (String agentId : new String[] {sender, goes.receiver()}) {
      if (joins(known, agentId)) {
        all.add(agentId);
      }
    }
  }

  /** Gives the places back: the messages are sent now, or never. */
  public void release() {
    for (Mailbox box : places) {
      box.fleet().mail().providers().changeLoad(box, -1);
    }
    places.clear();
  }
}
