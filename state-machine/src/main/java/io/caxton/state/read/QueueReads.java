package io.caxton.state.read;

import io.caxton.state.State;
import io.caxton.v1.Queue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Lists of queues. */
public final class QueueReads {
  private QueueReads() {}

  /** All queues of the fleet, sorted by name. */
  public static List<Queue> list(State state, String fleet) {
    List<Queue> queues = new ArrayList<>(state.queues(fleet).values());
    queues.sort(Comparator.comparing(Queue::getName));
    return queues;
  }
}
