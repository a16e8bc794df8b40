package io.caxton.jepsen.run;

import io.caxton.client.console.Json;
import io.caxton.jepsen.bug.SeededBugs;
import io.caxton.jepsen.history.Op;
import io.caxton.jepsen.history.Op.Type;
import io.caxton.jepsen.nemesis.Availability;
import io.caxton.jepsen.nemesis.Counters;
import io.caxton.jepsen.nemesis.Event;
import io.caxton.jepsen.nemesis.Mayhem;
import io.caxton.jepsen.nemesis.Nemeses;
import io.caxton.jepsen.nemesis.Nemesis;
import io.caxton.jepsen.nemesis.Stage;
import io.caxton.jepsen.net.Net;
import io.caxton.jepsen.node.ClusterGoneException;
import io.caxton.jepsen.node.TestBed;
import io.caxton.jepsen.node.TestNode;
import io.caxton.jepsen.report.Report;
import io.caxton.jepsen.store.RunFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** One run from the start of its nodes to its verdict. */
public final class JepsenRun {
  private static final Duration QUIET = Duration.ofSeconds(5);
  private static final Duration AFTER_LIVENESS = Duration.ofSeconds(2);

  private final RunConfig config;
  private final Workload workload;
  private final List<Nemesis> nemeses;
  private final RunFolder folder;
  private final TestBed bed;
  private final Counters counters = new Counters();
  private final Availability availability;
  private final Tally tally;
  private final Recorder recorder;
  private final Queue<String> findings = new ConcurrentLinkedQueue<>();
  private Reporter reporter;

  private JepsenRun(RunConfig config, Workload workload, RunFolder folder, TestBed bed) {
    this.config = config;
    this.workload = workload;
    this.folder = folder;
    this.bed = bed;
    nemeses = Nemeses.of(String.join(",", config.nemeses()));
    availability = new Availability(bed.minority());
    tally = new Tally(availability);
    recorder = new Recorder(folder, tally);
  }

  /** Blocks until the verdict is in the folder. */
  public static RunResult run(RunConfig config, Workload workload) throws InterruptedException {
    TestBed.Plan plan =
        new TestBed.Plan(
            config.nodes(),
            config.plain(),
            config.relaxed(),
            config.fileSystem(),
            config.seededBug().map(SeededBugs::jvmFlags).orElse(List.of()),
            config.out().toAbsolutePath());
    try (RunFolder folder = RunFolder.create(config.out())) {
      folder.write(RunFolder.CONFIG, config.toMap());
      try (TestBed bed = TestBed.of(plan)) {
        return new JepsenRun(config, workload, folder, bed).run();
      }
    }
  }

  private RunResult run() throws InterruptedException {
    for (Nemesis nemesis : nemeses) {
      Optional<String> lack = nemesis.lacks(bed);
      if (lack.isPresent()) {
        throw new IllegalStateException("the nemesis '" + nemesis.name() + "' needs " + lack.get());
      }
    }
    bed.start();
    try (LeaderWatch watch = new LeaderWatch(bed::nodes, counters, this::event);
        Reporter live = new Reporter(System.err, tally, watch::leader);
        RunContext context = new RunContext(bed, recorder, config.seed())) {
      reporter = live;
      return phases(context, watch);
    }
  }

  private RunResult phases(RunContext context, LeaderWatch watch) throws InterruptedException {
    phase("set-up", 0);
    workload.setUp(context);
    Crew crew = new Crew(workload.workers(context), config.rate());
    phase("quiet", (int) QUIET.toSeconds());
    crew.start();
    Thread.sleep(QUIET);
    Set<String> kinds = tally.kinds();
    phase("faults", config.seconds());
    Stage stage = new Stage(bed, counters, leaderOf(watch), findings);
    Mayhem mayhem = new Mayhem(nemeses, stage, random("nemesis"), availability, this::event);
    List<Check> checks = new ArrayList<>();
    try {
      rage(mayhem);
      phase("heal", 0);
      checks.add(heal(mayhem));
    } catch (ClusterGoneException gone) {
      findings.add(gone.getMessage());
      crew.stop();
      return judge(checks, crew);
    }
    phase("liveness", 10);
    checks.add(Check.other("liveness", new Liveness(bed, tally, random("liveness")).check(kinds)));
    Thread.sleep(AFTER_LIVENESS);
    phase("drain", 0);
    crew.stop();
    checks.add(drain(context));
    phase("check", 0);
    return judge(checks, crew);
  }

  private void rage(Mayhem mayhem) throws InterruptedException {
    if (nemeses.isEmpty()) {
      Thread.sleep(Duration.ofSeconds(config.seconds()));
    } else {
      mayhem.rage(Duration.ofSeconds(config.seconds()));
    }
  }

  /** On a healed cluster the final reads succeed. */
  private Check drain(RunContext context) {
    try {
      workload.drain(context);
      return Check.other("drain", Check.valid(Map.of()));
    } catch (RuntimeException failed) {
      return Check.other("drain", Check.invalid(List.of("the final reads failed: " + failed)));
    }
  }

  /** What the checkers of the history find comes first: it names the anomaly. */
  private RunResult judge(List<Check> early, Crew crew) {
    List<Op> history = recorder.history();
    List<Check> checks = new ArrayList<>(Judge.history(workload.checkers(), history));
    checks.add(Check.safety("replicas", Replicas.check(bed)));
    Path nodes = folder.path().resolve(RunFolder.NODES);
    checks.add(Check.safety("leaders", Leaders.check(nodes)));
    checks.add(Check.safety("logs", NodeLogs.check(nodes, nemeses)));
    checks.add(Judge.findings(List.copyOf(findings)));
    checks.addAll(early);
    checks.add(Judge.workers(crew.failures()));
    countPackets();
    checks.add(Judge.bitten(nemeses, counters));
    checks.add(Judge.enough(tally, nemeses));
    Map<String, Object> facts =
        Json.object(
            "total", tally.ended(),
            "ok", tally.ended(Type.OK),
            "fail", tally.ended(Type.FAIL),
            "info", tally.ended(Type.INFO),
            "majority-losses", availability.losses());
    event(Event.now(Event.PHASE, Event.Type.STOP, "check"));
    crew.failures().forEach(Throwable::printStackTrace);
    RunResult result = new RunResult(config, checks, counters.all(), facts);
    folder.write(RunFolder.COUNTERS, counters.all());
    folder.write(RunFolder.VERDICT, result.toMap());
    Report.write(folder.path());
    return result;
  }

  private Supplier<TestNode> leaderOf(LeaderWatch watch) {
    // A node that was rebuilt has another name.
    return () -> watch.leader().filter(bed.nodes()::contains).orElse(bed.nodes().getFirst());
  }

  private Check heal(Mayhem mayhem) {
    bed.net().mendAll();
    mayhem.reviveHalted();
    try {
      long began = System.nanoTime();
      bed.cluster().awaitAllReady();
      return Check.other(
          "heal",
          Check.valid(Json.object("all-ready-millis", (System.nanoTime() - began) / 1_000_000)));
    } catch (AssertionError notReady) {
      return Check.other("heal", Check.invalid(List.of(notReady.getMessage())));
    }
  }

  private void countPackets() {
    Net.Counts counts = bed.net().counts();
    counters.add("packets-dropped", counts.dropped());
    counters.add("packets-lost", counts.lost());
    counters.add("packets-delayed", counts.delayed());
  }

  private void phase(String name, int seconds) {
    event(Event.now(Event.PHASE, Event.Type.START, name));
    reporter.phase(name, seconds);
  }

  private void event(Event event) {
    folder.event(event);
    if (reporter != null) {
      reporter.event(event);
    }
  }

  private Random random(String name) {
    return new Random(config.seed() * 31 + name.hashCode());
  }
}
