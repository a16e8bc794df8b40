package io.caxton.state.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.v1.SnapshotManifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When deltas have become many or large, they are merged into a new base. */
class SnapshotMergeTest {
  @TempDir Path directory;
  private SnapshotStore store;
  private final MapState state = new MapState();
  private int index;

  @BeforeEach
  void givenABaseOfAThousandEntries() throws Exception {
    store = Samples.open(directory);
    for (int i = 0; i < 1000; i++) {
      state.put("tasks", "t" + i, "value " + i);
    }
    write();
  }

  private SnapshotManifest write() throws Exception {
    SnapshotManifest manifest = store.write(state.freeze(), 1, ++index, Pacer.UNLIMITED);
    state.snapshotTaken();
    return manifest;
  }

  @Test
  void shouldMergeWhenTheDeltasOutgrowTheBase() throws Exception {
    // given
    SnapshotManifest manifest;
    do {
      // when
      for (int i = 0; i < 400; i++) {
        state.put("tasks", "t" + i, "round " + index);
      }
      state.remove("tasks", "t" + (900 + index)).put("agents", "a" + index, "x");
      manifest = write();
    } while (manifest.getRunsCount() > 1);

    // then
    assertThat(index)
        .isBetween(7, 10); // Each delta has 400 of 1 000 rows; more than 3 000 are too many.
    assertThat(manifest.getRuns(0).getEntries()).isEqualTo(1000);
    assertThat(manifest.getRuns(0).getRemovals()).isZero();
    assertThat(manifest.getRuns(0).getName()).startsWith("base-");
    assertThat(Samples.load(store).content()).isEqualTo(state.content());
    store.retain(1);
    assertThat(Samples.names(directory)).hasSize(2);
  }

  @Test
  void shouldMergeWhenThereAreManyDeltas() throws Exception {
    for (int round = 0; round < SnapshotWriter.RUNS_MAX - 1; round++) {
      state.put("tasks", "t" + round, "new");
      assertThat(write().getRunsCount()).isEqualTo(round + 2);
    }

    // when
    state.put("tasks", "t8", "new");

    // then
    assertThat(write().getRunsCount()).isEqualTo(1);
    assertThat(Samples.load(store).content()).isEqualTo(state.content());
  }

  @Test
  void shouldMergeToNothingWhenEverythingWentBitByBit() throws Exception {
    for (int i = 0; i < 1000; i++) {
      state.remove("tasks", "t" + i);
      if (i % 100 == 99) {
        write();
      }
    }

    assertThat(store.newest().orElseThrow().getTablesList()).isEmpty();
    assertThat(Samples.load(store).content()).isEmpty();
  }

  @Test
  void shouldWriteTheWholeStateWhenARunToMergeIsDamagedAndSaySo() throws Exception {
    // given as many deltas as there may be
    for (int round = 0; round < SnapshotWriter.RUNS_MAX - 1; round++) {
      state.put("tasks", "t" + round, "new");
      write();
    }
    Path base = directory.resolve(store.newest().orElseThrow().getRuns(0).getName());
    byte[] bytes = Files.readAllBytes(base);
    bytes[5000] ^= 1;
    Files.write(base, bytes);
    assertThat(store.damaged()).isEmpty();

    // when
    state.put("tasks", "t8", "new");
    SnapshotManifest manifest = write();

    // then
    assertThat(store.damaged()).hasSize(1).allMatch(damage -> damage.file().equals(base));
    assertThat(manifest.getRunsCount()).isEqualTo(1);
    assertThat(Samples.load(Samples.open(directory)).content()).isEqualTo(state.content());
  }

  @Test
  void shouldStopWhenTheChangesDoNotLeadToTheState() throws Exception {
    // given a state that lost track of a removal
    for (int round = 0; round < SnapshotWriter.RUNS_MAX - 1; round++) {
      state.put("tasks", "t" + round, "new");
      write();
    }
    long position = state.position();
    state.remove("tasks", "t900").snapshotTaken().put("tasks", "t1", "newer");
    MapState.Frozen frozen = (MapState.Frozen) state.freeze();
    MapState.Frozen wrong =
        new MapState.Frozen(
            frozen.header(), frozen.digest(), OptionalLong.of(position), frozen.tables());

    // then
    assertThatThrownBy(() -> store.write(wrong, 1, 100, Pacer.UNLIMITED))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("do not lead from");
    assertThat(Samples.names(directory)).noneMatch(name -> name.endsWith(".tmp"));
  }
}
