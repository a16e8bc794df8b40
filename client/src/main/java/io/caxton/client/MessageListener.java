package io.caxton.client;

import io.caxton.v1.Message;
import java.util.List;

/**
 * Receives what a message stream brings; called one at a time, on a virtual thread, so it may
 * block: meanwhile no more is received.
 */
public interface MessageListener {
  /** Each conversation's by rising sequence; one may come again after it was nacked. */
  void onMessages(List<Message> messages);

  /** The stream is over; called once, unless this side closed it. */
  void onEnd(CaxtonException failure);
}
