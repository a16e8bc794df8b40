package io.caxton.client.bench;

import com.google.protobuf.ByteString;
import io.caxton.client.CaxtonClient;
import io.caxton.client.Tasks;
import io.caxton.v1.NewTask;
import io.caxton.v1.Queue;
import io.caxton.v1.SubmitTasksResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

/** Submits tasks, has agents complete them, and counts those completes that are answered. */
final class CycleWork implements Work {
  private final CaxtonClient client;
  private final Tasks tasks;
  private final String queue = Queues.newName();
  private final ByteString payload;
  private final int batchSize;
  private final Cycle[] slots;
  private final List<CycleAgent> agents = new ArrayList<>();
  private final AtomicInteger made = new AtomicInteger();
  private final LongAdder submitted = new LongAdder();
  private final Meter grantMeter = new Meter();

  CycleWork(CaxtonClient client, ByteString payload, LoadOptions load, int agentCount) {
    this.client = client;
    tasks = client.tasks();
    this.payload = payload;
    batchSize = load.batch;
    slots = new Cycle[load.slots()];
    int credit = Math.max(1, load.inFlight / agentCount);
    for (int i = 0; i < agentCount; i++) {
      agents.add(new CycleAgent(this, client, queue, queue + "-" + i, credit));
    }
  }

  /** Latencies from submit to grant. */
  Meter grantMeter() {
    return grantMeter;
  }

  @Override
  public Slot slot(Loop loop) {
    int index = made.getAndIncrement();
    slots[index] = new Cycle(loop, index);
    return slots[index];
  }

  /** The call whose task has this payload. */
  Cycle of(ByteString taskPayload) {
    return slots[taskPayload.asReadOnlyByteBuffer().getInt()];
  }

  @Override
  public List<Stored> stored(Meter meter) {
    Queue stored = Queues.get(client, queue);
    return List.of(
        new Stored("completes", meter.acked(), stored.getCompletedTotal()),
        new Stored("submits", submitted.sum(), stored.getSubmittedTotal()));
  }

  @Override
  public void close() {
    agents.forEach(CycleAgent::close);
  }

  /** The tasks of one submit call, until all are completed. */
  final class Cycle extends Slot {
    private final NewTask task;
    private final List<NewTask> batch;
    private final AtomicInteger open = new AtomicInteger();
    private final BiConsumer<Object, Throwable> onSubmitted = this::submitted;
    private volatile long sentNanos;

    Cycle(Loop loop, int index) {
      super(loop);
      byte[] bytes = payload.toByteArray();
      ByteBuffer.wrap(bytes).putInt(index);
      task = NewTask.newBuilder().setQueue(queue).setPayload(ByteString.copyFrom(bytes)).build();
      batch = Collections.nCopies(batchSize, task);
    }

    @Override
    void send() {
      open.set(batchSize);
      sentNanos = System.nanoTime();
      if (batchSize == 1) {
        tasks.submit(task).whenComplete(onSubmitted);
      } else {
        tasks.submitAll(batch).whenComplete(onSubmitted);
      }
    }

    private void submitted(Object response, Throwable failure) {
      if (failure != null) {
        abandoned(batchSize, failure);
        return;
      }
      int refused =
          response instanceof SubmitTasksResponse many
              ? (int) many.getResultsList().stream().filter(r -> r.hasRefusal()).count()
              : 0;
      submitted.add(batchSize - refused);
      if (refused > 0) {
        abandoned(refused, new IllegalStateException(refused + " items of a call were refused"));
      }
    }

    void granted() {
      grantMeter.answered(sentNanos, 1);
    }

    void completed() {
      partlyAnswered(1);
      if (open.decrementAndGet() == 0) {
        over();
      }
    }

    void notCompleted(Throwable failure) {
      abandoned(1, failure);
    }
  }
}
