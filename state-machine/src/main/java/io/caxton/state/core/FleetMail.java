package io.caxton.state.core;

import io.caxton.state.table.Table;
import io.caxton.v1.Conversation;
import io.caxton.v1.InboxMessage;
import io.caxton.v1.Obligation;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One fleet's conversations, inboxes and obligations, and what is derived from them. */
public final class FleetMail {
  private final Fleet fleet;
  private final Table<String, Conversation> conversations = new Table<>();
  private final Table<String, InboxMessage> inbox = new Table<>();
  private final Table<String, Obligation> obligations = new Table<>();

  private final Map<String, ConversationEntry> entries = new HashMap<>();
  private final Map<String, Mailbox> mailboxes = new HashMap<>();
  private final Providers providers = new Providers();

  FleetMail(Fleet fleet) {
    this.fleet = fleet;
  }

  public Table<String, Conversation> conversations() {
    return conversations;
  }

  public Table<String, InboxMessage> inbox() {
    return inbox;
  }

  public Table<String, Obligation> obligations() {
    return obligations;
  }

  /** Null if there is none. */
  public ConversationEntry conversation(String id) {
    return entries.get(id);
  }

  Map<String, ConversationEntry> entries() {
    return entries;
  }

  /** The agent's, made if it has none. */
  public Mailbox mailbox(String agentId) {
    Mailbox box = mailboxes.get(agentId);
    if (box == null) {
      box = new Mailbox(fleet, agentId);
      mailboxes.put(agentId, box);
    }
    return box;
  }

  /** False if nothing ever concerned the agent: there is nothing to be derived. */
  public boolean hasMailbox(String agentId) {
    return mailboxes.containsKey(agentId);
  }

  Map<String, Mailbox> mailboxes() {
    return mailboxes;
  }

  /** How messages to the capability of this name find an agent. */
  public RouteRule ruleOf(String name) {
    return RouteRule.of(Optional.ofNullable(fleet.routes().get(name)));
  }

  public Providers providers() {
    return providers;
  }

  MailView freeze() {
    return new MailView(conversations.freeze(), inbox.freeze(), obligations.freeze());
  }

  MailChanges takeChanges() {
    return new MailChanges(
        conversations.takeChanges(), inbox.takeChanges(), obligations.takeChanges());
  }

  void returnChanges(MailChanges changes) {
    conversations.returnChanges(changes.conversations());
    inbox.returnChanges(changes.inbox());
    obligations.returnChanges(changes.obligations());
  }
}
