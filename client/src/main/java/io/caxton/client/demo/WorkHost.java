package io.caxton.client.demo;

import com.google.protobuf.ByteString;
import io.caxton.client.CaxtonClient;
import io.caxton.client.agent.Agent;
import io.caxton.client.agent.StopReason;
import io.caxton.client.agent.TaskContext;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** A process with an agent that works on tasks, and says so before and after each. */
public final class WorkHost {
  /** The first word of a line of its output: an agent has begun an attempt; which. */
  static final String BEGUN = "begun";

  /** The attempt has a result, which the cluster may take or not. */
  static final String DONE = "done";

  /** Closes such a line: one without it was cut off by the end of the process. */
  static final String POINT = ".";

  static final int CONCURRENCY = 4;

  private static final Duration LEASE = Duration.ofSeconds(3);
  private static final int SHORT_MILLIS = 150;
  private static final int LONG_MILLIS = 1_500;

  private WorkHost() {}

  public static void main(String[] args) {
    Supervised.run(args, WorkHost::live);
  }

  private static StopReason live(CaxtonClient client, String id) {
    Agent agent =
        Agent.builder(client)
            .id(id)
            .queues(WorkOrders.QUEUES.toArray(String[]::new))
            .concurrency(CONCURRENCY)
            .lease(LEASE)
            .taskLease(LEASE)
            .handler(task -> work(id, task))
            .start();
    Supervised.say(Supervised.RECOVERED, id, "in epoch " + agent.epoch());
    return agent.stopped().join();
  }

  private static ByteString work(String id, TaskContext task) {
    String attempt = "%s %d %d ".formatted(task.taskId(), task.fence(), task.attempt()) + POINT;
    Supervised.say(BEGUN, id, attempt);
    ThreadLocalRandom random = ThreadLocalRandom.current();
    takeTime(1 + random.nextInt(random.nextInt(20) == 0 ? LONG_MILLIS : SHORT_MILLIS));
    WorkKind.of(task.payload()).fail();
    Supervised.say(DONE, id, attempt);
    return WorkKind.result(task.payload(), task.fence());
  }

  /**
   * Cannot be interrupted, as the work of careless handlers: late results are offered, and have to
   * be refused.
   */
  private static void takeTime(long millis) {
    long until = System.nanoTime() + millis * 1_000_000;
    long left = millis;
    while (left > 0) {
      try {
        Thread.sleep(left);
      } catch (InterruptedException ignored) {
        // Goes on.
      }
      left = (until - System.nanoTime()) / 1_000_000;
    }
  }
}
