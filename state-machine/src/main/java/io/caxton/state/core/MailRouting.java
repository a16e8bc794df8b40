package io.caxton.state.core;

import io.caxton.v1.Agent;
import io.caxton.v1.InboxMessage;
import io.caxton.v1.Message;
import io.caxton.v1.Obligation;
import io.caxton.v1.Performative;
import io.caxton.v1.Route;
import java.util.List;
import java.util.TreeMap;

/** What happens to messages when agents come and go, and when there will be no answer. */
public final class MailRouting {
  private final Core core;

  MailRouting(Core core) {
    this.core = core;
  }

  /**
   * The agent's row was put: what an ended epoch was given waits again, what is addressed to a
   * capability goes to another provider if this one is gone, and what waited for one comes to it.
   */
  public void agentChanged(Fleet fleet, Agent agent) {
    if (agent.getCapabilitiesCount() == 0 && !fleet.mail().hasMailbox(agent.getId())) {
      return;
    }
    Mailbox box = fleet.mail().mailbox(agent.getId());
    for (MessageEntry message : box.delivered()) {
      if (message.row().getDeliveredEpoch() != agent.getEpoch() || agent.getLeaseUntilTick() == 0) {
        core.inboxes().giveBack(message, 0);
      }
    }
    fleet.mail().providers().provide(box, agent);
    sendOn(box);
    fill(box);
  }

  /** The rule of a capability is another one: what it does not allow any more is routed anew. */
  public void ruleChanged(Fleet fleet, String name) {
    // Sorted: what one agent loses the next may get.
    List<Mailbox> boxes = List.copyOf(new TreeMap<>(fleet.mail().mailboxes()).values());
    for (Mailbox box : boxes) {
      if (box.loadOf(name) > 0) {
        sendOn(box);
      }
    }
    for (Mailbox box : boxes) {
      if (box.provided.contains(name)) {
        fill(box);
      }
    }
  }

  /**
   * What is addressed to a capability and cannot stay goes to another provider, or waits; but not
   * what the agent works on.
   */
  private void sendOn(Mailbox box) {
    if (box.load() == 0) {
      return;
    }
    FleetMail mail = box.fleet().mail();
    for (MessageEntry message : box.all()) {
      if (!message.row().getToCapability().isEmpty() && !message.isDelivered()) {
        Ask ask = message.ask();
        if (!Capabilities.keeps(box.agent, ask, mail.ruleOf(ask.name()))) {
          route(message, ask);
        }
      }
    }
  }

  /** Its inbox may have a place again for what waits for a provider. */
  public void fill(Mailbox box) {
    int max = core.limits().conversations().inboxMessagesMax();
    MessageEntry message = box.fleet().mail().providers().firstUnrouted(box, max);
    while (message != null) {
      moveTo(message, box.agentId());
      remember(message.conversation(), message.ask().name(), box.agentId());
      message = box.fleet().mail().providers().firstUnrouted(box, max);
    }
  }

  /** As a new message goes; if all are full or none is there it waits. */
  private void route(MessageEntry message, Ask ask) {
    ConversationEntry conversation = message.conversation();
    FleetMail mail = conversation.fleet().mail();
    String chosen =
        mail.providers()
            .choose(
                ask,
                mail.ruleOf(ask.name()),
                conversation.providerOf(ask.name()),
                core.limits().conversations().inboxMessagesMax())
            .agentId();
    moveTo(message, chosen);
    remember(conversation, ask.name(), chosen);
  }

  /** Keeps what the next choice by this rule depends upon. */
  public void remember(ConversationEntry conversation, String name, String chosen) {
    if (chosen.isEmpty()) {
      return;
    }
    Fleet fleet = conversation.fleet();
    switch (fleet.mail().ruleOf(name).strategy()) {
      case ROUTE_STRATEGY_ROUND_ROBIN -> {
        core.fleets().touch(fleet);
        Route route = fleet.routes().get(name);
        fleet.routes().put(name, route.toBuilder().setLastAgentId(chosen).build());
      }
      case ROUTE_STRATEGY_AFFINITY -> core.conversations().setProvider(conversation, name, chosen);
      default -> {
        // The loads say all.
      }
    }
  }

  private void moveTo(MessageEntry message, String agentId) {
    ConversationEntry conversation = message.conversation();
    core.inboxes().move(message, agentId);
    ObligationEntry obligation = conversation.obligation(message.row().getSeq());
    if (obligation != null) {
      core.obligations().move(obligation, agentId);
    }
    core.conversations().join(conversation, agentId);
  }

  /** The message is done: its receiver has acked it. */
  public void ack(MessageEntry message) {
    removeAndFill(message);
  }

  /** Its time to live is over: never a silent drop. */
  public void expire(MessageEntry message) {
    ConversationEntry conversation = message.conversation();
    ObligationEntry obligation = conversation.obligation(message.row().getSeq());
    removeAndFill(message);
    core.conversations().countExpired(conversation);
    if (obligation != null) {
      timeOut(obligation);
    }
  }

  private void removeAndFill(MessageEntry message) {
    boolean routed = !message.isUnrouted();
    core.inboxes().remove(message);
    if (routed) {
      fill(message.conversation().fleet().mail().mailbox(message.row().getToAgent()));
    }
  }

  /**
   * Ends the obligation with a word to who waits for it. It goes into the inbox even if that is
   * full: there is at most one for each message that asked.
   */
  public void timeOut(ObligationEntry obligation) {
    Obligation row = obligation.row();
    ConversationEntry conversation = obligation.conversation();
    core.obligations().end(obligation);
    Message told =
        core.conversations()
            .append(
                conversation,
                Message.newBuilder()
                    .setToAgent(row.getCreditor())
                    .setPerformative(Performative.PERFORMATIVE_TIMEOUT)
                    .setInReplyTo(row.getReplyWith()));
    core.inboxes()
        .add(
            conversation,
            InboxMessage.newBuilder()
                .setConversationId(told.getConversationId())
                .setSeq(told.getSeq())
                .setToAgent(told.getToAgent())
                .setOrder(core.progress().nextOrder())
                .setBytes(told.getSerializedSize())
                .build());
  }

  /** Closes it; whoever waits for an answer hears that there will be none. */
  public void close(ConversationEntry conversation) {
    conversation.obligations().forEach(this::timeOut);
    core.conversations().close(conversation);
  }
}
