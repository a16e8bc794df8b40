package io.caxton.state.check;

import io.caxton.v1.AckMessagesRequest;
import io.caxton.v1.CloseConversationRequest;
import io.caxton.v1.MessageId;
import io.caxton.v1.NackMessagesRequest;
import io.caxton.v1.NewMessage;
import io.caxton.v1.OpenConversationRequest;
import io.caxton.v1.Performative;
import io.caxton.v1.ReceiveMessagesRequest;
import io.caxton.v1.SendMessagesRequest;
import java.util.List;

/** Requests about conversations and their messages. */
final class ConversationChecks {
  private static final int TEXT_BYTES_MAX = 256;
  private static final int BODY_BYTES_MAX = 1 << 20;
  private static final long MILLIS_MAX = 31_536_000_000L;
  private static final int WAIT_MILLIS_MAX = 60_000;
  private static final int DELAY_MILLIS_MAX = 3_600_000;

  private ConversationChecks() {}

  static void check(Checks checks, OpenConversationRequest request) {
    CommonChecks.agentCall(checks, request.getCall(), request.getFleet(), request.getAgentId());
    checks.nameOrEmpty(
        Path.ROOT,
        "conversation_id",
        request.getConversationId(),
        Characters.ID,
        CommonChecks.ID_CHARACTERS_MAX);
    checks.textMax(Path.ROOT, "topic", request.getTopic(), TEXT_BYTES_MAX);
    CommonChecks.labels(checks, Path.ROOT, request.getLabelsList());
    checks.range(Path.ROOT, "idle_timeout_millis", request.getIdleTimeoutMillis(), 0, MILLIS_MAX);
  }

  static void check(Checks checks, SendMessagesRequest request) {
    CommonChecks.agentCall(checks, request.getCall(), request.getFleet(), request.getAgentId());
    checks.items(Path.ROOT, "messages", request.getMessagesCount());
    for (int i = 0; i < request.getMessagesCount() && !checks.failed(); i++) {
      newMessage(checks, Path.ROOT.in("messages", i), request.getMessages(i));
    }
  }

  static void newMessage(Checks checks, Path item, NewMessage message) {
    CommonChecks.conversationId(checks, item, message.getConversationId());
    receiver(checks, item, message);
    performative(checks, item, message);
    checks.bytesMax(item, "body", message.getBody().size(), BODY_BYTES_MAX);
    checks.textMax(item, "reply_with", message.getReplyWith(), TEXT_BYTES_MAX);
    checks.textMax(item, "in_reply_to", message.getInReplyTo(), TEXT_BYTES_MAX);
    checks.range(item, "reply_within_millis", message.getReplyWithinMillis(), 0, MILLIS_MAX);
    if (message.getReplyWithinMillis() != 0 && message.getReplyWith().isEmpty()) {
      checks.fail(
          item,
          "reply_within_millis",
          Long.toString(message.getReplyWithinMillis()),
          "only a message with reply_with may have it");
    }
    checks.range(item, "ttl_millis", message.getTtlMillis(), 0, MILLIS_MAX);
  }

  private static void receiver(Checks checks, Path item, NewMessage message) {
    String capability = message.getToCapability();
    if (capability.isEmpty()) {
      CommonChecks.agent(checks, item, "to_agent", message.getToAgent());
    } else if (!message.getToAgent().isEmpty()) {
      checks.fail(
          item, "to_agent", Checks.shown(message.getToAgent()), "not together with to_capability");
    } else {
      CommonChecks.versionedCapability(checks, item, "to_capability", capability);
    }
    if (message.getWaitForProvider() && capability.isEmpty()) {
      checks.fail(
          item, "wait_for_provider", "true", "only a message to a capability may wait for one");
    }
    if (message.getToLabelsCount() > 0 && capability.isEmpty()) {
      checks.fail(
          item,
          "to_labels",
          message.getToLabelsCount() + " long",
          "only a message to a capability may ask for labels");
    }
    CommonChecks.labels(checks, item, "to_labels", message.getToLabelsList());
  }

  /** The cluster alone says that a time is over. */
  private static void performative(Checks checks, Path item, NewMessage message) {
    int number = message.getPerformativeValue();
    if (number < 1 || number > Performative.PERFORMATIVE_CANCEL_VALUE) {
      checks.fail(
          item,
          "performative",
          Integer.toString(number),
          "it must be 1 to " + Performative.PERFORMATIVE_CANCEL_VALUE);
    }
  }

  static void check(Checks checks, ReceiveMessagesRequest request) {
    CommonChecks.agentCall(checks, request.getCall(), request.getFleet(), request.getAgentId());
    checks.range(Path.ROOT, "max_messages", request.getMaxMessages(), 0, Checks.ITEMS_MAX);
    checks.range(Path.ROOT, "wait_millis", request.getWaitMillis(), 0, WAIT_MILLIS_MAX);
  }

  static void check(Checks checks, AckMessagesRequest request) {
    CommonChecks.agentCall(checks, request.getCall(), request.getFleet(), request.getAgentId());
    checks.items(Path.ROOT, "messages", request.getMessagesCount());
    ids(checks, "messages", request.getMessagesList());
  }

  static void check(Checks checks, NackMessagesRequest request) {
    CommonChecks.agentCall(checks, request.getCall(), request.getFleet(), request.getAgentId());
    checks.items(Path.ROOT, "messages", request.getMessagesCount());
    ids(checks, "messages", request.getMessagesList());
    checks.range(Path.ROOT, "delay_millis", request.getDelayMillis(), 0, DELAY_MILLIS_MAX);
  }

  static void ids(Checks checks, String name, List<MessageId> ids) {
    for (int i = 0; i < ids.size() && !checks.failed(); i++) {
      Path item = Path.ROOT.in(name, i);
      CommonChecks.conversationId(checks, item, ids.get(i).getConversationId());
      checks.range(item, "seq", ids.get(i).getSeq(), 1, Long.MAX_VALUE);
    }
  }

  static void check(Checks checks, CloseConversationRequest request) {
    CommonChecks.agentCall(checks, request.getCall(), request.getFleet(), request.getAgentId());
    CommonChecks.conversationId(checks, Path.ROOT, request.getConversationId());
  }
}
