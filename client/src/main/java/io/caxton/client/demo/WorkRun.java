package io.caxton.client.demo;

import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.Watch;
import io.caxton.client.cluster.TemporaryCluster;
import io.caxton.client.console.Progress;
import io.caxton.v1.Noun;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import io.caxton.v1.WatchRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lets agents work through havoc, follows every change, and judges when all has ended. */
final class WorkRun {
  private static final Duration END = Duration.ofSeconds(120);
  private static final Duration ZOMBIES_END = Duration.ofSeconds(30);
  private static final long LOOK_MILLIS = 200;

  private final AgentsOptions options;
  private final TemporaryCluster home;
  private final CaxtonClient client;
  private final WorkFindings findings = new WorkFindings();
  private final WorkFeed feed = new WorkFeed(new WorkChecker(findings));
  private final WorkWords words = new WorkWords();

  private WorkRun(AgentsOptions options, TemporaryCluster home, CaxtonClient client) {
    this.options = options;
    this.home = home;
    this.client = client;
  }

  static WorkReport run(AgentsOptions options, Progress progress)
      throws IOException, InterruptedException {
    return HavocCluster.run(
        "work",
        options.keep(),
        progress,
        (home, client) -> new WorkRun(options, home, client).all(progress));
  }

  private WorkReport all(Progress progress) throws IOException, InterruptedException {
    WorkLoad load = new WorkLoad(client);
    WatchRequest request =
        WatchRequest.newBuilder().addNouns(Noun.NOUN_TASK).addNouns(Noun.NOUN_SAGA).build();
    try (Watch watch = client.watch(request, feed);
        StuckTasks stuck = new StuckTasks(home.cluster().nodes())) {
      CaxtonException.join(watch.started());
      return work(load, stuck, progress);
    }
  }

  private WorkReport work(WorkLoad load, StuckTasks stuck, Progress progress)
      throws IOException, InterruptedException {
    List<String> addresses = home.cluster().addresses();
    AgentsHosts hosts =
        new AgentsHosts(
            home.children(),
            home.dir().resolve("agents"),
            options.agents(),
            host -> List.of("worker-" + (host + 1)),
            mine -> Supervised.command(WorkHost.class, addresses, mine),
            words);
    AgentsHavoc havoc = new AgentsHavoc(home, client, hosts, options.seed());
    havoc.rage(options, load, progress);
    progress.say("Waits until everything has ended.");
    WorkVerdict verdict = new WorkVerdict(load, findings);
    awaitEnd(verdict);
    int notTaken = judge(load, verdict);
    int haunting = hosts.haunting(ZOMBIES_END);
    hosts.faults().forEach(this::fault);
    require(haunting == 0, haunting + " processes that were woken have not ended");
    require(hosts.fallen() == 0, hosts.fallen() + " processes ended by themselves");
    require(havoc.oneOfEach(), "there was not one of each kind of havoc");
    require(stuck.scrapes() > 0, "no page of metrics was read");
    require(stuck.max() == 0, stuck.max() + " tasks were stuck at once");
    Map<String, Object> object = feed.ask(checker -> tasks(load, checker));
    object.put("results_not_taken", notTaken);
    object.put("stuck_tasks_max", stuck.max());
    object.put("scrapes", stuck.scrapes());
    object.put("zombies", havoc.zombies());
    object.put("zombies_left", haunting);
    object.put("processes_killed", havoc.hostsKilled());
    object.put("processes_fallen", hosts.fallen());
    object.put("leases_ended", hosts.lost());
    object.put("leaders_killed", havoc.leadersKilled());
    return new WorkReport(options, object, findings.texts());
  }

  private void awaitEnd(WorkVerdict verdict) throws InterruptedException {
    long until = System.nanoTime() + END.toNanos();
    while (!feed.ask(verdict::unfinished).isEmpty() && System.nanoTime() - until < 0) {
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private int judge(WorkLoad load, WorkVerdict verdict) {
    feed.broken().ifPresent(failure -> fault("the feed ended: " + failure));
    load.faults().forEach(this::fault);
    Map<String, Task> stored = verdict.read(client, feed.ask(WorkChecker::taskIds));
    return feed.ask(
        checker -> {
          verdict.judge(checker);
          verdict.judge(stored, checker);
          return verdict.judge(words, checker);
        });
  }

  private void fault(String text) {
    findings.add(WorkFindings.Kind.OTHER, text);
  }

  private void require(boolean good, String text) {
    if (!good) {
      fault(text);
    }
  }

  private Map<String, Object> tasks(WorkLoad load, WorkChecker checker) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("agents", options.agents());
    object.put("submitted", load.tasks().size());
    object.put("sagas", load.sagas().size());
    object.put("tasks", checker.taskIds().size());
    object.put("completed", checker.ended(TaskState.TASK_STATE_COMPLETED));
    object.put("dead", checker.ended(TaskState.TASK_STATE_DEAD));
    object.put("cancelled", checker.ended(TaskState.TASK_STATE_CANCELLED));
    object.put("attempts", checker.grants());
    object.put("lost", findings.count(WorkFindings.Kind.LOST));
    object.put("completed_twice", findings.count(WorkFindings.Kind.ENDED_TWICE));
    object.put("fences_not_rising", findings.count(WorkFindings.Kind.FENCE_NOT_RISING));
    object.put("keys_out_of_order", findings.count(WorkFindings.Kind.KEY_NOT_IN_ORDER));
    object.put("compensations", checker.compensations());
    object.put(
        "compensations_out_of_order", findings.count(WorkFindings.Kind.COMPENSATION_NOT_IN_ORDER));
    return object;
  }
}
