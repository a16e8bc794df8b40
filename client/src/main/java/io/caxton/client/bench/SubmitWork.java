package io.caxton.client.bench;

import com.google.protobuf.ByteString;
import io.caxton.client.CaxtonClient;
import io.caxton.client.Tasks;
import io.caxton.v1.NewTask;
import io.caxton.v1.SubmitResult;
import io.caxton.v1.SubmitTasksResponse;
import io.caxton.v1.Submitted;
import java.util.Collections;
import java.util.List;
import java.util.function.BiConsumer;

/** Submits the same task again and again; each one gets an id of its own from the cluster. */
final class SubmitWork implements Work {
  private final CaxtonClient client;
  private final Tasks tasks;
  private final String queue = Queues.newName();
  private final NewTask task;
  private final List<NewTask> batch;

  SubmitWork(CaxtonClient client, ByteString payload, int batchSize) {
    this.client = client;
    tasks = client.tasks();
    task = NewTask.newBuilder().setQueue(queue).setPayload(payload).build();
    batch = Collections.nCopies(batchSize, task);
  }

  String queue() {
    return queue;
  }

  @Override
  public Slot slot(Loop loop) {
    return batch.size() == 1 ? new One(loop) : new Many(loop);
  }

  @Override
  public List<Stored> stored(Meter meter) {
    return List.of(new Stored("submits", meter.acked(), Queues.count(client, queue)));
  }

  private final class One extends Slot implements BiConsumer<Submitted, Throwable> {
    One(Loop loop) {
      super(loop);
    }

    @Override
    void send() {
      tasks.submit(task).whenComplete(this);
    }

    @Override
    public void accept(Submitted submitted, Throwable failure) {
      if (failure == null) {
        answered(1);
      } else {
        failed(1, failure);
      }
    }
  }

  private final class Many extends Slot implements BiConsumer<SubmitTasksResponse, Throwable> {
    Many(Loop loop) {
      super(loop);
    }

    @Override
    void send() {
      tasks.submitAll(batch).whenComplete(this);
    }

    @Override
    public void accept(SubmitTasksResponse response, Throwable failure) {
      if (failure != null) {
        failed(batch.size(), failure);
        return;
      }
      int refused = 0;
      for (SubmitResult result : response.getResultsList()) {
        if (result.hasRefusal()) {
          refused++;
        }
      }
      if (refused == 0) {
        answered(batch.size());
      } else {
        partlyAnswered(batch.size() - refused);
        failed(refused, new IllegalStateException(refused + " items of a call were refused"));
      }
    }
  }
}
