package io.caxton.jepsen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.caxton.client.AgentCheckpoints;
import io.caxton.client.AgentEpoch;
import io.caxton.client.AgentJournal;
import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.LoadedCheckpoint;
import io.caxton.client.NewCheckpoint;
import io.caxton.client.SequenceStream;
import io.caxton.jepsen.node.TestCluster;
import io.caxton.v1.Checkpoint;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Event;
import io.caxton.v1.NewEvent;
import io.caxton.v1.ReadEventsRequest;
import io.caxton.v1.ReadOptions;
import io.caxton.v1.RegisterAgentRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Journals and checkpoints through real servers, whose leaders die and whose disks are used. */
class JournalsTest {
  private static final String PADDING = "x".repeat(500);

  @RegisterExtension final Clusters clusters = new Clusters();

  private final List<Long> seen = new CopyOnWriteArrayList<>();
  private TestCluster cluster;
  private CaxtonClient client;
  private AgentEpoch agent;
  private AgentJournal journal;

  @BeforeEach
  void start() {
    // Bodies go to the disk early, so that they are read from there.
    cluster = clusters.of(3).set("snapshot-log-bytes", 65_536).start();
    client = clusters.closing(cluster.client());
    RegisterAgentRequest request =
        RegisterAgentRequest.newBuilder().setAgentId("a").setLeaseMillis(600_000).build();
    agent = AgentEpoch.of(CaxtonException.join(client.agents().register(request)));
    journal = client.journals().of(agent);
  }

  /** Their bodies begin with their sequences. */
  private void append(long from, int count) {
    List<NewEvent> events = new ArrayList<>();
    for (long seq = from; seq < from + count; seq++) {
      events.add(
          NewEvent.newBuilder().setBody(ByteString.copyFromUtf8(seq + ":" + PADDING)).build());
    }
    CaxtonException.join(journal.append(events, OptionalLong.of(from - 1)));
  }

  private void take(List<Event> events) {
    for (Event event : events) {
      assertThat(event.getBody().toStringUtf8()).isEqualTo(event.getSeq() + ":" + PADDING);
      seen.add(event.getSeq());
    }
  }

  private static List<Long> range(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  @Test
  void shouldGiveAFollowerEveryEventOnceOverAChangeOfLeaders() {
    ReadEventsRequest request =
        ReadEventsRequest.newBuilder().setAgentId("a").setFollow(true).build();
    try (SequenceStream stream = client.journals().read(request, (events, end) -> take(events))) {
      for (int i = 0; i < 20; i++) {
        append(1 + i * 100L, 100);
        if (i == 10) {
          cluster.awaitLeader().kill();
        }
      }
      Awaitility.await().until(() -> stream.lastSeq() == 2_000);
    }
    assertThat(seen).isEqualTo(range(1, 2_000));

    // and a second one that begins in the middle, from what is on the disk by now
    seen.clear();
    client
        .journals()
        .read(
            ReadEventsRequest.newBuilder().setAgentId("a").setFromSeq(501).setToSeq(1_500).build(),
            (events, end) -> take(events))
        .done()
        .join();
    assertThat(seen).isEqualTo(range(501, 1_500));
  }

  @Test
  void shouldServeTheOthersWhileOneReadsSlowly() {
    append(1, 1_000);
    append(1_001, 1_000);
    CompletableFuture<Void> goOn = new CompletableFuture<>();
    List<Long> slow = new CopyOnWriteArrayList<>();
    SequenceStream stuck =
        client
            .journals()
            .read(
                ReadEventsRequest.newBuilder().setAgentId("a").build(),
                (events, end) -> {
                  events.forEach(event -> slow.add(event.getSeq()));
                  goOn.join();
                });
    Awaitility.await().until(() -> !slow.isEmpty());

    client
        .journals()
        .read(ReadEventsRequest.newBuilder().setAgentId("a").build(), (events, end) -> take(events))
        .done()
        .join();
    assertThat(seen).isEqualTo(range(1, 2_000));
    append(2_001, 1);

    // It asked before the last one was there, so it ends before it.
    goOn.complete(null);
    assertThat(stuck.done()).succeedsWithin(Clusters.PATIENCE).isEqualTo(2_000L);
    assertThat(slow).isEqualTo(range(1, 2_000));
  }

  @Test
  void shouldKeepALargeStateOverAChangeOfLeaders() {
    byte[] state = new byte[(5 << 20) + 3];
    new Random(clusters.random().nextLong()).nextBytes(state);
    append(1, 10);
    AgentCheckpoints checkpoints = client.checkpoints().of(agent);
    Checkpoint saved = checkpoints.save(new NewCheckpoint(10, "s1", "test", false), state).join();
    assertThat(saved.getCoversSeq()).isEqualTo(10);

    cluster.awaitLeader().kill();

    LoadedCheckpoint loaded = client.checkpoints().load("a", 0).join();
    assertThat(loaded.state().toByteArray()).isEqualTo(state);
    assertThat(loaded.checkpoint().getVersion()).isEqualTo(saved.getVersion());
  }

  @Test
  void shouldTrimOnlyWhatTwoCheckpointsCoverAndSayWhatIsGone() {
    append(1, 30);
    CaxtonException needed =
        catchThrowableOfType(CaxtonException.class, () -> CaxtonException.join(journal.trim(10)));
    assertThat(needed.reason()).isEqualTo(ErrorReason.CHECKPOINT_NEEDED);

    AgentCheckpoints checkpoints = client.checkpoints().of(agent);
    checkpoints.save(new NewCheckpoint(10, "s1", "", false), new byte[3]).join();
    checkpoints.save(new NewCheckpoint(20, "s1", "", false), new byte[3]).join();
    assertThat(journal.trim(10).join()).isEqualTo(11);

    SequenceStream gone =
        client
            .journals()
            .read(
                ReadEventsRequest.newBuilder().setAgentId("a").setFromSeq(10).build(),
                (events, end) -> take(events));
    CaxtonException trimmed =
        catchThrowableOfType(CaxtonException.class, () -> CaxtonException.join(gone.done()));
    assertThat(trimmed.reason()).isEqualTo(ErrorReason.EVENTS_TRIMMED);
    assertThat(trimmed.details()).containsEntry("first_seq", "11");
    assertThat(client.journals().get("a", ReadOptions.getDefaultInstance()).join().getJournal())
        .satisfies(row -> assertThat(row.getFirstSeq()).isEqualTo(11));
  }

  @Test
  void shouldAppendFastEnoughOneByOne() {
    long began = System.nanoTime();
    for (int i = 0; i < 200; i++) {
      journal.append(NewEvent.newBuilder().setBody(ByteString.copyFromUtf8("e")).build()).join();
    }
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    System.out.printf("200 appends one by one took %d ms%n", took.toMillis());
    assertThat(took).isLessThan(Duration.ofSeconds(20));
  }
}
