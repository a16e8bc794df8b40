package io.caxton.state.conversation;

import io.caxton.state.ConversationLimits;
import io.caxton.state.Refusals;
import io.caxton.state.core.Ask;
import io.caxton.state.core.ConversationEntry;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.Labels;
import io.caxton.state.core.ObligationEntry;
import io.caxton.state.core.Progress;
import io.caxton.state.core.RouteDecider;
import io.caxton.state.core.RouteRule;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.InboxMessage;
import io.caxton.v1.Label;
import io.caxton.v1.Message;
import io.caxton.v1.NewMessage;
import io.caxton.v1.Obligation;
import io.caxton.v1.Refusal;
import io.caxton.v1.Sent;
import java.util.List;

/** Decides where a message goes, and sends it there. */
public final class Sending {
  /** When a sender may try again that found a full inbox. */
  private static final String RETRY_MILLIS = "100";

  private final Core core;
  private final ConversationLimits limits;

  public Sending(Core core) {
    this.core = core;
    this.limits = core.limits().conversations();
  }

  /** What becomes of a message; nothing is changed yet. */
  public sealed interface Decision {}

  public record Refused(Refusal refusal) implements Decision {}

  /** {@code receiver} is empty while it waits for a provider. */
  public record Goes(ConversationEntry conversation, String receiver) implements Decision {}

  /** With {@code taken}: what earlier messages of the same commit will have taken. */
  public Decision decide(Fleet fleet, String sender, NewMessage message, Taken taken) {
    ConversationEntry conversation = fleet.mail().conversation(message.getConversationId());
    if (conversation == null) {
      return new Refused(
          Refusals.notFound("conversation", fleet.name(), message.getConversationId()));
    }
    if (!conversation.isOpen()) {
      return new Refused(closed(conversation));
    }
    if (!message.getReplyWith().isEmpty()) {
      if (fleet.mail().mailbox(sender).owed().size() + taken.obligations()
          >= limits.openObligationsMax()) {
        return new Refused(Refusals.limit("answers owed to an agent", limits.openObligationsMax()));
      }
      if (conversation.openObligations() + taken.obligationsIn(conversation.id())
          >= limits.conversationObligationsMax()) {
        return new Refused(
            Refusals.limit("answers owed in a conversation", limits.conversationObligationsMax()));
      }
    }
    return message.getToCapability().isEmpty()
        ? toAgent(fleet, conversation, sender, message.getToAgent(), taken)
        : toCapability(fleet, conversation, sender, message, taken);
  }

  private Decision toAgent(
      Fleet fleet, ConversationEntry conversation, String sender, String receiver, Taken taken) {
    if (!fleet.agents().contains(receiver)) {
      return new Refused(Refusals.notFound("agent", fleet.name(), receiver));
    }
    return fleet.mail().mailbox(receiver).load() >= limits.inboxMessagesMax()
        ? new Refused(inboxFull("agent", receiver))
        : goes(conversation, sender, receiver, taken);
  }

  private Decision toCapability(
      Fleet fleet, ConversationEntry conversation, String sender, NewMessage message, Taken taken) {
    String capability = message.getToCapability();
    Ask ask = askOf(message);
    RouteRule rule = taken.after(ask.name(), fleet.mail().ruleOf(ask.name()));
    String preferred = taken.preferred(conversation, ask.name());
    RouteDecider.Choice choice =
        fleet.mail().providers().choose(ask, rule, preferred, limits.inboxMessagesMax());
    if (!choice.isNobody()) {
      return goes(conversation, sender, choice.agentId(), taken);
    }
    if (!message.getWaitForProvider() || !choice.mayWait()) {
      return new Refused(
          choice.busy() || choice.full()
              ? inboxFull("every provider of capability", capability)
              : noProvider(capability));
    }
    int waiting = fleet.mail().providers().unrouted(ask.name()) + taken.unrouted(ask.name());
    return waiting >= limits.inboxMessagesMax()
        ? new Refused(inboxFull("capability", capability))
        : goes(conversation, sender, "", taken);
  }

  static Ask askOf(NewMessage message) {
    return Ask.of(message.getToCapability(), Labels.sorted(message.getToLabelsList()));
  }

  private Decision goes(
      ConversationEntry conversation, String sender, String receiver, Taken taken) {
    List<String> known = conversation.row().getParticipantsList();
    if (Taken.joins(known, sender) || Taken.joins(known, receiver)) {
      int joining = taken.joining(conversation.id(), known, sender, receiver);
      if (known.size() + joining > limits.participantsMax()) {
        return new Refused(
            Refusals.limit("participants of a conversation", limits.participantsMax()));
      }
    }
    return new Goes(conversation, receiver);
  }

  /** Sends it as decided. */
  public Sent send(String sender, NewMessage message, Goes goes) {
    ConversationEntry conversation = goes.conversation();
    if (!message.getInReplyTo().isEmpty()) {
      answer(conversation, sender, goes.receiver(), message.getInReplyTo());
    }
    Progress now = core.progress();
    Message.Builder content =
        Message.newBuilder()
            .setFromAgent(sender)
            .setToAgent(goes.receiver())
            .setToCapability(message.getToCapability())
            .setPerformative(message.getPerformative())
            .setBody(message.getBody())
            .setReplyWith(message.getReplyWith())
            .setInReplyTo(message.getInReplyTo());
    if (message.getReplyWithinMillis() != 0) {
      content.setReplyByTick(now.tick() + message.getReplyWithinMillis());
    }
    if (message.getTtlMillis() != 0) {
      content.setExpiresTick(now.tick() + message.getTtlMillis());
    }
    Message stored = core.conversations().append(conversation, content);
    long order = now.nextOrder();
    if (!message.getReplyWith().isEmpty()) {
      core.obligations().add(conversation, obligation(stored, order));
    }
    core.inboxes().add(conversation, row(stored, order, Labels.sorted(message.getToLabelsList())));
    if (!message.getToCapability().isEmpty()) {
      core.mailRouting()
          .remember(conversation, Ask.nameOf(message.getToCapability()), goes.receiver());
    }
    return Sent.newBuilder().setSeq(stored.getSeq()).setToAgent(goes.receiver()).build();
  }

  /** The oldest obligation that it answers ends. */
  private void answer(
      ConversationEntry conversation, String sender, String receiver, String inReplyTo) {
    for (ObligationEntry obligation : conversation.obligations()) {
      Obligation row = obligation.row();
      if (row.getReplyWith().equals(inReplyTo)
          && row.getDebtor().equals(sender)
          && row.getCreditor().equals(receiver)) {
        core.obligations().end(obligation);
        return;
      }
    }
  }

  private Obligation obligation(Message message, long order) {
    return Obligation.newBuilder()
        .setConversationId(message.getConversationId())
        .setSeq(message.getSeq())
        .setReplyWith(message.getReplyWith())
        .setCreditor(message.getFromAgent())
        .setDebtor(message.getToAgent())
        .setReplyByTick(message.getReplyByTick())
        .setSinceTick(core.progress().tick())
        .setOrder(order)
        .build();
  }

  private static InboxMessage row(Message message, long order, List<Label> toLabels) {
    return InboxMessage.newBuilder()
        .setConversationId(message.getConversationId())
        .setSeq(message.getSeq())
        .setToAgent(message.getToAgent())
        .setToCapability(message.getToCapability())
        .setOrder(order)
        .setExpiresTick(message.getExpiresTick())
        .setBytes(message.getSerializedSize())
        .addAllToLabels(toLabels)
        .build();
  }

  private static Refusal closed(ConversationEntry conversation) {
    return Refusals.of(
        ErrorReason.CONVERSATION_CLOSED,
        "conversation \"" + conversation.id() + "\" is closed",
        "closed_tick",
        Long.toString(conversation.row().getClosedTick()));
  }

  private Refusal inboxFull(String noun, String id) {
    String bound = Integer.toString(limits.inboxMessagesMax());
    return Refusals.of(
        ErrorReason.INBOX_FULL,
        noun
            + " \""
            + id
            + "\" has as many messages that are not acked as it may, at most "
            + bound,
        "bound",
        bound,
        "retry_millis",
        RETRY_MILLIS);
  }

  private static Refusal noProvider(String capability) {
    return Refusals.of(
        ErrorReason.NO_PROVIDER,
        "no running agent has the capability \"" + capability + '"',
        "capability",
        capability);
  }
}
