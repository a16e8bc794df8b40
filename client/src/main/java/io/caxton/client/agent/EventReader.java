package io.caxton.client.agent;

import io.caxton.client.Journals;
import io.caxton.client.SequenceStream;
import io.caxton.client.agent.state.AgentEvent;
import io.caxton.v1.ReadEventsRequest;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** Reads an agent's own events. */
final class EventReader {
  private final Journals journals;
  private final String agentId;

  EventReader(Journals journals, String agentId) {
    this.journals = journals;
    this.agentId = agentId;
  }

  /**
   * Gives events to the consumer in their order and returns after the last one.
   *
   * @param toSeq 0 means the journal's end
   */
  void read(long fromSeq, long toSeq, Consumer<List<AgentEvent>> consumer) {
    ReadEventsRequest request =
        ReadEventsRequest.newBuilder()
            .setAgentId(agentId)
            .setFromSeq(fromSeq)
            .setToSeq(toSeq)
            .build();
    try (SequenceStream stream =
        journals.read(
            request,
            (events, lastSeq) -> consumer.accept(events.stream().map(AgentEvent::of).toList()))) {
      stream.done().join();
    } catch (CompletionException wrapped) {
      if (wrapped.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw wrapped;
    }
  }
}
