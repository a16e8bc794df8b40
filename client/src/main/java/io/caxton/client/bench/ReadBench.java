package io.caxton.client.bench;

import com.google.protobuf.ByteString;
import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.console.Range;
import io.caxton.v1.GetTaskResponse;
import io.caxton.v1.NewTask;
import io.caxton.v1.ReadOptions;
import io.caxton.v1.ReadOptions.Consistency;
import io.caxton.v1.Submitted;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "read",
    description = "Reads single tasks, linearizably unless told otherwise.",
    footer = {
      "",
      "acked and stored are about the tasks that it stores first, to read them.",
      "",
      "Examples:",
      "  caxton bench read",
      "  caxton bench read --in-flight 1",
      "  caxton bench read --stale"
    })
final class ReadBench extends LoadBench {
  private static final int TASKS = 1_000;

  @Option(names = "--stale", description = "Take any node's state, however old.")
  private boolean stale;

  @Override
  String name() {
    return stale ? "read stale" : "read linearizable";
  }

  @Override
  Work work(BenchHome home) {
    if (load.batch != 1) {
      Range.check("--batch of reads", load.batch, 1, 1);
    }
    ReadOptions read =
        ReadOptions.newBuilder()
            .setConsistency(stale ? Consistency.STALE : Consistency.LINEARIZABLE)
            .build();
    return new Reads(home.client(), read, options.payload(2));
  }

  @Override
  Work heatWork(BenchHome home, LoadOptions heat) {
    return work(home);
  }

  private static final class Reads implements Work {
    private final CaxtonClient client;
    private final ReadOptions read;
    private final String queue = Queues.newName();
    private final List<String> ids = new ArrayList<>();

    Reads(CaxtonClient client, ReadOptions read, ByteString payload) {
      this.client = client;
      this.read = read;
      NewTask task = NewTask.newBuilder().setQueue(queue).setPayload(payload).build();
      List<CompletableFuture<Submitted>> calls = new ArrayList<>();
      for (int i = 0; i < TASKS; i++) {
        calls.add(client.tasks().submit(task));
      }
      calls.forEach(call -> ids.add(CaxtonException.join(call).getTaskId()));
    }

    @Override
    public Slot slot(Loop loop) {
      return new Read(loop);
    }

    @Override
    public List<Stored> stored(Meter meter) {
      return List.of(new Stored("submits", ids.size(), Queues.count(client, queue)));
    }

    private final class Read extends Slot implements BiConsumer<GetTaskResponse, Throwable> {
      private int next;

      Read(Loop loop) {
        super(loop);
      }

      @Override
      void send() {
        String id = ids.get(next);
        next = (next + 1) % TASKS;
        client.tasks().get(id, read).whenComplete(this);
      }

      @Override
      public void accept(GetTaskResponse response, Throwable failure) {
        if (failure == null) {
          answered(1);
        } else {
          failed(1, failure);
        }
      }
    }
  }
}
