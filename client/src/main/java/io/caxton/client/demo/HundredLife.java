package io.caxton.client.demo;

import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.agent.state.AgentEvent;
import io.caxton.client.agent.state.Replay;
import io.caxton.client.agent.state.Sha256;
import io.caxton.v1.Checkpoint;
import io.caxton.v1.Journal;
import io.caxton.v1.ReadEventsRequest;
import io.caxton.v1.ReadOptions;
import java.util.HexFormat;
import java.util.List;

/** What the cluster holds of a counting agent, read and replayed by somebody else. */
final class HundredLife {
  private final CaxtonClient client;
  private final String agentId;

  HundredLife(CaxtonClient client, String agentId) {
    this.client = client;
    this.agentId = agentId;
  }

  private Journal journal() {
    return CaxtonException.join(client.journals().get(agentId, ReadOptions.getDefaultInstance()))
        .getJournal();
  }

  /** One event for each message that was counted. */
  long counted() {
    return journal().getLastSeq();
  }

  /** The digest of the state that the newest checkpoint and the events after it give. */
  String replayed() {
    Tally tally = Tally.TYPE.initial();
    long covers = 0;
    List<Checkpoint> checkpoints =
        CaxtonException.join(client.checkpoints().list(agentId, ReadOptions.getDefaultInstance()))
            .getCheckpointsList();
    if (!checkpoints.isEmpty()) {
      Checkpoint newest = checkpoints.getFirst();
      covers = newest.getCoversSeq();
      tally =
          Tally.TYPE.decode(
              newest.getSchemaId(),
              CaxtonException.join(client.checkpoints().load(agentId, newest.getVersion()))
                  .state());
    }
    return hex(covers < journal().getLastSeq() ? replayed(tally, covers) : tally);
  }

  private Tally replayed(Tally base, long covers) {
    try (Replay<Tally> replay = Replay.sequential(Tally.TYPE, base)) {
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

  static String hex(Tally tally) {
    return HexFormat.of().formatHex(Sha256.of(Tally.TYPE.encode(tally)).toByteArray());
  }
}
