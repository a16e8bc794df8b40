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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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

  private final Agent agent;
  private final AgentMessages messages;
  private final StatefulConfig<?> config;
  private final BlockingQueue<Message> waiting = new LinkedBlockingQueue<>();

  // Guarded by this.
  /** What was delivered and is not done: what a new stream lists. */
  private final Set<MessageId> held = new HashSet<>();

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

  /** Nobody works on it any more. */
  synchronized void done(MessageId id) {
    held.remove(id);
    int owed = config.messagesMax() - held.size() - creditGiven;
    if (stream.isPresent() && (4 * owed >= config.messagesMax() || held.isEmpty()) && owed > 0) {
      creditGiven += owed;
      stream.get().credit(owed);
    }
  }

  /**
   * A message and all that came after it in its conversation, as they must be given back: none may
   * overtake it.
   */
  List<MessageId> takeBackWith(Message message) {
    List<MessageId> ids = new ArrayList<>();
    ids.add(AgentMessages.id(message));
    waiting.removeIf(
        later -> {
          boolean same = later.getConversationId().equals(message.getConversationId());
          if (same) {
            ids.add(AgentMessages.id(later));
          }
          return same;
        });
    return ids;
  }

  private synchronized void received(List<Message> batch) {
    pauseMillis = PAUSE_MIN_MILLIS;
    for (Message message : batch) {
      creditGiven = Math.max(0, creditGiven - 1);
      if (!closed && held.add(AgentMessages.id(message))) {
        waiting.add(message);
      }
    }
  }

  private void ended(CaxtonException failure) {
    if (agent.endsWith(failure)) {
      return;
    }
    long pause;
    synchronized (this) {
      stream = Optional.empty();
      pause = pauseMillis;
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
