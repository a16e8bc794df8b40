package io.caxton.state.checkpoint;

import io.caxton.v1.AgentCheckpoints;
import io.caxton.v1.Checkpoint;
import io.caxton.v1.Journal;
import java.util.ArrayList;
import java.util.List;

/** Which checkpoints an agent can come back from. */
public final class Restorable {
  /** So many are always kept: the newest may turn out damaged. */
  public static final int KEPT = 2;

  private Restorable() {}

  /** Newest first; {@code journal} is the default instance if the agent has none. */
  public static List<Checkpoint> of(AgentCheckpoints row, Journal journal) {
    List<Checkpoint> restorable = new ArrayList<>();
    for (int i = row.getCheckpointsCount() - 1; i >= 0; i--) {
      if (is(row.getCheckpoints(i), journal)) {
        restorable.add(row.getCheckpoints(i));
      }
    }
    return restorable;
  }

  /** It is whole as far as anybody knows, and every event after it is there. */
  public static boolean is(Checkpoint checkpoint, Journal journal) {
    return checkpoint.getDamage().isEmpty()
        && checkpoint.getCoversSeq() + 1 >= journal.getFirstSeq()
        && checkpoint.getCoversSeq() <= journal.getLastSeq();
  }

  /** Up to which event no kept checkpoint needs the journal; 0 if every event is needed. */
  public static long trimmableThrough(AgentCheckpoints row, Journal journal) {
    List<Checkpoint> restorable = of(row, journal);
    if (restorable.size() < KEPT) {
      return 0;
    }
    return restorable.subList(0, KEPT).stream().mapToLong(Checkpoint::getCoversSeq).min().orElse(0);
  }
}
