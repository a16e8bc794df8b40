package io.caxton.client.agent;

import io.caxton.client.AgentMessages;
import io.caxton.client.CaxtonException;
import io.caxton.client.MessageListener;
import io.caxton.client.MessageStream;
import io.caxton.client.agent.state.Milestone;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Message;
import io.caxton.v1.MessageId;
import io.caxton.v1.OpenInbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Keeps a message stream open at whoever leads, with credit for as many messages as are fetched
 * ahead, and holds what came until it is done.
 */
final class Inbox {
  private static final long PAUSE_MIN_MILLIS = 15;
  private static final long PAUSE_MAX_MILLIS = 500;

  /** The one before it is asked for again meanwhile. */
  private static final Duration TOO_EARLY = Duration.ofMillis(50);

  /** Of one call. */
  private static final int ITEMS_MAX = 1_000;

  private final Agent agent;
  private final AgentMessages messages;
  private final StatefulConfig<?> config;
  private final BlockingQueue<Message> waiting = new LinkedBlockingQueue<>();

  // Guarded by this.
  /** What was delivered and is not done: what a new stream lists. */
  private final Set<MessageId> held = new HashSet<>();

  /** By conversation; only where something has not come again. */
  private final Map<String, GivenBack> givenBack = new HashMap<>();

  private Optional<MessageStream> stream = Optional.empty();
  private int creditGiven;
  private long pauseMillis = PAUSE_MIN_MILLIS;
  private boolean closed;

  Inbox(Agent agent, AgentMessages messages, StatefulConfig<?> config) {
    this.agent = agent;
    this.messages = messages;
    this.config = config;
  }

  synchronized void open() {
    if (closed || agent.over()) {
      return;
    }
    creditGiven = Math.max(1, config.messagesMax() - held.size());
    stream =
        Optional.of(
            messages.stream(
                OpenInbox.newBuilder().setCredit(creditGiven).addAllHeld(held).build(),
                new Listener()));
  }

  synchronized void close() {
    closed = true;
    stream.ifPresent(MessageStream::close);
    stream = Optional.empty();
    waiting.clear();
  }

  /** The next message; waits for it. */
  Message next() throws InterruptedException {
    Message message = waiting.poll();
    if (message == null) {
      config.at(Milestone.IDLE);
      message = waiting.take();
    }
    return message;
  }

  /** It is done. */
  synchronized void done(MessageId id) {
    held.remove(id);
    giveCredit();
  }

  private void giveCredit() {
    int owed = config.messagesMax() - held.size() - creditGiven;
    if (stream.isPresent() && (4 * owed >= config.messagesMax() || held.isEmpty()) && owed > 0) {
      creditGiven += owed;
      stream.get().credit(owed);
    }
  }

  /** It comes again, and with it all that came after it in its conversation: none overtakes it. */
  synchronized void giveBack(Message message, Duration delay) {
    String conversation = message.getConversationId();
    GivenBack back = givenBack.computeIfAbsent(conversation, id -> new GivenBack());
    List<MessageId> ids = new ArrayList<>();
    ids.add(AgentMessages.id(message));
    waiting.removeIf(
        later ->
            later.getConversationId().equals(conversation) && ids.add(AgentMessages.id(later)));
    long now = System.nanoTime();
    ids.forEach(id -> back.add(id.getSeq(), now, delay.toNanos()));
    ids.forEach(held::remove);
    nack(ids, delay);
    giveCredit();
  }

  /** Until the cluster has heard it: what is delivered and neither held nor nacked is stuck. */
  private void nack(List<MessageId> ids, Duration delay) {
    List<MessageId> first = ids.subList(0, Math.min(ids.size(), ITEMS_MAX));
    messages
        .nack(first, delay)
        .whenComplete(
            (answer, failure) -> {
              if (failure instanceof CaxtonException refusal
                  && !agent.endsWith(refusal)
                  && refusal.reason() != ErrorReason.INVALID_ARGUMENT) {
                agent.later(PAUSE_MAX_MILLIS, () -> nack(first, delay));
              }
            });
    if (first.size() < ids.size()) {
      nack(ids.subList(ITEMS_MAX, ids.size()), delay);
    }
  }

  private synchronized void received(List<Message> batch) {
    pauseMillis = PAUSE_MIN_MILLIS;
    List<MessageId> tooEarly = new ArrayList<>();
    for (Message message : batch) {
      creditGiven = Math.max(0, creditGiven - 1);
      if (closed) {
        continue;
      }
      if (isTooEarly(message)) {
        tooEarly.add(AgentMessages.id(message));
        continue;
      }
      if (held.add(AgentMessages.id(message))) {
        waiting.add(message);
      }
    }
    if (!tooEarly.isEmpty()) {
      nack(tooEarly, TOO_EARLY);
      giveCredit();
    }
  }

  private boolean isTooEarly(Message message) {
    GivenBack back = givenBack.get(message.getConversationId());
    if (back == null) {
      return false;
    }
    long now = System.nanoTime();
    boolean early = back.isTooEarly(message.getSeq(), now);
    if (early) {
      back.add(message.getSeq(), now, TOO_EARLY.toNanos());
    }
    if (back.isEmpty()) {
      givenBack.remove(message.getConversationId());
    }
    return early;
  }

  private void ended(CaxtonException failure) {
    if (agent.endsWith(failure)) {
      return;
    }
    long pause;
    synchronized (this) {
      stream = Optional.empty();
      // An older one of ours may have arrived late and replaced it; it is dead by now.
      pause = failure.reason() == ErrorReason.STREAM_REPLACED ? PAUSE_MAX_MILLIS : pauseMillis;
      pauseMillis = Math.min(2 * pauseMillis, PAUSE_MAX_MILLIS);
    }
    if (failure.reason() == ErrorReason.INVALID_ARGUMENT) {
      agent.forgotten(failure);
    } else {
      agent.later(pause, this::open);
    }
  }

  private final class Listener implements MessageListener {
    @Override
    public void onMessages(List<Message> batch) {
      received(batch);
    }

    @Override
    public void onEnd(CaxtonException failure) {
      ended(failure);
    }
  }
}
