package io.caxton.state.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.v1.SnapshotManifest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mapdb.Serializer;
import org.mapdb.SortedTableMap;
import org.mapdb.volume.MappedFileVol;
import org.mapdb.volume.Volume;

class RunFormatTest {
  @TempDir Path directory;

  @Test
  void shouldBeAFileThatMapDbReadsItself() throws Exception {
    // given
    MapState state = new MapState().mutate(new Random(1), 500, 90);
    SnapshotStore store = SnapshotStore.open(directory);
    SnapshotManifest manifest = store.write(state.freeze(), 1, 1, Pacer.UNLIMITED);
    Path run = store.runFile(manifest.getRuns(0).getName()).orElseThrow();

    // when
    Volume volume = MappedFileVol.FACTORY.makeVolume(run.toString(), true);
    SortedTableMap<byte[], byte[]> map =
        SortedTableMap.open(volume, RunKeys.ORDER, Serializer.BYTE_ARRAY);

    // then
    assertThat(map.getSize()).isEqualTo((int) manifest.getRuns(0).getEntries());
    state
        .content()
        .forEach(
            (table, entries) ->
                entries.forEach(
                    (key, value) -> {
                      byte[] prefix = RunKeys.prefix(table);
                      byte[] found =
                          map.get(RunKeys.encode(prefix, key.getBytes(StandardCharsets.UTF_8)));
                      assertThat(found)
                          .isEqualTo(RunValues.whole(value.getBytes(StandardCharsets.ISO_8859_1)));
                    }));
    volume.close();
  }

  @Test
  void shouldSplitWorkIntoPagesForThePacer() throws Exception {
    // given
    MapState state = new MapState();
    for (int i = 0; i < 200; i++) {
      state.put("task", "t" + i, new byte[10_000]);
    }
    SnapshotStore store = SnapshotStore.open(directory);
    List<Long> spent = new ArrayList<>();

    // when
    SnapshotManifest manifest = store.write(state.freeze(), 1, 1, spent::add);

    // then
    assertThat(spent).allMatch(bytes -> bytes == 256 << 10);
    assertThat(spent.size()).isGreaterThan(5);
    assertThat(spent.stream().mapToLong(b -> b).sum())
        .isLessThanOrEqualTo(manifest.getRuns(0).getLengthBytes());
  }

  @Test
  void shouldRefuseALayoutWhoseLargestNodeDoesNotFitAPage() {
    assertThatThrownBy(() -> new RunLayout(1024, 4, 100, 200))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RunLayout(1000, 4, 100, 100))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldRefuseAKeyThatIsTooLongAndLeaveNothing() throws Exception {
    SnapshotStore store = SnapshotStore.open(directory);
    MapState state = new MapState().put("task", "k".repeat(2100), "v");

    assertThatThrownBy(() -> store.write(state.freeze(), 1, 1, Pacer.UNLIMITED))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Samples.names(directory)).isEmpty();
  }

  @Test
  void shouldKeepTheLongestKeysAndFullestNodes() throws Exception {
    // given nodes as large as they can be
    MapState state = new MapState();
    for (int i = 0; i < 100; i++) {
      state.put(
          "task",
          "k".repeat(2036) + (char) ('0' + i / 10) + (char) ('0' + i % 10),
          new byte[28_671]);
    }

    // when
    SnapshotStore store = SnapshotStore.open(directory);
    store.write(state.freeze(), 1, 1, Pacer.UNLIMITED);

    // then
    assertThat(Samples.load(store).content()).isEqualTo(state.content());
  }

  @Test
  void shouldStopWhenASourceMiscountsOrMisorders() throws Exception {
    SnapshotStore store = Samples.open(directory);
    SnapshotSource good = new MapState().put("task", "a", "1").freeze();
    List<SourceTable<?>> twice = List.of(good.tables().getFirst(), good.tables().getFirst());
    SnapshotSource misordered =
        new MapState.Frozen(good.header(), good.digest(), good.changedSince(), twice);

    assertThatThrownBy(() -> store.write(misordered, 1, 1, Pacer.UNLIMITED))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("order");
    assertThat(Samples.names(directory)).isEmpty();
  }
}
