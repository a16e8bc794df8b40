package io.caxton.client;

import io.caxton.v1.Message;
import java.util.List;

/** Receives a conversation's messages; see {@link SequenceStream} for how it is called. */
@FunctionalInterface
public interface HistoryListener {
  /** The next ones, by rising sequence. */
  void onMessages(List<Message> messages);
}
