package io.caxton.client.demo;

import com.google.protobuf.ByteString;
import io.caxton.v1.Compensation;
import io.caxton.v1.NewSagaStep;
import io.caxton.v1.NewTask;
import io.caxton.v1.Queue;
import io.caxton.v1.SubmitSagaRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Makes up tasks and sagas, and keeps what each was given. */
final class WorkOrders {
  private static final String TASKS = "work";
  private static final String STEPS = "steps";
  private static final String UNDO = "undo";
  static final List<String> QUEUES = List.of(UNDO, STEPS, TASKS);

  /** Nothing that has ended is forgotten before it is looked at. */
  private static final int RETAINED_MAX = 1_000_000;

  private static final long DAY_MILLIS = 86_400_000;
  private static final int KEYS = 24;
  private static final int STEPS_MAX = 5;

  /** Of every task that there may be, steps and compensations too. */
  private final Map<String, ByteString> payloads = new ConcurrentHashMap<>();

  static Stream<Queue> queues() {
    return QUEUES.stream()
        .map(
            name ->
                Queue.newBuilder()
                    .setName(name)
                    .setRetentionMillis(DAY_MILLIS)
                    .setRetentionTasks(RETAINED_MAX)
                    .setDeadRetentionMillis(DAY_MILLIS)
                    .setDeadTasksMax(RETAINED_MAX)
                    .build());
  }

  /** A few die, some fail now and then, and a third of them has an ordering key. */
  NewTask task(Random random, String id) {
    int dice = random.nextInt(100);
    WorkKind kind =
        dice < 2
            ? WorkKind.FATAL
            : dice < 4 ? WorkKind.HOPELESS : dice < 25 ? WorkKind.FLAKY : WorkKind.PLAIN;
    NewTask.Builder task = task(id, TASKS, kind).setId(id);
    if (random.nextInt(3) == 0) {
      task.setOrderingKey("key-" + random.nextInt(KEYS));
    }
    return task.build();
  }

  /**
   * Two to five steps, most of them with a compensation.
   *
   * @param fails its last step does, for good
   */
  SubmitSagaRequest saga(Random random, String id, boolean fails) {
    int steps = 2 + random.nextInt(STEPS_MAX - 1);
    SubmitSagaRequest.Builder saga = SubmitSagaRequest.newBuilder().setSagaId(id);
    for (int step = 1; step <= steps; step++) {
      WorkKind kind = fails && step == steps ? WorkKind.FATAL : plainOrFlaky(random);
      saga.addSteps(step(random, id + "/" + step, kind));
    }
    return saga.build();
  }

  private NewSagaStep step(Random random, String taskId, WorkKind kind) {
    NewSagaStep.Builder step = NewSagaStep.newBuilder().setTask(task(taskId, STEPS, kind));
    if (random.nextInt(5) > 0) {
      WorkKind undo = plainOrFlaky(random);
      step.setCompensation(
          Compensation.newBuilder()
              .setQueue(UNDO)
              .setPayload(newPayload(taskId + "/undo", undo))
              .setRetry(undo.retry()));
    }
    return step.build();
  }

  private static WorkKind plainOrFlaky(Random random) {
    return random.nextInt(4) == 0 ? WorkKind.FLAKY : WorkKind.PLAIN;
  }

  private NewTask.Builder task(String id, String queue, WorkKind kind) {
    return NewTask.newBuilder()
        .setQueue(queue)
        .setPayload(newPayload(id, kind))
        .setRetry(kind.retry());
  }

  private ByteString newPayload(String id, WorkKind kind) {
    ByteString payload = kind.payload(id);
    payloads.put(id, payload);
    return payload;
  }

  /** What a task was given; also one of a saga. */
  Optional<ByteString> payload(String taskId) {
    return Optional.ofNullable(payloads.get(taskId));
  }
}
