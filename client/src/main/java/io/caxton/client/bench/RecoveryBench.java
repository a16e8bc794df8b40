package io.caxton.client.bench;

import com.google.protobuf.ByteString;
import io.caxton.client.AgentEpoch;
import io.caxton.client.AgentJournal;
import io.caxton.client.CaxtonClient;
import io.caxton.client.bench.JournalAgents.Comeback;
import io.caxton.client.console.Range;
import io.caxton.client.console.Text;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "recovery",
    description =
        "Measures how agents come back: from 10 000 events, from a million, from a checkpoint, and"
            + " ten thousand agents at once; and what appending events costs.",
    footer = {
      "",
      "Times are from the begin of a recovery to RUNNING; of several the median.",
      "write_amplification: bytes a node wrote to its disk for each byte of an event.",
      "append_p99_micros: single events offered at 1 000 a second, from when each was due, before"
          + " all else and after a warm-up of three times the measurement.",
      "",
      "Example:",
      "  caxton bench recovery --events 100000 --agents 1000"
    })
final class RecoveryBench extends Bench {
  private static final Duration ALL_READY = Duration.ofSeconds(60);
  private static final int CLIENTS = 10;
  private static final int FEW_EVENTS = 10_000;
  private static final int APPENDS_A_SECOND = 1_000;

  /** Fresh JVMs compile for most of a minute. */
  private static final long WARMUP_MILLIS_A_SECOND = 3_000;

  private static final long DRAIN_MILLIS = 60_000;

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Of the agent with many (default: ${DEFAULT-VALUE}).")
  private int events;

  @Option(
      names = "--event-bytes",
      paramLabel = "N",
      defaultValue = "200",
      description = "Of each event (default: ${DEFAULT-VALUE}).")
  private int eventBytes;

  @Option(
      names = "--agents",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Agents that recover at once (default: ${DEFAULT-VALUE}).")
  private int agentCount;

  @Option(
      names = "--trials",
      paramLabel = "N",
      defaultValue = "3",
      description = "Recoveries of each kind (default: ${DEFAULT-VALUE}).")
  private int trials;

  @Option(
      names = "--append-seconds",
      paramLabel = "N",
      defaultValue = "10",
      description = "Length of the measurement of appends (default: ${DEFAULT-VALUE}).")
  private int appendSeconds;

  private final List<Stored> stored = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Range.check("--events", events, 1, 10_000_000);
    Range.check("--event-bytes", eventBytes, 1, 2_000);
    Range.check("--agents", agentCount, 1, 100_000);
    Range.check("--trials", trials, 1, 100);
    Range.check("--append-seconds", appendSeconds, 1, 3_600);
    try (BenchHome home = BenchHome.open(options)) {
      home.own();
      JournalAgents agents = new JournalAgents(home.client(), body());
      BenchReport report = new BenchReport("recovery");
      appends(home, agents, report);
      few(agents, report);
      many(home, agents, report);
      atOnce(home, agents, report);
      report
          .put("events", (long) events)
          .put("event_bytes", (long) eventBytes)
          .put("agents", (long) agentCount)
          .nodes(home.costs().nodes())
          .stored(stored);
      return print(report, stored);
    }
  }

  /** The same bytes for each run. They do not compress. */
  private ByteString body() {
    byte[] bytes = new byte[eventBytes];
    new Random(6).nextBytes(bytes);
    return ByteString.copyFrom(bytes);
  }

  private void few(JournalAgents agents, BenchReport report) {
    agents.fill(agents.register("few"), FEW_EVENTS);
    List<Comeback> comebacks = comebacks(agents, "few", FEW_EVENTS);
    report
        .put("replay_10k_millis", median(comebacks.stream().map(Comeback::millis).toList()))
        .put("replay_10k_all_millis", all(comebacks));
  }

  private void many(BenchHome home, JournalAgents agents, BenchReport report) throws IOException {
    DiskWrites before = writes(home);
    long began = System.nanoTime();
    agents.fill(agents.register("many"), events);
    double seconds = (System.nanoTime() - began) / 1e9;
    double amplification = writes(home).amplification(before, (long) events * eventBytes);
    say(Text.count(events) + " events appended in " + Text.millis(seconds * 1e3));

    List<Comeback> whole = comebacks(agents, "many", events);
    agents.comeback("many", true);
    List<Comeback> checkpointed = comebacks(agents, "many", events);
    report
        .put("restore_million_millis", median(whole.stream().map(Comeback::millis).toList()))
        .put("restore_million_all_millis", all(whole))
        .put(
            "replay_events_per_second",
            events / median(whole.stream().map(Comeback::replayMillis).toList()) * 1e3)
        .put(
            "restore_checkpointed_millis",
            median(checkpointed.stream().map(Comeback::millis).toList()))
        .put("restore_checkpointed_all_millis", all(checkpointed))
        .put("fill_events_per_second", events / seconds)
        .put("write_amplification", amplification);
  }

  private static DiskWrites writes(BenchHome home) throws IOException {
    return DiskWrites.of(home.readiness().awaitAll(ALL_READY));
  }

  private List<Comeback> comebacks(JournalAgents agents, String id, long expected) {
    List<Comeback> comebacks = new ArrayList<>();
    for (int i = 0; i < trials; i++) {
      Comeback comeback = agents.comeback(id, false);
      say(
          String.format(
              "%s: back in %.1f ms, %s events applied",
              id, comeback.millis(), Text.count(comeback.applied())));
      stored.add(new Stored("events_of_" + id, expected, comeback.events()));
      comebacks.add(comeback);
    }
    return comebacks;
  }

  private void atOnce(BenchHome home, JournalAgents agents, BenchReport report) {
    List<CaxtonClient> clients =
        Stream.generate(() -> home.newClient().build()).limit(CLIENTS).toList();
    try {
      ManyRecoveries all = new ManyRecoveries(clients, agents, agentCount);
      all.fill();
      double millis = all.recoverMillis();
      say(Text.count(agentCount) + " agents back in " + Text.millis(millis));
      stored.add(all.stored());
      report.put("recover_10k_agents_millis", millis).put("recoveries_put_off", all.busy());
    } finally {
      clients.forEach(CaxtonClient::close);
    }
  }

  private void appends(BenchHome home, JournalAgents agents, BenchReport report)
      throws InterruptedException {
    AgentEpoch agent = agents.register("appender");
    AgentJournal journal = home.client().journals().of(agent);
    Loop loop = new OpenLoop(APPENDS_A_SECOND, APPENDS_A_SECOND);
    loop.start(owner -> new AppendSlot(owner, journal, agents));
    Thread.sleep(appendSeconds * WARMUP_MILLIS_A_SECOND);
    loop.meter().measure();
    Thread.sleep(appendSeconds * 1_000L);
    Histogram latency = loop.meter().stop();
    loop.stop(DRAIN_MILLIS);
    report.latency("append_", latency).put("append_failed", loop.meter().failed());
  }

  private static List<Double> all(List<Comeback> comebacks) {
    return comebacks.stream().map(comeback -> BenchReport.rounded(comeback.millis())).toList();
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get((sorted.size() - 1) / 2);
  }

  private static final class AppendSlot extends Slot {
    private final AgentJournal journal;
    private final JournalAgents agents;

    AppendSlot(Loop loop, AgentJournal journal, JournalAgents agents) {
      super(loop);
      this.journal = journal;
      this.agents = agents;
    }

    @Override
    void send() {
      journal
          .append(agents.event())
          .whenComplete(
              (seq, failure) -> {
                if (failure == null) {
                  answered(1);
                } else {
                  failed(1, failure);
                }
              });
    }
  }
}
