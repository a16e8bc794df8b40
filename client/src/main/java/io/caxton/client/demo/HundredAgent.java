package io.caxton.client.demo;

import io.caxton.client.CaxtonClient;
import io.caxton.client.agent.StatefulAgent;
import io.caxton.client.agent.state.CheckpointPolicy;
import io.caxton.client.agent.state.Milestone;
import io.caxton.client.agent.state.Step;
import io.caxton.client.cluster.JavaProgram;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** The agent process that counts messages, and stands still where it is to be killed. */
public final class HundredAgent {
  /** A line of its output: it stands at the milestone that follows. */
  static final String AT = "at ";

  /** A line of its output: it has counted all; the digest of its state follows. */
  static final String DONE = "done ";

  private static final String NOWHERE = "-";
  private static final long LOOK_MILLIS = 20;

  private final String standAt;
  private final int afterCount;

  /** By this process. */
  private final AtomicInteger counted = new AtomicInteger();

  private HundredAgent(String standAt, int afterCount) {
    this.standAt = standAt;
    this.afterCount = afterCount;
  }

  /** One that is not to be killed. */
  static List<String> command(List<String> addresses, String id) {
    return command(addresses, id, NOWHERE, 0);
  }

  /** One that stands at a milestone once it has counted so many. */
  static List<String> command(List<String> addresses, String id, String standAt, int afterCount) {
    return JavaProgram.agent(
        HundredAgent.class,
        List.of(String.join(",", addresses), id, standAt, Integer.toString(afterCount)));
  }

  public static void main(String[] args) throws InterruptedException {
    ParentWatch.start();
    HundredAgent counter = new HundredAgent(args[2], Integer.parseInt(args[3]));
    CaxtonClient client =
        CaxtonClient.builder()
            .addresses(args[0].split(","))
            .clientName("hundred " + args[1])
            .callTimeout(Duration.ofMinutes(1))
            .build();
    StatefulAgent<Tally> agent =
        StatefulAgent.builder(client, Tally.TYPE)
            .id(args[1])
            .lease(Duration.ofSeconds(3))
            .checkpoints(CheckpointPolicy.everyEvents(HundredRun.CHECKPOINT_EVENTS))
            .onMilestone(counter::at)
            .onMessage((tally, message) -> new Step().event(message.getBody()))
            .start();
    System.out.println("recovered " + agent.recovery());
    sayWhenDone(agent);
    System.out.println("stopped: " + agent.stopped().join());
    System.exit(1);
  }

  private static void sayWhenDone(StatefulAgent<Tally> agent) throws InterruptedException {
    while (!agent.stopped().isDone()) {
      Tally tally = agent.read(state -> state);
      if (tally.count() >= HundredRun.MESSAGES) {
        System.out.println(DONE + HexFormat.of().formatHex(Tally.TYPE.digest(tally).toByteArray()));
        return;
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private void at(Milestone milestone) {
    if (milestone == Milestone.APPLIED) {
      counted.incrementAndGet();
    }
    if (milestone.word().equals(standAt) && counted.get() >= afterCount) {
      System.out.println(AT + standAt);
      stand();
    }
  }

  /** Until the process is killed. */
  private static void stand() {
    while (true) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException notEvenThen) {
        // It is to be killed, not to be stopped.
        continue;
      }
    }
  }
}
