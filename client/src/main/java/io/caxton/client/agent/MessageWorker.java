package io.caxton.client.agent;

import io.caxton.client.AgentMessages;
import io.caxton.client.CaxtonException;
import io.caxton.client.agent.state.MessageHandler;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Message;
import java.time.Duration;

/** Handles the inbox's messages, one after the other, on a thread of its own. */
final class MessageWorker<S> implements Runnable {
  private static final long DELAY_MILLIS = 100;
  private static final long DELAY_MAX_MILLIS = 60_000;
  private static final long LOOK_MILLIS = 20;

  private final Agent agent;
  private final Inbox inbox;
  private final AgentMessages messages;
  private final Steps<S> steps;
  private final MessageHandler<S> handler;
  private final Thread thread;

  // Guarded by this.
  private boolean handling;
  private volatile boolean closing;

  MessageWorker(
      Agent agent, Inbox inbox, AgentMessages messages, Steps<S> steps, MessageHandler<S> handler) {
    this.agent = agent;
    this.inbox = inbox;
    this.messages = messages;
    this.steps = steps;
    this.handler = handler;
    thread = Thread.ofVirtual().name("caxton-messages-" + agent.id()).unstarted(this);
  }

  void start() {
    inbox.open();
    thread.start();
  }

  /** Waits so long for the message that is being handled, and then interrupts its handler. */
  void close(Duration grace) {
    closing = true;
    inbox.close();
    synchronized (this) {
      if (!handling) {
        thread.interrupt();
      }
    }
    if (!ended(grace)) {
      thread.interrupt();
    }
  }

  private boolean ended(Duration atMost) {
    if (thread.getState() == Thread.State.NEW) {
      return true;
    }
    try {
      return thread.join(atMost);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The agent's lease is in doubt: a handler has to stop, as a task's has. */
  synchronized void inDoubt() {
    if (handling) {
      thread.interrupt();
    }
  }

  @Override
  public void run() {
    try {
      while (!closing && !agent.over()) {
        Message message = inbox.next();
        awaitLease();
        work(message);
      }
    } catch (InterruptedException | AgentOver ended) {
      // What is held comes again, to this agent's next instance.
    }
  }

  private void awaitLease() throws InterruptedException {
    while (agent.lease().over(agent.nanoTime()) && !agent.over()) {
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private void work(Message message) throws InterruptedException {
    try {
      handling(true);
      steps.message(handler, message);
      inbox.done(AgentMessages.id(message));
    } catch (AgentOver over) {
      throw over;
    } catch (FinalFailure last) {
      if (refuse(message, last)) {
        inbox.done(AgentMessages.id(message));
      } else {
        inbox.giveBack(message, delay(message));
      }
    } catch (Exception | Error failed) {
      // Also an error: a worker that ended would leave an agent that lives and takes nothing.
      inbox.giveBack(message, delay(message));
    } finally {
      handling(false);
    }
    if (closing) {
      throw new InterruptedException("closing");
    }
  }

  /** What interrupted the handler is not meant for what comes after it. */
  private synchronized void handling(boolean now) {
    handling = now;
    if (!now) {
      Thread.interrupted();
    }
  }

  /** False if that could not be said now: the sender must not wait for ever for what is acked. */
  private boolean refuse(Message message, FinalFailure last) {
    Thread.interrupted();
    try {
      steps.refuse(message, Report.message(last));
      return true;
    } catch (AgentOver over) {
      throw over;
    } catch (Exception notSent) {
      if (!nobodyWaits(notSent)) {
        return false;
      }
      messages.ack(AgentMessages.id(message));
      return true;
    }
  }

  /** The conversation is closed, or forgotten, and all its obligations with it. */
  private static boolean nobodyWaits(Exception notSent) {
    return notSent instanceof CaxtonException refusal
        && (refusal.reason() == ErrorReason.CONVERSATION_CLOSED
            || refusal.reason() == ErrorReason.NOT_FOUND);
  }

  /** Later each time. */
  private static Duration delay(Message message) {
    int doublings = Math.clamp(message.getDeliveryCount() - 1, 0, 10);
    return Duration.ofMillis(Math.min(DELAY_MILLIS << doublings, DELAY_MAX_MILLIS));
  }
}
