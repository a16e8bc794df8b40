package io.caxton.jepsen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.GrantListener;
import io.caxton.client.MessageListener;
import io.caxton.client.agent.StatefulAgent;
import io.caxton.client.agent.StatefulAgentBuilder;
import io.caxton.client.agent.state.ApplyFailure;
import io.caxton.client.agent.state.CheckpointPolicy;
import io.caxton.client.agent.state.ReplayMode;
import io.caxton.client.agent.state.StateStore;
import io.caxton.client.agent.state.StateType;
import io.caxton.client.agent.state.Step;
import io.caxton.jepsen.node.TestCluster;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.ExplainRecoveryResponse;
import io.caxton.v1.Message;
import io.caxton.v1.NewTask;
import io.caxton.v1.OpenGrants;
import io.caxton.v1.OpenInbox;
import io.caxton.v1.ReadOptions;
import io.caxton.v1.RecoveryPlan;
import io.caxton.v1.ReleaseQuarantineRequest.Action;
import io.caxton.v1.StreamGrantsResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the agent SDK promises about states, tried with real servers. */
class StatefulAgentsTest {
  private static final String ID = "writer";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String POISON = "poison";

  /** Of a state that the build before has spoilt; see {@link #spoiling}. */
  private static final String SPOILT = "!";

  private static final StateType<String> WHOLE = type(false, false);

  @RegisterExtension final Clusters clusters = new Clusters();

  private TestCluster cluster;
  private CaxtonClient client;

  @BeforeEach
  void start() {
    cluster = clusters.of(3).start();
    client = clusters.closing(cluster.client());
  }

  /** A state that is the text of its events. */
  private static StateType<String> type(boolean diesOfPoison, boolean spoils) {
    return StateType.of(
        "text",
        () -> "",
        (text, event) -> {
          String word = event.body().toStringUtf8();
          if (diesOfPoison && (word.equals(POISON) || text.contains(SPOILT))) {
            throw new IllegalStateException("cannot apply " + word);
          }
          return text + word + " ";
        },
        text -> ByteString.copyFromUtf8(spoils ? text + SPOILT : text),
        ByteString::toStringUtf8);
  }

  private static StateType<String> dyingOfPoison() {
    return type(true, false);
  }

  /** A build that writes checkpoints from which nothing can be applied. */
  private static StateType<String> spoiling() {
    return type(false, true);
  }

  private <S> StatefulAgentBuilder<S> agent(CaxtonClient through, StateType<S> type) {
    return StatefulAgent.builder(through, type)
        .id(ID)
        .lease(Duration.ofMinutes(10))
        .checkpoints(CheckpointPolicy.onDemand())
        .checkpointOnClose(false)
        .onMessage((state, message) -> new Step());
  }

  /** A life that ends without a word, like that of a process which is killed. */
  private void live(StateType<String> type, boolean checkpoint, String... words) {
    try (CaxtonClient own = cluster.client()) {
      StatefulAgent<String> agent = agent(own, type).keepJournal().start();
      for (String word : words) {
        agent.step(text -> new Step().event(word));
      }
      if (checkpoint) {
        CaxtonException.join(agent.checkpoint());
      }
    }
  }

  private String comesBackAs(StateType<String> type) {
    try (CaxtonClient own = cluster.client()) {
      return agent(own, type).keepJournal().start().read(text -> text);
    }
  }

  private ExplainRecoveryResponse explained() {
    return CaxtonException.join(
        client.recoveries().explain(ID, List.of("text"), ReadOptions.getDefaultInstance()));
  }

  // --- states that lie elsewhere

  /** Files in a folder. */
  private record Folder(Path path) implements StateStore {
    @Override
    public String save(String name, ByteString state) throws IOException {
      Path file = path.resolve(name);
      Files.write(file, state.toByteArray());
      return file.toUri().toString();
    }

    @Override
    public ByteString load(String uri) throws IOException {
      return ByteString.copyFrom(Files.readAllBytes(Path.of(URI.create(uri))));
    }
  }

  private StatefulAgent<String> stored(CaxtonClient own, Folder folder) {
    return agent(own, WHOLE).store(folder, 10).start();
  }

  @Test
  void shouldKeepLargeStatesElsewhereAndCheckThem() throws IOException {
    // given three checkpoints, of which the first is small enough for the cluster
    Folder folder = new Folder(Files.createDirectory(clusters.folder().resolve("states")));
    try (CaxtonClient own = cluster.client()) {
      StatefulAgent<String> agent = stored(own, folder);
      for (String word : List.of("one", "second", "third")) {
        agent.step(text -> new Step().event(word));
        CaxtonException.join(agent.checkpoint());
      }
      agent.step(text -> new Step().event("fourth"));
    }

    // when it comes back after a change of leaders
    cluster.awaitLeader().kill();
    Path newest;
    try (CaxtonClient own = cluster.client()) {
      StatefulAgent<String> agent = stored(own, folder);

      // then its state comes from where the reference points
      RecoveryPlan plan = agent.recovery().plan();
      assertThat(plan.getCheckpoint().getCoversSeq()).isEqualTo(3);
      assertThat(plan.getCheckpoint().getReference().getSizeBytes())
          .isEqualTo("one second third ".length());
      newest = Path.of(URI.create(plan.getCheckpoint().getReference().getUri()));
      assertThat(agent.<String>read(text -> text)).isEqualTo("one second third fourth ");
      assertThat(agent.recovery().eventsApplied()).isEqualTo(1);
    }

    // and a store that does not answer is no reason to give anything up
    Path away = newest.resolveSibling("away");
    Files.move(newest, away);
    try (CaxtonClient own = cluster.client()) {
      assertThatThrownBy(() -> stored(own, folder)).hasMessageContaining("could not load");
    }
    assertThat(explained().getLast().getDataLossTotal()).isZero();

    // and bytes that are not what was saved are: the checkpoint before does
    Files.writeString(newest, "one second THIRD ");
    try (CaxtonClient own = cluster.client()) {
      StatefulAgent<String> agent = stored(own, folder);
      assertThat(agent.recovery().begins()).isEqualTo(2);
      assertThat(agent.recovery().plan().getCheckpoint().getCoversSeq()).isEqualTo(2);
      assertThat(agent.recovery().plan().getSkippedCheckpoints(0).getCause())
          .contains("another hash");
      assertThat(agent.<String>read(text -> text)).isEqualTo("one second third fourth ");
    }
    assertThat(explained().getLast().getDataLossTotal()).isEqualTo(1);
  }

  // --- an event that kills the agent

  private void failsThreeTimes(StateType<String> type, long seq) {
    for (int i = 0; i < 3; i++) {
      try (CaxtonClient own = cluster.client()) {
        assertThat(
                catchThrowableOfType(
                        ApplyFailure.class, () -> agent(own, type).keepJournal().start())
                    .seq())
            .isEqualTo(seq);
      }
    }
    CaxtonException refusal =
        catchThrowableOfType(
            CaxtonException.class, () -> agent(client, type).keepJournal().start());
    assertThat(refusal.reason()).isEqualTo(ErrorReason.AGENT_QUARANTINED);
    assertThat(refusal.details()).containsEntry("event_seq", Long.toString(seq));
  }

  private void release(Action action) {
    CaxtonException.join(client.recoveries().release(ID, action));
  }

  @Test
  void shouldQuarantineAnAgentThatAnEventKillsAndReleaseIt() {
    // given an event that the next build cannot apply
    live(WHOLE, false, "a", POISON, "b");

    // when it is left out, then it is as if it had never been
    failsThreeTimes(dyingOfPoison(), 2);
    release(Action.ACTION_SKIP);
    assertThat(comesBackAs(dyingOfPoison())).isEqualTo("a b ");

    // when another one is parked, then it is left out, too
    live(WHOLE, false, "c", POISON, "d");
    failsThreeTimes(dyingOfPoison(), 5);
    release(Action.ACTION_PARK);
    assertThat(comesBackAs(dyingOfPoison())).isEqualTo("a b c d ");
    assertThat(explained().getJournal().getParkedSeqsList()).containsExactly(5L);

    // when the code is mended, then a third one is applied
    live(WHOLE, false, POISON);
    failsThreeTimes(dyingOfPoison(), 7);
    release(Action.ACTION_RETRY);
    assertThat(comesBackAs(WHOLE)).isEqualTo("a b c d poison ");
  }

  @Test
  void shouldPassOverACheckpointFromWhichTheAgentDies() {
    live(WHOLE, true, "a", "b");
    live(spoiling(), true, "c");
    live(WHOLE, false, "d");

    failsThreeTimes(dyingOfPoison(), 4);
    release(Action.ACTION_RESTORE_BEFORE);

    assertThat(comesBackAs(dyingOfPoison())).isEqualTo("a b c d ");
    assertThat(explained().getLast().getDataLossTotal()).isEqualTo(1);
  }

  /** Nobody can report the event that ends a process: the recoveries after it find it. */
  @Test
  void shouldFindTheEventThatKillsTheProcess() {
    live(WHOLE, false, "a", "b", POISON, "c");
    int deaths = 0;
    while (deaths < 10 && dies()) {
      deaths++;
    }

    // the first one dies without a trace, then three that tell what they do
    assertThat(deaths).isEqualTo(4);
    release(Action.ACTION_SKIP);
    assertThat(comesBackAs(dyingOfPoison())).isEqualTo("a b c ");
  }

  /** False if it may not even begin. */
  private boolean dies() {
    try (CaxtonClient own = cluster.client()) {
      StateType<String> deadly =
          StateType.of(
              "text",
              () -> "",
              (text, event) -> {
                if (event.body().toStringUtf8().equals(POISON)) {
                  own.close();
                  throw new IllegalStateException("dead");
                }
                return text + event.body().toStringUtf8() + " ";
              },
              ByteString::copyFromUtf8,
              ByteString::toStringUtf8);
      agent(own, deadly).keepJournal().start();
      throw new AssertionError("it did not die");
    } catch (RuntimeException failure) {
      // The closed client and the state that cannot be applied: either may be told.
      boolean quarantined =
          failure instanceof CaxtonException refusal
              && refusal.reason() == ErrorReason.AGENT_QUARANTINED;
      if (quarantined) {
        assertThat(((CaxtonException) failure).details()).containsEntry("event_seq", "3");
      }
      return !quarantined;
    }
  }

  // --- streams

  @Test
  void shouldGoOnAfterAnOlderStreamOfItsOwnArrivedLate() {
    StatefulAgent<String> agent =
        StatefulAgent.builder(client, WHOLE)
            .id(ID)
            .lease(Duration.ofMinutes(10))
            .queues("work")
            .onMessage((text, message) -> new Step().event(message.getBody().toStringUtf8()))
            .onTask((text, run) -> new Step().event(run.payload().toStringUtf8()))
            .start();

    // given streams of the same epoch that the leader sees after the agent's own
    CompletableFuture<ErrorReason> inboxEnd = new CompletableFuture<>();
    CompletableFuture<ErrorReason> grantsEnd = new CompletableFuture<>();
    client.conversations().of(agent.epoch()).stream(
        OpenInbox.getDefaultInstance(), new Late(inboxEnd));
    client.tasks().of(agent.epoch()).stream(
        OpenGrants.newBuilder().addQueues("work").setLeaseMillis(60_000).build(),
        new Late(grantsEnd));

    // then the agent takes its place again, and is not deaf
    assertThat(inboxEnd).succeedsWithin(PATIENCE).isEqualTo(ErrorReason.STREAM_REPLACED);
    assertThat(grantsEnd).succeedsWithin(PATIENCE).isEqualTo(ErrorReason.STREAM_REPLACED);
    new Ask(client)
        .submit(
            NewTask.newBuilder()
                .setId("t")
                .setQueue("work")
                .setPayload(ByteString.copyFromUtf8("task"))
                .build());
    Awaitility.await().until(() -> agent.read(text -> text).equals("task "));
    agent.close();
  }

  /** Takes nothing and notes how it ended. */
  private record Late(CompletableFuture<ErrorReason> end)
      implements MessageListener, GrantListener {
    @Override
    public void onMessages(List<Message> messages) {}

    @Override
    public void onGrants(StreamGrantsResponse grants) {}

    @Override
    public void onEnd(CaxtonException failure) {
      end.complete(failure.reason());
    }
  }

  // --- replay by partition

  @Test
  void shouldReplayByPartitionAsInOrder() {
    int keys = 20;
    int events = 2_000;
    try (CaxtonClient own = cluster.client()) {
      StatefulAgent<SortedMap<String, Long>> agent = agent(own, new Sums()).keepJournal().start();
      for (int i = 0; i < events; i += 100) {
        int first = i;
        agent.step(
            sums -> {
              Step step = new Step();
              for (int j = first; j < first + 100; j++) {
                step.event("key-" + j % keys, ByteString.copyFromUtf8(Integer.toString(j)));
              }
              return step;
            });
      }
    }
    cluster.awaitLeader().kill();

    for (ReplayMode mode : ReplayMode.values()) {
      try (CaxtonClient own = cluster.client()) {
        StatefulAgent<SortedMap<String, Long>> agent =
            agent(own, new Sums()).keepJournal().replay(mode).replayThreads(4).start();
        assertThat(agent.recovery().eventsApplied()).as("%s", mode).isEqualTo(events);
        SortedMap<String, Long> sums = agent.read(TreeMap::new);
        assertThat(sums).as("%s", mode).hasSize(keys);
        for (int key = 0; key < keys; key++) {
          long expected = 0;
          for (int j = key; j < events; j += keys) {
            expected = 7 * expected + j;
          }
          assertThat(sums).as("%s", mode).containsEntry("key-" + key, expected);
        }
      }
    }
  }
}
