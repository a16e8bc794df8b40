package io.caxton.jepsen.workload;

import io.caxton.client.AgentMessages;
import io.caxton.client.CaxtonException;
import io.caxton.client.MessageListener;
import io.caxton.client.MessageStream;
import io.caxton.v1.Message;
import io.caxton.v1.OpenInbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** How an agent gets its messages in one session. */
sealed interface MessageSource extends AutoCloseable {
  int MESSAGES_MAX = 10;
  Duration WAIT = Duration.ofMillis(100);

  /** Some, perhaps none; waits a little. */
  List<Message> next();

  /** No more comes: another session has to be begun. */
  boolean over();

  @Override
  void close();

  /** By a call each time. */
  record Asked(AgentMessages messages) implements MessageSource {
    @Override
    public List<Message> next() {
      return CaxtonException.join(messages.receive(MESSAGES_MAX, WAIT));
    }

    @Override
    public boolean over() {
      return false;
    }

    @Override
    public void close() {}
  }

  /** By one stream. What it brought is given to nobody any more when it is over. */
  final class Pushed implements MessageSource, MessageListener {
    private static final int CREDIT = 30;

    private final BlockingQueue<Message> arrived = new LinkedBlockingQueue<>();
    private final MessageStream stream;
    private volatile boolean ended;

    /** Nothing is held: everything that is not acked comes again. */
    Pushed(AgentMessages messages) {
      stream = messages.stream(OpenInbox.newBuilder().setCredit(CREDIT).build(), this);
    }

    @Override
    public void onMessages(List<Message> messages) {
      arrived.addAll(messages);
    }

    @Override
    public void onEnd(CaxtonException failure) {
      ended = true;
    }

    @Override
    public List<Message> next() {
      List<Message> next = new ArrayList<>();
      try {
        Message first = arrived.poll(WAIT.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
          next.add(first);
          arrived.drainTo(next, MESSAGES_MAX - 1);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Caller.NoAnswer("interrupted", true);
      }
      if (!next.isEmpty()) {
        stream.credit(next.size());
      }
      return next;
    }

    @Override
    public boolean over() {
      return ended;
    }

    @Override
    public void close() {
      stream.close();
    }
  }
}
