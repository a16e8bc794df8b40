package io.caxton.state.core;

import io.caxton.v1.Agent;
import io.caxton.v1.InboxMessage;
import io.caxton.v1.Message;
import io.caxton.v1.Obligation;
import io.caxton.v1.Performative;

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
    if (box.load() > 0) {
      for (MessageEntry message : box.all()) {
        String capability = message.row().getToCapability();
        if (!capability.isEmpty() && !Capabilities.keeps(agent, capability)) {
          route(message);
        }
      }
    }
    fill(box);
  }

  /** Its inbox may have a place again for what waits for a provider. */
  public void fill(Mailbox box) {
    Providers providers = box.fleet().mail().providers();
    while (box.load() < core.limits().conversations().inboxMessagesMax()) {
      MessageEntry message = providers.firstUnrouted(box.provided);
      if (message == null) {
        return;
      }
      moveTo(message, box.agentId());
    }
  }

  /** To the provider with the fewest messages; if all are full or none is there it waits. */
  private void route(MessageEntry message) {
    Mailbox box =
        message
            .conversation()
            .fleet()
            .mail()
            .providers()
            .leastLoaded(message.row().getToCapability());
    boolean full = box == null || box.load() >= core.limits().conversations().inboxMessagesMax();
    moveTo(message, full ? "" : box.agentId());
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
