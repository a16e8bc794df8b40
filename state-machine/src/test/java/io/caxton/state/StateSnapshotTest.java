package io.caxton.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.caxton.state.snapshot.Pacer;
import io.caxton.state.snapshot.SnapshotStore;
import io.caxton.v1.Agent;
import io.caxton.v1.Grant;
import io.caxton.v1.NewTask;
import io.caxton.v1.SnapshotManifest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** From the state machine to its snapshot files and back. */
class StateSnapshotTest {
  @TempDir Path directory;
  private final Replica replica = new Replica();
  private final List<Grant> grants = new ArrayList<>();

  /** Run one again: {@code -Dseed=N}. */
  static long[] seeds() {
    String seed = System.getProperty("seed");
    return seed != null ? new long[] {Long.parseLong(seed)} : new Random().longs(3).toArray();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void shouldLoadTheStateThatWasFrozenHoweverManyDeltasAndFailures(long seed) throws Exception {
    // given
    Random random = new Random(seed);
    SnapshotStore store = SnapshotStore.open(directory);
    replica.register("worker");
    work(random, 400);
    int deltas = 0;
    for (int index = 1; index <= 15; index++) {
      // when
      work(random, random.nextInt(60));
      SnapshotView view = replica.machine.freezeForSnapshot();
      if (random.nextInt(3) == 0) {
        replica.machine.snapshotFailed(view);
        continue;
      }
      SnapshotManifest manifest = store.write(view.sourceWithDigest(), 1, index, Pacer.UNLIMITED);
      store.retain(2);
      deltas += manifest.getRunsCount() - 1;

      // then
      StateSink loaded =
          store.loadNewestWhole(() -> new StateSink(Limits.BUILT_IN)).newest().orElseThrow();
      assertThat(loaded.manifest()).isEqualTo(manifest);
      assertThat(loaded.machine().position()).isEqualTo(view.state().position());
      assertThat(loaded.machine().freeze().digest())
          .isEqualTo(view.state().digest())
          .isEqualTo(manifest.getDigest());

      // and when the node goes on from what it loaded
      if (random.nextInt(4) == 0) {
        replica.machine = loaded.machine();
      }
    }
    assertThat(deltas).isPositive();
  }

  @Test
  void shouldWriteADeltaUponALoadedSnapshot() throws Exception {
    // given
    SnapshotStore store = SnapshotStore.open(directory);
    replica.register("worker");
    work(new Random(1), 100);
    store.write(replica.machine.freezeForSnapshot().source(), 1, 1, Pacer.UNLIMITED);
    replica.machine =
        store
            .loadNewestWhole(() -> new StateSink(Limits.BUILT_IN))
            .newest()
            .orElseThrow()
            .machine();

    // when
    replica.submit("one", "two");
    SnapshotManifest manifest =
        store.write(replica.machine.freezeForSnapshot().source(), 1, 2, Pacer.UNLIMITED);

    // then
    assertThat(manifest.getRunsCount()).isEqualTo(2);
    assertThat(manifest.getRuns(1).getEntries()).isBetween(3L, 10L);
  }

  private void work(Random random, int operations) {
    Agent worker = replica.agent("worker");
    for (int i = 0; i < operations; i++) {
      switch (random.nextInt(6)) {
        case 0 -> grants.addAll(replica.grants(worker, 1 + random.nextInt(3)));
        case 1 -> {
          if (!grants.isEmpty()) {
            replica.completeOne(worker, grants.remove(random.nextInt(grants.size())));
          }
        }
        default ->
            replica.submit(
                NewTask.newBuilder()
                    .setQueue("q" + random.nextInt(3))
                    .setPayload(ByteString.copyFrom(new byte[random.nextInt(300)])));
      }
    }
  }
}
