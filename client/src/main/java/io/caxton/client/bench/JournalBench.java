package io.caxton.client.bench;

import com.google.protobuf.ByteString;
import io.caxton.client.AgentEpoch;
import io.caxton.client.AgentJournal;
import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.cluster.LocalNode;
import io.caxton.client.console.Progress;
import io.caxton.client.console.Range;
import io.caxton.client.console.Text;
import io.caxton.v1.AppendEventsResponse;
import io.caxton.v1.Event;
import io.caxton.v1.GetNodeResponse;
import io.caxton.v1.NewEvent;
import io.caxton.v1.ReadEventsRequest;
import io.caxton.v1.RegisterAgentRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "journal",
    description =
        "Fills journals with much more than a server's heap: one agent with many small events,"
            + " others with large ones, while one server is down. Then that one comes back (by a"
            + " snapshot), all are killed and started again, and every event is read back.",
    footer = {
      "",
      "The servers' heap is what bin/caxton gives them, at most 960 MB; node_peak_rss_bytes is what"
          + " the kernel counted at most for each process, mapped files included.",
      "",
      "Example:",
      "  caxton bench journal --total-megabytes 2048"
    })
final class JournalBench extends Bench {
  private static final Duration ALL_READY = Duration.ofMinutes(10);
  private static final int CALL_BYTES = 1 << 20;
  private static final int CALL_EVENTS_MAX = 1_000;
  private static final int CALLS_AHEAD = 8;
  private static final int LARGE_BYTES = 16 << 10;
  private static final long AGENT_BYTES = 256L << 20;
  private static final int LEASE_MILLIS = 3_600_000;

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
      description = "Of each of these (default: ${DEFAULT-VALUE}).")
  private int eventBytes;

  @Option(
      names = "--total-megabytes",
      paramLabel = "N",
      defaultValue = "2048",
      description = "Of all events together (default: ${DEFAULT-VALUE}).")
  private int totalMegabytes;

  /**
   * What one agent's journal must hold.
   *
   * @param hash of all bodies
   */
  private record Filled(String agentId, long events, long bytes, long hash) {}

  private final List<Filled> filled = new ArrayList<>();
  private long bytes;

  @Override
  public Integer call() throws IOException {
    Range.check("--events", events, 1, 10_000_000);
    Range.check("--event-bytes", eventBytes, 8, 2_000);
    Range.check("--total-megabytes", totalMegabytes, 1, 100_000);
    long total = (long) totalMegabytes << 20;
    try (BenchHome home = BenchHome.open(options)) {
      LocalNode absent = home.own().cluster().nodes().getLast();
      long began = System.nanoTime();
      try (Progress progress = Progress.of("bytes appended", total)) {
        fill(home.client(), "many", events, eventBytes, progress);
        absent.kill();
        for (int agent = 1; bytes < total; agent++) {
          long count = Math.max(1, Math.min(AGENT_BYTES, total - bytes) / LARGE_BYTES);
          fill(home.client(), "large-" + agent, count, LARGE_BYTES, progress);
        }
      }
      double fillSeconds = (System.nanoTime() - began) / 1e9;
      say(Text.count(bytes) + " bytes of events in " + Text.millis(fillSeconds * 1e3));

      began = System.nanoTime();
      home.own().start(() -> home.cluster().start(absent));
      List<GetNodeResponse> views = home.readiness().awaitAll(ALL_READY);
      double installedMillis = (System.nanoTime() - began) / 1e6;
      long installed = view(views, absent).getSnapshotsInstalled();
      List<Long> peaks = peaks(views);
      say(absent.id() + " is back after " + Text.millis(installedMillis));

      home.cluster().killAll();
      began = System.nanoTime();
      home.own().start(home.cluster()::startAll);
      home.readiness().awaitAll(ALL_READY);
      double restartMillis = (System.nanoTime() - began) / 1e6;
      say("all servers are back after " + Text.millis(restartMillis));

      List<Stored> stored = readBack(home);
      peaks = larger(peaks, peaks(home.readiness().awaitAll(ALL_READY)));
      BenchReport report =
          new BenchReport("journal")
              .put("event_bytes_total", bytes)
              .put("fill_bytes_per_second", bytes / fillSeconds)
              .put("snapshots_installed", installed)
              .put("installed_ready_millis", installedMillis)
              .put("restart_ready_millis", restartMillis)
              .put("node_peak_rss_bytes", peaks)
              .nodes(home.costs().nodes())
              .stored(stored);
      return print(report, stored);
    }
  }

  private void fill(CaxtonClient client, String agentId, long count, int size, Progress progress) {
    AgentJournal journal = client.journals().of(register(client, agentId));
    Deque<CompletableFuture<AppendEventsResponse>> ahead = new ArrayDeque<>();
    byte[] body = new byte[size];
    new Random(size).nextBytes(body);
    long hash = 0;
    int eventsACall = Math.min(CALL_EVENTS_MAX, CALL_BYTES / size);
    for (long done = 0; done < count; ) {
      List<NewEvent> call = new ArrayList<>();
      for (; call.size() < eventsACall && done < count; done++) {
        ByteBuffer.wrap(body).putLong(done + 1);
        ByteString bytesOfIt = ByteString.copyFrom(body);
        hash = next(hash, bytesOfIt);
        call.add(NewEvent.newBuilder().setBody(bytesOfIt).build());
      }
      if (ahead.size() == CALLS_AHEAD) {
        CaxtonException.join(ahead.remove());
      }
      ahead.add(journal.append(call, OptionalLong.empty()));
      bytes += (long) call.size() * size;
      progress.at(bytes);
    }
    ahead.forEach(CaxtonException::join);
    filled.add(new Filled(agentId, count, count * size, hash));
  }

  private static AgentEpoch register(CaxtonClient client, String agentId) {
    return AgentEpoch.of(
        CaxtonException.join(
            client
                .agents()
                .register(
                    RegisterAgentRequest.newBuilder()
                        .setAgentId(agentId)
                        .setLeaseMillis(LEASE_MILLIS)
                        .build())));
  }

  /**
   * The same in any order: calls that are under way together may be stored in another one. Each
   * body has its number in it.
   */
  private static long next(long hash, ByteString body) {
    return hash + body.hashCode() * 0x9E37_79B9_7F4A_7C15L;
  }

  private static GetNodeResponse view(List<GetNodeResponse> views, LocalNode node) {
    return views.stream().filter(v -> v.getNodeId().equals(node.id())).findFirst().orElseThrow();
  }

  private static List<Long> peaks(List<GetNodeResponse> views) {
    return views.stream().map(view -> NodeCost.peakRssBytes(view.getPid())).toList();
  }

  private static List<Long> larger(List<Long> before, List<Long> after) {
    List<Long> larger = new ArrayList<>();
    for (int i = 0; i < after.size(); i++) {
      larger.add(Math.max(after.get(i), i < before.size() ? before.get(i) : 0));
    }
    return larger;
  }

  /** Of each agent its events, and whether their bytes are the ones. */
  private List<Stored> readBack(BenchHome home) {
    List<Stored> stored = new ArrayList<>();
    try (CaxtonClient fresh = home.newClient().build();
        Progress progress = Progress.of("bytes read back", bytes)) {
      long read = 0;
      for (Filled one : filled) {
        Reading reading = new Reading();
        try (var stream =
            fresh
                .journals()
                .read(
                    ReadEventsRequest.newBuilder().setAgentId(one.agentId()).build(),
                    (events, last) -> reading.take(events))) {
          CaxtonException.join(stream.done());
        }
        read += one.bytes();
        progress.at(read);
        stored.add(new Stored("events_of_" + one.agentId(), one.events(), reading.events));
        stored.add(new Stored("hash_of_" + one.agentId(), one.hash(), reading.hash));
      }
    }
    return stored;
  }

  /** On one thread at a time. */
  private static final class Reading {
    private volatile long events;
    private volatile long hash;

    void take(List<Event> more) {
      long count = events;
      long folded = hash;
      for (Event event : more) {
        count++;
        folded = next(folded, event.getBody());
      }
      hash = folded;
      events = count;
    }
  }
}
