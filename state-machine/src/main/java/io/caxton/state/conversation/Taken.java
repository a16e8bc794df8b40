package io.caxton.state.conversation;

import io.caxton.state.core.Ask;
import io.caxton.state.core.ConversationEntry;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.Mailbox;
import io.caxton.state.core.RouteRule;
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

  private final List<Place> places = new ArrayList<>();
  // By the capability's name.
  private final Map<String, String> chosen = new HashMap<>();
  private final Map<ConversationEntry, Map<String, String>> preferred = new HashMap<>();
  private final Map<String, Integer> unrouted = new HashMap<>();
  private final Map<String, Integer> obligations = new HashMap<>();
  private final Map<String, Set<String>> joining = new HashMap<>();
  private int obligationsInAll;

  private record Place(Mailbox box, String name) {}

  int obligations() {
    return obligationsInAll;
  }

  int obligationsIn(String conversationId) {
    return obligations.getOrDefault(conversationId, 0);
  }

  int unrouted(String name) {
    return unrouted.getOrDefault(name, 0);
  }

  /** The rule as it will be after these. */
  RouteRule after(String name, RouteRule stored) {
    String last = chosen.get(name);
    return last == null ? stored : stored.after(last);
  }

  /** The conversation's agent for the capability as it will be after these. */
  String preferred(ConversationEntry conversation, String name) {
    String last = preferred.getOrDefault(conversation, Map.of()).get(name);
    return last == null ? conversation.providerOf(name) : last;
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
    String name = Ask.nameOf(message.getToCapability());
    if (goes.receiver().isEmpty()) {
      unrouted.merge(name, 1, Integer::sum);
    } else {
      Mailbox box = fleet.mail().mailbox(goes.receiver());
      fleet.mail().providers().changeLoad(box, name, 1);
      places.add(new Place(box, name));
      if (!name.isEmpty()) {
        chosen.put(name, goes.receiver());
        preferred
            .computeIfAbsent(goes.conversation(), conversation -> new HashMap<>())
            .put(name, goes.receiver());
      }
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
    for (Place place : places) {
      Mailbox box = place.box();
      box.fleet().mail().providers().changeLoad(box, place.name(), -1);
    }
    places.clear();
  }
}
