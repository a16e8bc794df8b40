package io.caxton.jepsen.workload;

import com.google.protobuf.ByteString;
import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.jepsen.history.Operation;
import io.caxton.v1.NewTask;
import java.util.Random;

/**
 * Puts tasks with ids of its own into a queue, now and then one that it put there before. With
 * ordering keys some have none, all have some priority, and some have to wait for their time.
 */
final class Enqueuer {
  private static final int AGAIN_PERCENT = 5;
  private static final int PRIORITIES = 10;
  private static final int LATER_EVERY = 11;
  private static final int LATER_MILLIS = 300;

  private final Caller caller;
  private final CaxtonClient client;
  private final String queue;
  private final Random random;
  private final int orderingKeys;
  private int last;

  /**
   * @param orderingKeys 0: none
   */
  Enqueuer(Caller caller, CaxtonClient client, String queue, int orderingKeys, Random random) {
    this.caller = caller;
    this.client = client;
    this.queue = queue;
    this.random = random;
    this.orderingKeys = orderingKeys;
  }

  void step() {
    boolean again = last > 0 && random.nextInt(100) < AGAIN_PERCENT;
    int number = again ? 1 + random.nextInt(last) : ++last;
    NewTask task = task(number);
    caller.change(
        "enqueue",
        queue,
        shown(task),
        () -> CaxtonException.join(client.tasks().submit(task)).getCreated(),
        created -> Operation.map("result", created ? "ok" : "dup"));
  }

  /** Of one number always the same. */
  private NewTask task(int number) {
    String id = queue + "-t" + number;
    NewTask.Builder task =
        NewTask.newBuilder()
            .setId(id)
            .setQueue(queue)
            .setPayload(ByteString.copyFromUtf8("payload of " + id));
    if (orderingKeys > 0) {
      task.setPriority(number % PRIORITIES);
      if (number % LATER_EVERY == 0) {
        task.setDelayMillis(LATER_MILLIS);
      }
      if (number % (orderingKeys + 1) > 0) {
        task.setOrderingKey("k" + number % (orderingKeys + 1));
      }
    }
    return task.build();
  }

  private static Object shown(NewTask task) {
    return task.getOrderingKey().isEmpty()
        ? Operation.map("task", task.getId())
        : Operation.map("task", task.getId(), "ordering_key", task.getOrderingKey());
  }
}
