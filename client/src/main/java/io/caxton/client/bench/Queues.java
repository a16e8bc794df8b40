package io.caxton.client.bench;

import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.v1.Queue;
import io.caxton.v1.ReadOptions;
import io.caxton.v1.TaskFilter;

/** A run's own queue: its name, and linearizable looks at it. */
final class Queues {
  private Queues() {}

  /** Never the same twice. */
  static String newName() {
    return "bench-" + Long.toString(System.currentTimeMillis(), 36);
  }

  static long count(CaxtonClient client, String queue) {
    return CaxtonException.join(
            client
                .tasks()
                .count(
                    TaskFilter.newBuilder().setQueue(queue).build(),
                    ReadOptions.getDefaultInstance()))
        .getCount();
  }

  static Queue get(CaxtonClient client, String queue) {
    return CaxtonException.join(client.queues().get(queue, ReadOptions.getDefaultInstance()))
        .getQueue();
  }
}
