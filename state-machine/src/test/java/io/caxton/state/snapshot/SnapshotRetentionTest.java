package io.caxton.state.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.v1.SnapshotManifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SnapshotRetentionTest {
  @TempDir Path directory;
  private final MapState state = new MapState();

  private SnapshotManifest write(SnapshotStore store, int index) throws Exception {
    SnapshotManifest manifest = store.write(state.freeze(), 1, index, Pacer.UNLIMITED);
    state.snapshotTaken();
    return manifest;
  }

  static long[] seeds() {
    return SnapshotRoundTripTest.seeds();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void shouldNeverDeleteWhatIsPinnedOrNamed(long seed) throws Exception {
    // given
    Random random = new Random(seed);
    SnapshotStore store = Samples.open(directory);
    record Held(SnapshotManifest manifest, Pin pin) {}
    List<Held> held = new ArrayList<>();
    List<SnapshotManifest> written = new ArrayList<>();
    for (int index = 1; index <= 25; index++) {
      // when
      state.mutate(random, random.nextInt(80), 200);
      written.add(write(store, index));
      if (random.nextInt(3) == 0) {
        held.add(new Held(written.getLast(), store.pin(written.getLast()).orElseThrow()));
      }
      if (!held.isEmpty() && random.nextInt(4) == 0) {
        Pin released = held.remove(random.nextInt(held.size())).pin();
        released.close();
        released.close();
      }
      int kept = 1 + random.nextInt(3);
      store.retain(kept);

      // then
      for (Held one : held) {
        store.verify(one.manifest());
      }
      for (SnapshotManifest newest : written.reversed().stream().limit(1).toList()) {
        store.verify(newest);
      }
      assertThat(Samples.names(directory))
          .filteredOn(name -> name.endsWith(".manifest"))
          .hasSizeLessThanOrEqualTo(kept + held.size());
    }

    // and when
    held.forEach(one -> one.pin().close());
    store.retain(1);

    // then only the newest is left
    assertThat(Samples.names(directory)).hasSize(1 + written.getLast().getRunsCount());
    store.verify(written.getLast());
    assertThat(store.pin(written.getFirst())).isEmpty();
  }

  @Test
  void shouldDeleteLeftoversOfACrash() throws Exception {
    // given
    state.put("task", "t", "v");
    write(Samples.open(directory), 1);
    List<String> before = Samples.names(directory);
    Files.writeString(directory.resolve("writing.run.tmp"), "half");
    Files.writeString(directory.resolve("base-1-2.run.tmp"), "half");
    Files.writeString(directory.resolve("base-0f-0a.run"), "no manifest names it");

    // when
    SnapshotStore store = Samples.open(directory);

    // then
    assertThat(Samples.names(directory)).filteredOn(n -> n.endsWith(".tmp")).isEmpty();
    store.retain(1);
    assertThat(Samples.names(directory)).isEqualTo(before);
  }
}
