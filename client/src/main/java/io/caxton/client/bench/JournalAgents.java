package io.caxton.client.bench;

import com.google.protobuf.ByteString;
import io.caxton.client.AgentEpoch;
import io.caxton.client.AgentJournal;
import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.agent.StatefulAgent;
import io.caxton.client.agent.StatefulAgentBuilder;
import io.caxton.client.agent.state.CheckpointPolicy;
import io.caxton.client.agent.state.Step;
import io.caxton.v1.AppendEventsResponse;
import io.caxton.v1.NewEvent;
import io.caxton.v1.RegisterAgentRequest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Agents whose journals are filled and that then come back. */
final class JournalAgents {
  /** Longer than any run: renewals are not what is measured. */
  static final int LEASE_MILLIS = 3_600_000;

  private static final int EVENTS_A_CALL = 1_000;
  private static final int CALLS_AHEAD = 8;

  private final CaxtonClient client;
  private final NewEvent event;

  JournalAgents(CaxtonClient client, ByteString body) {
    this.client = client;
    event = NewEvent.newBuilder().setBody(body).build();
  }

  NewEvent event() {
    return event;
  }

  AgentEpoch register(String id) {
    return AgentEpoch.of(
        CaxtonException.join(
            client
                .agents()
                .register(
                    RegisterAgentRequest.newBuilder()
                        .setAgentId(id)
                        .setLeaseMillis(LEASE_MILLIS)
                        .build())));
  }

  /** Appends so many events, many to a call and some calls at once. */
  void fill(AgentEpoch agent, long events) {
    AgentJournal journal = client.journals().of(agent);
    Deque<CompletableFuture<AppendEventsResponse>> ahead = new ArrayDeque<>();
    for (long left = events; left > 0; left -= EVENTS_A_CALL) {
      List<NewEvent> batch =
          Stream.generate(() -> event).limit(Math.min(left, EVENTS_A_CALL)).toList();
      if (ahead.size() == CALLS_AHEAD) {
        CaxtonException.join(ahead.remove());
      }
      ahead.add(journal.append(batch, OptionalLong.empty()));
    }
    ahead.forEach(CaxtonException::join);
  }

  /** Comes back as a program would, and goes again. */
  Comeback comeback(String id, boolean saves) {
    StatefulAgentBuilder<EventCount> builder =
        StatefulAgent.builder(client, EventCount.TYPE)
            .id(id)
            .checkpoints(CheckpointPolicy.onDemand())
            .checkpointOnClose(false)
            .keepJournal()
            .onMessage((count, message) -> new Step());
    try (StatefulAgent<EventCount> agent = builder.start()) {
      if (saves) {
        CaxtonException.join(agent.checkpoint());
      }
      return new Comeback(
          agent.recovery().took().toNanos() / 1e6,
          agent.recovery().replay().toNanos() / 1e6,
          agent.recovery().eventsApplied(),
          agent.read(EventCount::events));
    }
  }

  /**
   * How one went.
   *
   * @param millis from the begin to RUNNING
   * @param applied events replayed
   * @param events in the state
   */
  record Comeback(double millis, double replayMillis, long applied, long events) {}
}
