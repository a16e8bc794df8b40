package io.caxton.client;

import io.caxton.v1.Event;
import java.util.List;

/** Receives events; see {@link SequenceStream} for how it is called. */
@FunctionalInterface
public interface JournalListener {
  /**
   * The next ones, by rising sequence; none when there is only a newer end to tell.
   *
   * @param lastSeq the journal's end as the server knew it when it sent them
   */
  void onEvents(List<Event> events, long lastSeq);
}
