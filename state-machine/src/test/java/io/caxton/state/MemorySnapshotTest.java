package io.caxton.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.state.snapshot.Pacer;
import io.caxton.state.snapshot.SnapshotStore;
import io.caxton.v1.Agent;
import io.caxton.v1.Checkpoint;
import io.caxton.v1.SnapshotManifest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Journals, checkpoints and recoveries over a snapshot, into a machine that starts from it. */
class MemorySnapshotTest {
  @TempDir Path directory;
  private final Replica replica = new Replica();
  private final Memoirs memoirs = new Memoirs(replica);
  private final Comebacks comebacks = new Comebacks(replica);
  private SnapshotStore store;
  private int snapshots;

  @BeforeEach
  void open() throws Exception {
    store = SnapshotStore.open(directory);
  }

  private void restart() throws Exception {
    SnapshotView view = replica.machine.freezeForSnapshot();
    SnapshotManifest manifest =
        store.write(view.sourceWithDigest(), 1, ++snapshots, Pacer.UNLIMITED);
    view.bodiesDurable(store.newBodies(manifest, view.bodies()));
    store.retain(2);
    replica.machine =
        store
            .loadNewestWhole(() -> new StateSink(Limits.BUILT_IN))
            .newest()
            .orElseThrow()
            .machine();
    assertThat(replica.machine.freeze().digest()).isEqualTo(view.state().digest());
    assertThat(replica.machine.bodyBytes()).isZero();
  }

  @Test
  void shouldGoOnWithJournalAndHalfSavedCheckpoint() throws Exception {
    // given
    Agent agent = replica.register("a");
    memoirs.append(agent, "x", "y");
    byte[] first = "first ".getBytes(StandardCharsets.UTF_8);
    byte[] second = "second".getBytes(StandardCharsets.UTF_8);
    byte[] whole = "first second".getBytes(StandardCharsets.UTF_8);
    long upload = memoirs.begin(agent);
    replica.reply(memoirs.putting(agent, upload, 0, first));

    // when
    restart();
    memoirs.append(agent, "z");
    replica.reply(memoirs.putting(agent, upload, 1, second));
    restart();
    Checkpoint saved =
        replica
            .reply(Memoirs.command(memoirs.finishing(agent, upload, 3, whole)))
            .getFinishCheckpoint()
            .getCheckpoint();
    restart();

    // then
    assertThat(memoirs.read("a")).containsExactly("x", "y", "z");
    State state = replica.machine.freeze();
    assertThat(state.checkpoints("", "a")).containsExactly(saved);
    assertThat(state.bodies().get(saved.getStreamId(), 0)).contains(first);
    assertThat(state.bodies().get(saved.getStreamId(), 1)).contains(second);
    assertThat(state.bodies().get(saved.getStreamId(), 2)).isEmpty();
  }

  @Test
  void shouldGoOnWithARecoveryAndWhatItsDeathsTaught() throws Exception {
    Agent agent = replica.register("a");
    memoirs.append(agent, 9);
    for (int deaths = 0; deaths < 3; deaths++) {
      comebacks.report(comebacks.begin("a").getAgent(), 6);
      restart();
    }
    replica.pass(10_000);
    restart();

    assertThat(comebacks.record("a").getQuarantine()).contains("event 6");
    assertThat(replica.machine.core().recoveries().underWay()).isZero();
  }

  @Test
  void shouldKeepAParkedBodyOverMergesAndTrims() throws Exception {
    Agent agent = replica.register("a");
    memoirs.append(agent, "keep", "x");
    restart();
    for (int deaths = 0; deaths < 3; deaths++) {
      comebacks.report(comebacks.begin("a").getAgent(), 1);
    }
    replica.pass(10_000);
    replica.reply(
        comebacks.releasing("a", io.caxton.v1.ReleaseQuarantineRequest.Action.ACTION_PARK));
    agent = comebacks.commit(comebacks.begin("a").getAgent(), 2);
    memoirs.save(agent, 2);
    memoirs.save(agent, 2);
    replica.reply(memoirs.trimming(agent, 2));
    for (int i = 0; i < 4; i++) {
      memoirs.append(agent, "y" + i);
      restart();
    }

    // when
    var merged = store.mergeBodies(replica.machine.freezeBodyRuns(), Pacer.UNLIMITED).orElseThrow();
    replica.machine.bodiesMerged(merged.inputs(), merged.output());
    restart();

    // then
    State state = replica.machine.freeze();
    long streamId = memoirs.journal("a").getStreamId();
    assertThat(state.bodies().get(streamId, 1)).isPresent();
    assertThat(state.bodies().get(streamId, 2)).isEmpty();
    assertThat(memoirs.read("a")).containsExactly("y0", "y1", "y2", "y3");
  }
}
