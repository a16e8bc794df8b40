package io.caxton.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.caxton.client.fake.Fault;
import io.caxton.v1.Checkpoint;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Event;
import io.caxton.v1.NewEvent;
import io.caxton.v1.ReadEventsRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Journals and checkpoints: streams that break, and what comes out all the same. */
class AgentStreamsTest extends ClientTestBase {
  private static final AgentEpoch AGENT = new AgentEpoch("a", 1);
  private static final NewCheckpoint STATE = new NewCheckpoint(4, "v1", "", false);

  private final List<Long> seen = new CopyOnWriteArrayList<>();

  private static NewEvent event(String body) {
    return NewEvent.newBuilder().setBody(ByteString.copyFromUtf8(body)).build();
  }

  private static List<NewEvent> events(int count) {
    return IntStream.range(0, count).mapToObj(i -> event("e" + i)).toList();
  }

  private SequenceStream read(CaxtonClient client, ReadEventsRequest.Builder request) {
    return client
        .journals()
        .read(
            request.setAgentId("a").build(),
            (events, lastSeq) -> events.forEach(event -> seen.add(event.getSeq())));
  }

  private static Long[] to(long last) {
    return LongStream.rangeClosed(1, last).boxed().toArray(Long[]::new);
  }

  @Test
  void shouldGiveEachOfManyAppendsItsOwnSequence() {
    AgentJournal journal = client().journals().of(AGENT);
    List<CompletableFuture<Long>> appends = events(500).stream().map(journal::append).toList();

    assertThat(appends.stream().map(CompletableFuture::join).distinct()).hasSize(500);
    assertThat(cluster.state().executions()).isLessThan(100);
  }

  @Test
  void shouldAppendOnceWhenTheAnswerWasLost() {
    cluster.node(0).faults(new Fault.ExecuteInSilence());
    AgentJournal journal = client().journals().of(AGENT);

    assertThat(journal.append(events(2), OptionalLong.of(0)).join().getLastSeq()).isEqualTo(2);
    assertThat(failure(journal.append(events(2), OptionalLong.of(0))).reason())
        .isEqualTo(ErrorReason.JOURNAL_CONFLICT);
    assertThat(journal.append(event("next")).join()).isEqualTo(3);
  }

  @Test
  void shouldReadOnWhereABrokenStreamEnded() {
    CaxtonClient client = client();
    client.journals().of(AGENT).append(events(20), OptionalLong.empty()).join();
    cluster.node(0).breakReads(0, 2, 1);

    assertThat(read(client, ReadEventsRequest.newBuilder()).done().join()).isEqualTo(20);
    assertThat(seen).containsExactly(to(20));
  }

  @Test
  void shouldReadOnAtTheNextLeader() {
    CaxtonClient client = client();
    client.journals().of(AGENT).append(events(10), OptionalLong.empty()).join();
    CompletableFuture<Void> halfway = new CompletableFuture<>();
    CompletableFuture<Void> goOn = new CompletableFuture<>();
    SequenceStream stream =
        client
            .journals()
            .read(
                ReadEventsRequest.newBuilder().setAgentId("a").build(),
                (events, lastSeq) -> {
                  events.stream().map(Event::getSeq).forEach(seen::add);
                  halfway.complete(null);
                  goOn.join();
                });
    halfway.join();

    cluster.lead(1);
    cluster.node(0).kill();
    goOn.complete(null);

    assertThat(stream.done()).succeedsWithin(Duration.ofSeconds(10));
    assertThat(seen).containsExactly(to(10));
  }

  @Test
  void shouldReadARange() {
    CaxtonClient client = client();
    client.journals().of(AGENT).append(events(20), OptionalLong.empty()).join();

    read(client, ReadEventsRequest.newBuilder().setFromSeq(5).setToSeq(9)).done().join();
    assertThat(seen).containsExactly(5L, 6L, 7L, 8L, 9L);
  }

  @Test
  void shouldEndAnEmptyRead() {
    assertThat(read(client(), ReadEventsRequest.newBuilder()).done())
        .succeedsWithin(Duration.ofSeconds(5));
  }

  @Test
  void shouldEndWhenTheListenerThrows() {
    CaxtonClient client = client();
    client.journals().of(AGENT).append(events(4), OptionalLong.empty()).join();
    SequenceStream stream =
        client
            .journals()
            .read(
                ReadEventsRequest.newBuilder().setAgentId("a").build(),
                (events, lastSeq) -> {
                  throw new IllegalStateException("broken");
                });

    assertThatThrownBy(() -> stream.done().join()).hasRootCauseMessage("broken");
  }

  @Test
  void shouldEndWhenTheListenerClosesTheClient() {
    CaxtonClient client = client();
    client.journals().of(AGENT).append(events(4), OptionalLong.empty()).join();
    cluster.node(0).breakReads(0, 1, 100);
    SequenceStream stream =
        client
            .journals()
            .read(
                ReadEventsRequest.newBuilder().setAgentId("a").build(),
                (events, lastSeq) -> client.close());

    assertThat(stream.done()).failsWithin(Duration.ofSeconds(5));
  }

  /** What ends the stream then finds no connection any more to cancel it on. */
  @Test
  void shouldEndWhenTheListenerClosesTheClientAndDies() {
    CaxtonClient client = client();
    client.journals().of(AGENT).append(events(4), OptionalLong.empty()).join();
    SequenceStream stream =
        client
            .journals()
            .read(
                ReadEventsRequest.newBuilder().setAgentId("a").build(),
                (events, lastSeq) -> {
                  client.close();
                  throw new IllegalStateException("dead");
                });

    assertThat(stream.done()).failsWithin(Duration.ofSeconds(5));
  }

  @Test
  void shouldEndWhenTheClientIsClosedBeforeThereIsALeader() {
    cluster.leadNobody();
    CaxtonClient client = client();
    SequenceStream stream = read(client, ReadEventsRequest.newBuilder());

    client.close();

    assertThat(stream.done()).failsWithin(Duration.ofSeconds(5));
    assertThat(failure(stream.done())).hasMessageContaining("closed");
  }

  @Test
  void shouldGiveUpAfterTheCallTimeoutWhenNobodyAnswers() {
    CaxtonClient client = open(builder().callTimeout(Duration.ofMillis(600)));
    cluster.leadNobody();

    assertThat(failure(read(client, ReadEventsRequest.newBuilder()).done()).definite()).isTrue();
  }

  @Test
  void shouldSaveAndLoadAStateOfSeveralChunks() {
    byte[] state = new byte[(2 << 20) + 17];
    new Random(5).nextBytes(state);
    CaxtonClient client = client();

    Checkpoint saved = client.checkpoints().of(AGENT).save(STATE, state).join();
    assertThat(saved.getChunks()).isEqualTo(3);
    assertThat(saved.getSizeBytes()).isEqualTo(state.length);

    cluster.node(0).breakReads(3, 0, 100);
    LoadedCheckpoint loaded = client.checkpoints().load("a", 0).join();
    assertThat(loaded.checkpoint()).isEqualTo(saved);
    assertThat(loaded.state().toByteArray()).isEqualTo(state);
  }

  @Test
  void shouldLoadAnEmptyState() {
    CaxtonClient client = client();
    client.checkpoints().of(AGENT).save(STATE, new byte[0]).join();

    assertThat(client.checkpoints().load("a", 0).join().state()).isEqualTo(ByteString.EMPTY);
  }

  @Test
  void shouldSayThatACheckpointIsDamaged() {
    CaxtonClient client = client();
    client.checkpoints().of(AGENT).save(STATE, new byte[1_000]).join();
    cluster.state().damageCheckpoint();

    CaxtonException damaged = failure(client.checkpoints().load("a", 0));
    assertThat(damaged.reason()).isEqualTo(ErrorReason.CHECKPOINT_DAMAGED);
    assertThat(damaged.details()).containsEntry("version", "7");
  }

  @Test
  void shouldEndALoadThatCannotBeWritten() {
    CaxtonClient client = client();
    client.checkpoints().of(AGENT).save(STATE, new byte[1_000]).join();
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("no space left");
          }
        };

    assertThatThrownBy(() -> client.checkpoints().load("a", 0, full).join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(UncheckedIOException.class)
        .hasRootCauseMessage("no space left");
  }
}
