package io.caxton.jepsen.workload;

import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.jepsen.history.Operation;
import io.caxton.v1.NewTask;
import io.caxton.v1.RetryPolicy;
import java.util.Map;
import java.util.Random;

/** Submits tasks of every kind, some with ordering keys, so that poison lies before others. */
final class DeadSource {
  static final int ATTEMPTS_MAX = 3;
  private static final int ORDERING_KEYS = 4;

  private final Caller caller;
  private final CaxtonClient client;
  private final String queue;
  private final Random random;
  private int last;

  DeadSource(Caller caller, CaxtonClient client, String queue, Random random) {
    this.caller = caller;
    this.client = client;
    this.queue = queue;
    this.random = random;
  }

  void step() {
    DeadKind kind = DeadKind.any(random);
    NewTask.Builder task =
        NewTask.newBuilder()
            .setId(queue + "-d" + ++last)
            .setQueue(queue)
            .setPayload(kind.payload())
            .setLateResults(kind.late())
            .setRetry(
                RetryPolicy.newBuilder()
                    .setAttemptsMax(ATTEMPTS_MAX)
                    .setBackoffInitialMillis(kind.backoffMillis())
                    .setBackoffPercent(100));
    Map<String, Object> input =
        Operation.map(
            "task", task.getId(), "late", kind.policy(), "poison", kind == DeadKind.POISON);
    if (kind.keepsOrder() && random.nextBoolean()) {
      task.setOrderingKey("k" + random.nextInt(ORDERING_KEYS));
      input.put("ordering_key", task.getOrderingKey());
    }
    caller.change(
        "enqueue",
        queue,
        input,
        () -> CaxtonException.join(client.tasks().submit(task.build())).getCreated(),
        created -> Operation.map("result", created ? "ok" : "dup"));
  }
}
