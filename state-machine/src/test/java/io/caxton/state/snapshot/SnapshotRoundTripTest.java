package io.caxton.state.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.v1.SnapshotManifest;
import io.caxton.v1.SnapshotTable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotRoundTripTest {
  @TempDir Path directory;

  /** Run one again: {@code -Dseed=N}. */
  static long[] seeds() {
    String seed = System.getProperty("seed");
    return seed != null
        ? new long[] {Long.parseLong(seed)}
        : new Random().longs(5).map(s -> s & 0xffff_ffffL).toArray();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void shouldLoadWhatWasWrittenWhetherInDeltasOrWhole(long seed) throws Exception {
    // given
    Random random = new Random(seed);
    MapState state = new MapState();
    SnapshotStore store = Samples.open(directory.resolve("deltas"));
    for (int index = 1; index <= 20; index++) {
      state.mutate(random, random.nextInt(60), random.nextInt(1000));
      if (random.nextInt(3) == 0) {
        state.forgetChanges("tasks");
      }

      // when
      SnapshotManifest manifest = store.write(state.freeze(), 3, index, Pacer.UNLIMITED);
      state.snapshotTaken();
      store.retain(2);

      // then
      SnapshotStore reopened = Samples.open(directory.resolve("deltas"));
      Whole<MapSink> whole = reopened.loadNewestWhole(MapSink::new);
      assertThat(whole.damaged()).isEmpty();
      assertThat(whole.newest().orElseThrow().manifest()).isEqualTo(manifest);
      assertThat(whole.newest().orElseThrow().content()).isEqualTo(state.content());
      assertThat(manifest.getDigest()).isEqualTo(state.digest());
      assertThat(manifest.getRunsCount()).isLessThanOrEqualTo(SnapshotWriter.RUNS_MAX);
    }

    // and when
    SnapshotStore full = Samples.open(directory.resolve("full"));
    full.write(state.nothingTracked().freeze(), 3, 20, Pacer.UNLIMITED);

    // then
    assertThat(Samples.load(full).content()).isEqualTo(Samples.load(store).content());
    assertThat(full.newest().orElseThrow().getTablesList())
        .isEqualTo(store.newest().orElseThrow().getTablesList());
  }

  @Test
  void shouldWriteChangedKeysOnly() throws Exception {
    // given
    MapState state = new MapState();
    for (int i = 0; i < 1000; i++) {
      state.put("task", "t" + i, "value " + i);
    }
    SnapshotStore store = Samples.open(directory);
    SnapshotManifest base = store.write(state.freeze(), 1, 10, Pacer.UNLIMITED);
    state.snapshotTaken();

    // when
    state.put("task", "t7", "new").remove("task", "t8").put("agent", "a", "first");
    SnapshotManifest delta = store.write(state.freeze(), 1, 20, Pacer.UNLIMITED);

    // then
    assertThat(delta.getRunsCount()).isEqualTo(2);
    assertThat(delta.getRuns(0)).isEqualTo(base.getRuns(0));
    assertThat(delta.getRuns(1).getEntries()).isEqualTo(2);
    assertThat(delta.getRuns(1).getRemovals()).isEqualTo(1);
    assertThat(delta.getTablesList())
        .containsExactly(
            SnapshotTable.newBuilder().setName("agent").setEntries(1).build(),
            SnapshotTable.newBuilder().setName("task").setEntries(999).build());
    assertThat(Samples.load(store).content()).isEqualTo(state.content());
  }

  @Test
  void shouldReplaceATableWhoseChangesAreNotKnown() throws Exception {
    // given
    MapState state = new MapState();
    for (int i = 0; i < 1000; i++) {
      state.put("tasks", "t" + i, "value " + i).put("outcomes", "o" + i, "x".repeat(i % 300));
    }
    for (int i = 100; i < 1000; i++) {
      state.remove("outcomes", "o" + i);
    }
    SnapshotStore store = Samples.open(directory);
    store.write(state.freeze(), 1, 10, Pacer.UNLIMITED);

    // when
    state.snapshotTaken().remove("outcomes", "o7").put("outcomes", "p", "1").put("tasks", "t", "2");
    state.forgetChanges("outcomes");
    SnapshotManifest delta = store.write(state.freeze(), 1, 20, Pacer.UNLIMITED);

    // then
    assertThat(delta.getRunsCount()).isEqualTo(2);
    assertThat(delta.getRuns(1).getReplacedTablesList()).containsExactly("outcomes");
    assertThat(delta.getRuns(1).getEntries()).isEqualTo(101);
    assertThat(delta.getRuns(1).getRemovals()).isZero();
    assertThat(Samples.load(store).content()).isEqualTo(state.content());
    store.verify(delta);
  }

  @Test
  void shouldShareEveryRunWhenNothingChanged() throws Exception {
    // given
    MapState state = new MapState().put("task", "t", "v");
    SnapshotStore store = Samples.open(directory);
    SnapshotManifest first = store.write(state.freeze(), 1, 10, Pacer.UNLIMITED);
    state.snapshotTaken();

    // when
    SnapshotManifest second = store.write(state.freeze(), 1, 11, Pacer.UNLIMITED);

    // then
    assertThat(second.getRunsList()).isEqualTo(first.getRunsList());
    assertThat(Samples.load(store).content()).isEqualTo(state.content());
  }

  @Test
  void shouldWriteABaseWhenTheSnapshotBeforeIsNotTheOneTheChangesCountFrom() throws Exception {
    // given a delta of changes since a snapshot that failed
    MapState state = new MapState().put("task", "a", "1").put("task", "b", "1");
    SnapshotStore store = Samples.open(directory);
    store.write(state.freeze(), 1, 10, Pacer.UNLIMITED);
    state.put("task", "c", "1").snapshotTaken().put("task", "d", "1");

    // when
    SnapshotManifest manifest = store.write(state.freeze(), 1, 12, Pacer.UNLIMITED);

    // then
    assertThat(manifest.getRunsCount()).isEqualTo(1);
    assertThat(Samples.load(store).content()).isEqualTo(state.content());
  }

  @Test
  void shouldKeepAnEmptyState() throws Exception {
    // given
    SnapshotStore store = Samples.open(directory);
    assertThat(store.newestWhole().newest()).isEmpty();
    assertThat(store.newestWhole().damaged()).isEmpty();

    // when
    MapState state = new MapState();
    SnapshotManifest empty = store.write(state.freeze(), 0, 0, Pacer.UNLIMITED);
    state.snapshotTaken();

    // then
    assertThat(empty.getRunsList()).isEmpty();
    assertThat(Samples.names(directory)).hasSize(1);
    assertThat(Samples.load(Samples.open(directory)).content()).isEmpty();

    // and when it fills and empties again
    state.put("task", "t", "v");
    store.write(state.freeze(), 1, 1, Pacer.UNLIMITED);
    state.snapshotTaken().remove("task", "t");
    store.write(state.freeze(), 1, 2, Pacer.UNLIMITED);

    // then
    assertThat(Samples.load(Samples.open(directory)).content()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 28_666, 28_667, 28_668, 28_671, 28_672, 57_338, 57_339, 1 << 20})
  void shouldKeepValuesOfEverySize(int bytes) throws Exception {
    // given
    byte[] value = new byte[bytes];
    new Random(bytes).nextBytes(value);
    MapState state = new MapState();
    for (int i = 0; i < 20; i++) {
      state.put("task", "large-" + i, value);
      state.put("task", "large-" + i + "\0\0\0", "a key that begins with another");
    }
    SnapshotStore store = SnapshotStore.open(directory);

    // when
    store.write(state.freeze(), 1, 10, Pacer.UNLIMITED);
    state.snapshotTaken();
    byte[] longer = Arrays.copyOf(value, bytes + 200_000);
    state.put("task", "large-3", longer).put("task", "large-4", "short").remove("task", "large-5");
    SnapshotManifest manifest = store.write(state.freeze(), 1, 11, Pacer.UNLIMITED);

    // then
    assertThat(manifest.getRunsCount()).isEqualTo(2);
    assertThat(Samples.load(SnapshotStore.open(directory)).content()).isEqualTo(state.content());
  }
}
