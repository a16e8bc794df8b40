package io.caxton.client.demo;

import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.cluster.LocalNode;
import io.caxton.client.cluster.Readiness;
import io.caxton.client.cluster.TemporaryCluster;
import io.caxton.v1.GetNodeResponse;
import io.caxton.v1.ListTasksRequest;
import io.caxton.v1.Page;
import io.caxton.v1.PutRouteRequest;
import io.caxton.v1.Queue;
import io.caxton.v1.ReadOptions;
import io.caxton.v1.RouteTarget;
import io.caxton.v1.Task;
import io.caxton.v1.TaskFilter;
import io.caxton.v1.TaskState;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Kills alternately an agent that holds a task and the leader, measures how long the cluster does
 * not serve, and starts the victim again.
 */
final class Killer {
  private static final Duration ALL_READY = Duration.ofSeconds(60);
  private static final long HOLDER_WAIT_NANOS = 10_000_000_000L;

  private final TemporaryCluster home;
  private final CaxtonClient client;
  private final AgentProcesses agents;
  private final Random random;
  private final long beganNanos;
  private final List<Kill> kills = new ArrayList<>();
  private Kill.Kind next = Kill.Kind.AGENT;
  private int hits;

  Killer(
      TemporaryCluster home,
      CaxtonClient client,
      AgentProcesses agents,
      Random random,
      long beganNanos) {
    this.home = home;
    this.client = client;
    this.agents = agents;
    this.random = random;
    this.beganNanos = beganNanos;
  }

  List<Kill> kills() {
    return List.copyOf(kills);
  }

  /** Kills that hit what they were meant for: a holder of a task, or the leader. */
  int hits() {
    return hits;
  }

  /** Empty if there was no agent left that held a task. */
  Optional<Kill> killNext() throws IOException, InterruptedException {
    Optional<Kill> kill =
        switch (next) {
          case AGENT -> killHolder();
          case LEADER -> Optional.of(killLeader());
        };
    if (kill.isPresent()) {
      hits++;
      next = next.other();
    }
    return kill;
  }

  /**
   * Only with all three nodes in: killing a leader while another node is away ends the majority.
   */
  private Kill killLeader() throws IOException {
    List<GetNodeResponse> views = new Readiness(home.cluster(), client).awaitAll(ALL_READY);
    LocalNode leader = home.cluster().node(Readiness.leader(views).orElseThrow().getNodeId());
    long pid = leader.process().orElseThrow().pid();
    long killedNanos = System.nanoTime();
    leader.kill();
    long outage = awaitServiceMillis(killedNanos);
    home.start(() -> home.cluster().start(leader));
    Kill kill =
        new Kill(Kill.Kind.LEADER, leader.id(), pid, Optional.empty(), since(killedNanos), outage);
    kills.add(kill);
    return kill;
  }

  private Optional<Kill> killHolder() throws IOException, InterruptedException {
    long until = System.nanoTime() + HOLDER_WAIT_NANOS;
    while (System.nanoTime() < until) {
      agents.replaceFallen();
      List<Task> running = new ArrayList<>(running());
      Collections.shuffle(running, random);
      for (Task task : running) {
        if (agents.runs(task.getAgentId())) {
          Optional<Kill> kill = kill(task);
          if (kill.isPresent()) {
            return kill;
          }
        }
      }
      if (unfinished() == 0) {
        return Optional.empty();
      }
      Thread.sleep(5);
    }
    return Optional.empty();
  }

  /** Empty if the agent was done with the task just before it died: one more has to die then. */
  private Optional<Kill> kill(Task task) throws IOException, InterruptedException {
    String victim = task.getAgentId();
    long pid = agents.pid(victim);
    long killedNanos = System.nanoTime();
    agents.kill(victim);
    long outage = awaitServiceMillis(killedNanos);
    Task after = CaxtonException.join(client.tasks().get(task.getId()));
    agents.restart(victim);
    boolean held =
        after.getFence() != task.getFence() || after.getState() != TaskState.TASK_STATE_COMPLETED;
    Kill kill =
        new Kill(
            Kill.Kind.AGENT,
            victim,
            pid,
            held ? Optional.of(task.getId()) : Optional.empty(),
            since(killedNanos),
            outage);
    kills.add(kill);
    return held ? Optional.of(kill) : Optional.empty();
  }

  /** A write that is sent now; the time from the kill until it is answered. */
  private long awaitServiceMillis(long killedNanos) {
    CaxtonException.join(
        client
            .routes()
            .put(
                PutRouteRequest.newBuilder()
                    .setName("demo/probe")
                    .addTargets(RouteTarget.newBuilder().setQueue(DemoAgent.QUEUE))
                    .build()));
    return (System.nanoTime() - killedNanos) / 1_000_000;
  }

  private List<Task> running() {
    return CaxtonException.join(
            client
                .tasks()
                .list(
                    ListTasksRequest.newBuilder()
                        .setFilter(
                            TaskFilter.newBuilder()
                                .setQueue(DemoAgent.QUEUE)
                                .addStates(TaskState.TASK_STATE_RUNNING))
                        .setPage(Page.newBuilder().setSize(100))
                        .build()))
        .getTasksList();
  }

  private long unfinished() {
    Queue queue =
        CaxtonException.join(client.queues().get(DemoAgent.QUEUE, ReadOptions.getDefaultInstance()))
            .getQueue();
    return queue.getPendingTasks() + queue.getRunningTasks();
  }

  private long since(long nanos) {
    return (nanos - beganNanos) / 1_000_000;
  }
}
