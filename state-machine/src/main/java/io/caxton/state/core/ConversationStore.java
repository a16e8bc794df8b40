package io.caxton.state.core;

import io.caxton.v1.Conversation;
import io.caxton.v1.ConversationProvider;
import io.caxton.v1.ConversationState;
import io.caxton.v1.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The one way to change conversations: keeps table, indexes, contents and feed together. */
public final class ConversationStore {
  /** Agents that a conversation prefers; the one that was set longest ago is forgotten first. */
  private static final int PROVIDERS_MAX = 64;

  private final Core core;

  ConversationStore(Core core) {
    this.core = core;
  }

  /** Begins one; its id is free. */
  public ConversationEntry open(Fleet fleet, Conversation row) {
    ConversationEntry entry = index(fleet, row);
    fleet.mail().conversations().put(row.getId(), row);
    core.feed().add(fleet.name(), row);
    return entry;
  }

  /** Also for loads. */
  ConversationEntry index(Fleet fleet, Conversation row) {
    ConversationEntry entry = new ConversationEntry(fleet, row);
    fleet.mail().entries().put(row.getId(), entry);
    if (entry.isOpen()) {
      for (String agentId : row.getParticipantsList()) {
        fleet.mail().mailbox(agentId).addConversation(row.getId());
      }
    }
    setTimer(entry);
    return entry;
  }

  /**
   * Gives the message its place at the conversation's end and keeps its content. The messages that
   * are in an inbox still keep theirs, however old.
   */
  public Message append(ConversationEntry entry, Message.Builder message) {
    Conversation before = entry.row();
    long seq = before.getLastSeq() + 1;
    Message stored =
        message
            .setConversationId(before.getId())
            .setSeq(seq)
            .setPosition(core.progress().position())
            .setWallMillis(core.progress().wallMillis())
            .build();
    byte[] bytes = stored.toByteArray();
    core.bodies().append(before.getStreamId(), seq, bytes);
    long kept = seq - core.limits().conversations().historyMessagesMax() + 1;
    long first = Math.max(before.getFirstSeq(), Math.min(kept, entry.firstUnacked()));
    if (first != before.getFirstSeq()) {
      core.bodies().trim(before.getStreamId(), first);
    }
    Conversation.Builder after =
        before.toBuilder()
            .setLastSeq(seq)
            .setFirstSeq(first)
            .setLastMessageTick(core.progress().tick())
            .setAppendedBytes(before.getAppendedBytes() + bytes.length)
            .setChainHash(Hash64.of(bytes, 0, bytes.length, before.getChainHash()));
    join(entry, after, stored.getFromAgent());
    join(entry, after, stored.getToAgent());
    put(entry, after);
    return stored;
  }

  /** The agent takes part from here on, unless there are too many. */
  void join(ConversationEntry entry, String agentId) {
    Conversation.Builder after = entry.row().toBuilder();
    if (join(entry, after, agentId)) {
      put(entry, after);
    }
  }

  private boolean join(ConversationEntry entry, Conversation.Builder after, String agentId) {
    List<String> known = after.getParticipantsList();
    int place = agentId.isEmpty() ? 0 : Collections.binarySearch(known, agentId);
    if (place >= 0 || known.size() >= core.limits().conversations().participantsMax()) {
      return false;
    }
    List<String> participants = new ArrayList<>(known);
    participants.add(-place - 1, agentId);
    after.clearParticipants().addAllParticipants(participants);
    if (entry.isOpen()) {
      entry.fleet().mail().mailbox(agentId).addConversation(entry.id());
    }
    return true;
  }

  /** Its messages to the capability go to this agent while they can. */
  void setProvider(ConversationEntry entry, String name, String agentId) {
    if (entry.providerOf(name).equals(agentId)) {
      return;
    }
    List<ConversationProvider> providers = new ArrayList<>(entry.row().getProvidersList());
    providers.removeIf(provider -> provider.getCapability().equals(name));
    if (providers.size() == PROVIDERS_MAX) {
      providers.removeFirst();
    }
    providers.add(
        ConversationProvider.newBuilder().setCapability(name).setAgentId(agentId).build());
    put(entry, entry.row().toBuilder().clearProviders().addAllProviders(providers));
  }

  /** One more ended by its time to live. */
  void countExpired(ConversationEntry entry) {
    put(entry, entry.row().toBuilder().setExpiredTotal(entry.row().getExpiredTotal() + 1));
  }

  /** No further messages. Its obligations must have ended. */
  public void close(ConversationEntry entry) {
    if (entry.openObligations() > 0) {
      throw new IllegalStateException("an obligation is open in " + entry.id());
    }
    for (String agentId : entry.row().getParticipantsList()) {
      entry.fleet().mail().mailbox(agentId).removeConversation(entry.id());
    }
    put(
        entry,
        entry.row().toBuilder()
            .setState(ConversationState.CONVERSATION_STATE_CLOSED)
            .setClosedTick(core.progress().tick()));
  }

  /** A closed one of which nothing waits. */
  public void forget(ConversationEntry entry) {
    FleetMail mail = entry.fleet().mail();
    core.fleets().touch(entry.fleet());
    core.deadlines().conversations().clear(entry);
    mail.entries().remove(entry.id());
    mail.conversations().remove(entry.id());
    core.bodies().forget(entry.row().getStreamId());
    core.feed().addRemoved(entry.fleet().name(), entry.row());
  }

  private void put(ConversationEntry entry, Conversation.Builder builder) {
    Conversation after = builder.setRevision(core.progress().position()).build();
    core.fleets().touch(entry.fleet());
    entry.setRow(after);
    entry.fleet().mail().conversations().put(after.getId(), after);
    core.feed().add(entry.fleet().name(), after);
    setTimer(entry);
  }

  /** After whatever may have moved when it is due. */
  void setTimer(ConversationEntry entry) {
    long due = entry.dueTick();
    if (due == Long.MAX_VALUE) {
      core.deadlines().conversations().clear(entry);
    } else if (!entry.isSet() || entry.at() != due) {
      core.deadlines().conversations().set(entry, due, entry.row().getStreamId());
    }
  }
}
