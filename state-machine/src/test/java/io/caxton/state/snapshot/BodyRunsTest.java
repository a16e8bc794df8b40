package io.caxton.state.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.state.Seeds;
import io.caxton.state.body.DamagedBodyException;
import io.caxton.state.body.FrozenBodies;
import io.caxton.v1.SnapshotManifest;
import io.caxton.v1.SnapshotRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies from memory into runs, from runs into fewer runs, and to whoever reads them. */
class BodyRunsTest {
  @TempDir Path root;
  private Path directory;
  private SnapshotStore store;
  private final MapState state = new MapState();

  @BeforeEach
  void open() throws IOException {
    directory = root.resolve("snapshots");
    store = Samples.open(directory);
  }

  private SnapshotManifest write(int index) throws Exception {
    SnapshotSource source = state.freeze();
    SnapshotManifest manifest = store.write(source, 1, index, Pacer.UNLIMITED);
    state.snapshotTaken();
    state.bodies().durable(source.bodies(), store.newBodies(manifest, source.bodies()));
    return manifest;
  }

  private boolean merge() throws Exception {
    var merged = store.mergeBodies(state.bodies().freezeRuns(), Pacer.UNLIMITED);
    merged.ifPresent(m -> state.bodies().merged(m.inputs(), m.output()));
    return merged.isPresent();
  }

  @Test
  void shouldReadEveryBodyHoweverManyRunsMergesFailuresAndStarts() {
    Seeds.each(
        BodyRunsTest.class,
        3,
        seed -> {
          try {
            open();
            history(new Random(seed));
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private void history(Random random) throws Exception {
    int merges = 0;
    MapState mine = new MapState();
    Path own = Files.createTempDirectory(root, "history");
    SnapshotStore owned = Samples.open(own);
    for (int index = 1; index <= 40; index++) {
      mine.mutateBodies(random, random.nextInt(80), random.nextInt(8) == 0 ? 3_000 : 150);
      SnapshotSource source = mine.freeze();
      if (random.nextInt(5) == 0) {
        continue; // As a snapshot that failed: its bodies come with the next one.
      }
      SnapshotManifest manifest = owned.write(source, 1, index, Pacer.UNLIMITED);
      mine.snapshotTaken();
      mine.bodies().durable(source.bodies(), owned.newBodies(manifest, source.bodies()));
      if (random.nextInt(3) > 0) {
        var merged = owned.mergeBodies(mine.bodies().freezeRuns(), Pacer.UNLIMITED);
        merged.ifPresent(m -> mine.bodies().merged(m.inputs(), m.output()));
        merges += merged.isPresent() ? 1 : 0;
      }
      owned.retain(2);
      owned.verify(manifest);
      assertThat(Samples.load(Samples.open(own)).content()).isEqualTo(mine.content());
    }
    assertThat(merges).isGreaterThan(3);
  }

  @Test
  void shouldWriteABodyOnceAndKeepItOutOfMemory() throws Exception {
    state.append(1, new byte[5_000]).append(1, new byte[0]);
    SnapshotManifest first = write(1);
    state.append(1, new byte[10]);
    SnapshotManifest second = write(2);

    assertThat(first.getVersion()).isEqualTo(2);
    assertThat(first.getBodyRunsList()).hasSize(1);
    assertThat(second.getBodyRunsList()).hasSize(2).startsWith(first.getBodyRuns(0));
    assertThat(second.getBodyRuns(1).getEntries()).isEqualTo(1);
    assertThat(state.bodies().memoryBytes()).isZero();
    assertThat(Samples.load(store).content()).isEqualTo(state.content());
  }

  @Test
  void shouldBeOfTheOldFormatWithoutBodies() throws Exception {
    state.put("task", "a", "1");

    assertThat(write(1).getVersion()).isEqualTo(1);
  }

  @Test
  void shouldDropWhatIsNotWantedWhenItMerges() throws Exception {
    for (int index = 1; index <= 4; index++) {
      state.append(1, new byte[300]).append(2, new byte[300]);
      write(index);
    }
    state.forget(2);
    assertThat(merge()).isTrue();
    SnapshotManifest manifest = write(5);

    assertThat(manifest.getBodyRunsList()).hasSize(1);
    assertThat(manifest.getBodyRuns(0).getEntries()).isEqualTo(4);
    assertThat(Samples.load(store).content()).isEqualTo(state.content());

    // and the inputs go with the snapshots that name them
    store.retain(1);
    assertThat(Samples.names(directory)).filteredOn(n -> n.startsWith("bodies")).hasSize(1);
  }

  @Test
  void shouldKeepAMergedRunThatNoSnapshotNamesYet() throws Exception {
    for (int index = 1; index <= 4; index++) {
      state.append(1, new byte[300]);
      write(index);
    }
    merge();
    store.retain(1);
    String merged = state.bodies().freezeRuns().runs().getFirst().run().getName();
    assertThat(Samples.names(directory)).contains(merged);

    // and a restart goes on with the inputs
    SnapshotStore restarted = Samples.open(directory);
    restarted.retain(1);
    assertThat(Samples.names(directory)).doesNotContain(merged);
    assertThat(Samples.load(restarted).content()).isEqualTo(state.content());
  }

  @Test
  void shouldGoOnReadingARunThatWasDeleted() throws Exception {
    state.append(1, new byte[300]);
    write(1);
    for (Path file : Samples.files(directory)) {
      Files.delete(file);
    }

    assertThat(state.bodies().get(1, 1)).contains(new byte[300]);
  }

  @Test
  void shouldNameDamageWhereItIsRead() throws Exception {
    // given bodies over several pages
    for (int i = 0; i < 40; i++) {
      state.append(1, new byte[90]);
    }
    SnapshotManifest manifest = write(1);
    Path run = directory.resolve(manifest.getBodyRuns(0).getName());
    byte[] bytes = Files.readAllBytes(run);
    bytes[1024 * 3 + 700] ^= 4;
    Files.write(run, bytes);

    // then a start does not see it, and a reader does
    MapSink sink = Samples.load(Samples.open(directory));
    assertThatThrownBy(sink::content)
        .isInstanceOf(UncheckedIOException.class)
        .hasCauseInstanceOf(DamagedBodyException.class)
        .hasMessageContaining("page 3 does not match its checksum");
    assertThatThrownBy(() -> store.verify(manifest)).isInstanceOf(DamagedFileException.class);
    assertThat(Samples.open(directory).newestWhole().newest()).isEmpty();
  }

  @Test
  void shouldFindAMissingOrForeignRunAtTheStart() throws Exception {
    state.append(1, new byte[300]);
    write(1);
    state.append(1, new byte[300]);
    SnapshotManifest newest = write(2);
    Path run = directory.resolve(newest.getBodyRuns(1).getName());
    Files.delete(run);

    Whole<MapSink> whole = Samples.open(directory).loadNewestWhole(MapSink::new);
    assertThat(whole.damaged()).hasSize(1);
    assertThat(whole.newest().orElseThrow().manifest().getIndex()).isEqualTo(1);
  }

  @Test
  void shouldFetchBodiesThatAreMissingWhenItInstalls() throws Exception {
    // given
    SnapshotStore follower = Samples.open(root.resolve("follower"));
    state.append(1, new byte[300]).put("task", "a", "1");
    write(1);
    state.append(2, new byte[300]);
    SnapshotManifest manifest = write(2);

    // when
    List<SnapshotRun> missing = follower.missing(manifest);
    assertThat(missing).containsAll(manifest.getBodyRunsList());
    for (SnapshotRun run : missing) {
      Path temporary = follower.temporaryFor(run);
      Files.copy(store.runFile(run.getName()).orElseThrow(), temporary);
      follower.accept(run, temporary);
    }
    follower.install(manifest);
    follower.retain(1);

    // then
    assertThat(Samples.load(Samples.open(root.resolve("follower"))).content())
        .isEqualTo(state.content());
  }

  @Test
  void shouldNotWriteUponRunsThatAreNotKeptAnyMore() throws Exception {
    state.append(1, new byte[300]);
    write(1);
    FrozenBodies own = state.bodies().freeze();
    MapState other = new MapState();
    for (int index = 2; index <= 3; index++) {
      store.write(other.put("task", "a", "" + index).freeze(), 1, index, Pacer.UNLIMITED);
    }
    store.retain(1);

    assertThat(own.runs()).hasSize(1);
    assertThatThrownBy(() -> store.write(state.freeze(), 1, 4, Pacer.UNLIMITED))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not kept any more");
    assertThat(new ArrayList<>(Samples.names(directory))).noneMatch(n -> n.endsWith(".tmp"));
  }
}
