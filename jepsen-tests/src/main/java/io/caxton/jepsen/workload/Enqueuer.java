package io.caxton.jepsen.workload;

import com.google.protobuf.ByteString;
import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.jepsen.history.Operation;
import io.caxton.v1.NewTask;
import java.util.Random;

/** Puts tasks with ids of its own into a queue, now and then one that it put there before. */
final class Enqueuer {
  private static final int AGAIN_PERCENT = 5;

  private final Caller caller;
  private final CaxtonClient client;
  private final String queue;
  private final Random random;
  private int last;

  Enqueuer(Caller caller, CaxtonClient client, String queue, Random random) {
    this.caller = caller;
    this.client = client;
    this.queue = queue;
    this.random = random;
  }

  void step() {
    boolean again = last > 0 && random.nextInt(100) < AGAIN_PERCENT;
    int number = again ? 1 + random.nextInt(last) : ++last;
    String id = queue + "-t" + number;
    NewTask task =
        NewTask.newBuilder()
            .setId(id)
            .setQueue(queue)
            .setPayload(ByteString.copyFromUtf8("payload of " + id))
            .build();
    caller.change(
        "enqueue",
        queue,
        Operation.map("task", id),
        () -> CaxtonException.join(client.tasks().submit(task)).getCreated(),
        created -> Operation.map("result", created ? "ok" : "dup"));
  }
}
