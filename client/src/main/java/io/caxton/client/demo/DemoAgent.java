package io.caxton.client.demo;

import com.google.protobuf.ByteString;
import io.caxton.client.CaxtonClient;
import io.caxton.client.agent.Agent;
import io.caxton.client.agent.StopReason;
import io.caxton.client.agent.TaskContext;
import io.caxton.client.cluster.JavaProgram;
import io.caxton.v1.Capability;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** An agent process of the demo: each task names a file, each result says what is in it. */
public final class DemoAgent {
  static final String QUEUE = "files";

  private static final Duration LEASE = Duration.ofSeconds(3);

  private DemoAgent() {}

  /** The command line of an agent process. It ends when its standard input does. */
  static List<String> command(
      List<String> addresses, String id, Path root, int concurrency, long workMillis) {
    return JavaProgram.agent(
        DemoAgent.class,
        List.of(
            String.join(",", addresses),
            id,
            root.toString(),
            Integer.toString(concurrency),
            Long.toString(workMillis)));
  }

  public static void main(String[] args) throws InterruptedException {
    ParentWatch.start();
    Path root = Path.of(args[2]);
    long workMillis = Long.parseLong(args[4]);
    CaxtonClient client =
        CaxtonClient.builder()
            .addresses(args[0].split(","))
            .clientName("demo agent " + args[1])
            .callTimeout(Duration.ofMinutes(1))
            .build();
    Agent agent =
        Agent.builder(client)
            .id(args[1])
            .queues(QUEUE)
            .capability(Capability.newBuilder().setName("index-file").build())
            .concurrency(Integer.parseInt(args[3]))
            .lease(LEASE)
            .handler(task -> index(task, root, workMillis))
            .start();
    System.out.println("registered " + agent.id() + " in epoch " + agent.epoch());
    StopReason reason = agent.stopped().join();
    System.out.println("stopped: " + reason);
    System.exit(1);
  }

  private static ByteString index(TaskContext task, Path root, long workMillis)
      throws InterruptedException {
    FileFacts facts = FileFacts.of(root, task.payload().toStringUtf8());
    Thread.sleep(workMillis);
    System.out.println(
        "done " + task.taskId() + " attempt " + task.attempt() + " fence " + task.fence());
    return ByteString.copyFromUtf8(facts.json(ProcessHandle.current().pid()));
  }
}
