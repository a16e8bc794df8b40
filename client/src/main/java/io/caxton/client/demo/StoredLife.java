package io.caxton.client.demo;

import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.agent.state.AgentEvent;
import io.caxton.client.agent.state.Replay;
import io.caxton.client.agent.state.StateType;
import io.caxton.v1.Checkpoint;
import io.caxton.v1.Journal;
import io.caxton.v1.ReadEventsRequest;
import io.caxton.v1.ReadOptions;
import java.util.HexFormat;
import java.util.List;

/** What the cluster holds of an agent, read and replayed by somebody else. */
final class StoredLife<S> {
  private final CaxtonClient client;
  private final String agentId;
  private final StateType<S> type;

  StoredLife(CaxtonClient client, String agentId, StateType<S> type) {
    this.client = client;
    this.agentId = agentId;
    this.type = type;
  }

  private Journal journal() {
    return CaxtonException.join(client.journals().get(agentId, ReadOptions.getDefaultInstance()))
        .getJournal();
  }

  /** One event for each message that was counted. */
  long counted() {
    return journal().getLastSeq();
  }

  /** The state that the newest checkpoint and the events after it give. */
  S replayed() {
    S state = type.initial();
    long covers = 0;
    List<Checkpoint> checkpoints =
        CaxtonException.join(client.checkpoints().list(agentId, ReadOptions.getDefaultInstance()))
            .getCheckpointsList();
    if (!checkpoints.isEmpty()) {
      Checkpoint newest = checkpoints.getFirst();
      covers = newest.getCoversSeq();
      state =
          type.decode(
              newest.getSchemaId(),
              CaxtonException.join(client.checkpoints().load(agentId, newest.getVersion()))
                  .state());
    }
    return covers < journal().getLastSeq() ? replayed(state, covers) : state;
  }

  private S replayed(S base, long covers) {
    try (Replay<S> replay = Replay.sequential(type, base)) {
      client
          .journals()
          .read(
              ReadEventsRequest.newBuilder().setAgentId(agentId).setFromSeq(covers + 1).build(),
              (events, lastSeq) -> replay.apply(events.stream().map(AgentEvent::of).toList()))
          .done()
          .join();
      return replay.finish();
    }
  }

  /** The digest of that state. */
  String digest() {
    return HexFormat.of().formatHex(type.digest(replayed()).toByteArray());
  }
}
