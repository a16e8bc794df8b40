package io.caxton.state.conversation;

import io.caxton.state.core.Fleet;
import io.caxton.state.core.Mailbox;
import io.caxton.v1.NewMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * What the decided messages of one commit will take, before any of them is sent: so that they do
 * not all count upon the same free place. Places in inboxes are exact; the other bounds are counted
 * over all conversations and capabilities of the commit, which may refuse a little early.
 */
public final class Taken {
  /** For a message that is sent as soon as it is decided. */
  static final Taken NOTHING = new Taken();

  private final List<Mailbox> places = new ArrayList<>();
  private int obligations;
  private int participants;
  private int unrouted;

  int obligations() {
    return obligations;
  }

  int participants() {
    return participants;
  }

  int unrouted() {
    return unrouted;
  }

  /** The message will go there. */
  public void add(Fleet fleet, String sender, NewMessage message, Sending.Goes goes) {
    if (goes.receiver().isEmpty()) {
      unrouted++;
    } else {
      Mailbox box = fleet.mail().mailbox(goes.receiver());
      fleet.mail().providers().changeLoad(box, 1);
      places.add(box);
    }
    obligations += message.getReplyWith().isEmpty() ? 0 : 1;
    List<String> known = goes.conversation().row().getParticipantsList();
    participants += Sending.joins(known, sender) + Sending.joins(known, goes.receiver());
  }

  /** Gives the places back: the messages are sent now, or never. */
  public void release() {
    for (Mailbox box : places) {
      box.fleet().mail().providers().changeLoad(box, -1);
    }
    places.clear();
  }
}
