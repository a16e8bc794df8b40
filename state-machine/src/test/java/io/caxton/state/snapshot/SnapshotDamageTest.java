package io.caxton.state.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.v1.SnapshotManifest;
import io.caxton.v1.SnapshotRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotDamageTest {
  @TempDir Path directory;
  private SnapshotStore store;
  private Map<String, Map<String, String>> olderContent;
  private SnapshotManifest newer;
  private List<Path> filesOfNewerOnly;

  @BeforeEach
  void givenTwoSnapshots() throws Exception {
    MapState state = new MapState().mutate(new Random(1), 80, 150);
    store = Samples.open(directory);
    store.write(state.freeze(), 1, 1, Pacer.UNLIMITED);
    olderContent = state.content();
    List<Path> filesOfOlder = Samples.files(directory);
    state.snapshotTaken().mutate(new Random(2), 25, 150);
    newer = store.write(state.freeze(), 1, 2, Pacer.UNLIMITED);
    filesOfNewerOnly =
        Samples.files(directory).stream().filter(f -> !filesOfOlder.contains(f)).toList();
    assertThat(filesOfNewerOnly).hasSize(2);
    assertThat(newer.getRunsCount()).isEqualTo(2);
  }

  /** One bit of every byte, another one in each. */
  @Test
  void shouldFallBackWhicheverByteIsDamaged() throws Exception {
    flipEvery(9);
  }

  @Test
  @Tag("slow")
  void shouldFallBackWhicheverBitIsFlipped() throws Exception {
    flipEvery(1);
  }

  private void flipEvery(int bits) throws IOException {
    int flips = 0;
    for (Path file : filesOfNewerOnly) {
      byte[] whole = Files.readAllBytes(file);
      for (int bit = 0; bit < whole.length * 8; bit += bits) {
        byte[] flipped = whole.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        Files.write(file, flipped);
        expectFallBack(file);
        flips++;
      }
      Files.write(file, whole);
    }
    assertThat(flips).isGreaterThan(15_000 / bits);
    assertThat(Samples.load(Samples.open(directory)).manifest()).isEqualTo(newer);
  }

  @Test
  void shouldFallBackWhereverAFileIsCutOrExtended() throws Exception {
    for (Path file : filesOfNewerOnly) {
      byte[] whole = Files.readAllBytes(file);
      for (int length = 0; length < whole.length; length += 7) {
        Files.write(file, Arrays.copyOf(whole, length));
        expectFallBack(file);
      }
      Files.write(file, Arrays.copyOf(whole, whole.length - 1));
      expectFallBack(file);
      Files.write(file, Arrays.copyOf(whole, whole.length + 1));
      expectFallBack(file);
      Files.write(file, whole);
    }
  }

  @Test
  void shouldFallBackWhenARunIsAwayOrAnother() throws Exception {
    Path run = directory.resolve(newer.getRuns(1).getName());
    byte[] whole = Files.readAllBytes(run);
    Files.delete(run);
    expectFallBack(run);

    Files.copy(directory.resolve(newer.getRuns(0).getName()), run);
    expectFallBack(run);

    Files.write(run, new byte[whole.length]);
    expectFallBack(run);
  }

  @Test
  void shouldFallBackWhenTwoPagesChangedPlaces() throws Exception {
    Path run = directory.resolve(newer.getRuns(1).getName());
    byte[] bytes = Files.readAllBytes(run);
    byte[] page = Arrays.copyOfRange(bytes, 0, 1024);
    System.arraycopy(bytes, 1024, bytes, 0, 1024);
    System.arraycopy(page, 0, bytes, 1024, 1024);
    Files.write(run, bytes);

    expectFallBack(run);
  }

  @Test
  void shouldRefuseRunsThatDoNotMakeUpTheManifest() throws Exception {
    // given a manifest, sound in itself, that leaves a delta out
    SnapshotManifest wrong = newer.toBuilder().removeRuns(1).build();
    Path file = store.file(newer);
    Files.write(file, ManifestFile.encode(wrong).array());

    expectFallBack(file);
  }

  @Test
  void shouldSayWhatWasDamagedWhenNoSnapshotIsWhole() throws Exception {
    // given the base that both snapshots share is damaged
    Path base = directory.resolve(newer.getRuns(0).getName());
    byte[] bytes = Files.readAllBytes(base);
    bytes[2000] ^= 4;
    Files.write(base, bytes);

    // when
    Whole<SnapshotManifest> whole = Samples.open(directory).newestWhole();

    // then
    assertThat(whole.newest()).isEmpty();
    assertThat(whole.damaged()).hasSize(2).allMatch(d -> d.file().equals(base));
    assertThat(whole.damaged().getFirst().reason()).isEqualTo("page 1 does not match its checksum");
  }

  @Test
  void shouldNotBuildUponADamagedSnapshotNorCountItAsOneOfTheNewest() throws Exception {
    // given
    Path run = directory.resolve(newer.getRuns(1).getName());
    Files.write(run, new byte[10]);
    SnapshotStore restarted = Samples.open(directory);
    MapSink loaded = Samples.load(restarted);
    MapState state = new MapState();
    loaded.content().forEach((t, rows) -> rows.forEach((k, v) -> state.put(t, k, v)));

    // when
    SnapshotManifest next = restarted.write(state.freeze(), 1, 3, Pacer.UNLIMITED);
    restarted.retain(2);

    // then the two whole ones are left, and the damaged one between them
    assertThat(restarted.newest()).contains(next);
    assertThat(Samples.names(directory)).filteredOn(n -> n.endsWith(".manifest")).hasSize(3);
    restarted.verify(loaded.manifest());

    // and when
    restarted.write(state.put("task", "x", "y").freeze(), 1, 4, Pacer.UNLIMITED);
    restarted.retain(2);

    // then
    assertThat(Samples.names(directory)).filteredOn(n -> n.endsWith(".manifest")).hasSize(2);
  }

  @Test
  void shouldReplaceADamagedSnapshotOfTheSameIndex() throws Exception {
    // given
    Files.write(store.file(newer), new byte[10]);
    SnapshotStore restarted = Samples.open(directory);
    assertThat(restarted.newestWhole().damaged()).hasSize(1);
    MapState state = new MapState().put("task", "x", "y");

    // when
    restarted.write(state.freeze(), 1, 2, Pacer.UNLIMITED);

    // then
    assertThat(restarted.newestWhole().damaged()).isEmpty();
    assertThat(Samples.load(Samples.open(directory)).content()).isEqualTo(state.content());
  }

  @Test
  void shouldRefuseToStartOnFilesOfANewerVersionAndTouchNothing() throws Exception {
    // given
    SnapshotManifest future = newer.toBuilder().setVersion(ManifestFile.VERSION + 1).build();
    Files.write(store.file(newer), ManifestFile.encode(future).array());
    Files.writeString(directory.resolve("writing.run.tmp"), "half");
    List<String> before = Samples.names(directory);

    // then
    assertThatThrownBy(() -> Samples.open(directory))
        .isInstanceOf(NewerFormatException.class)
        .hasMessageContaining("has format 3");
    assertThat(Samples.names(directory)).isEqualTo(before);
  }

  @Test
  void shouldNeverFollowARunsNameOutOfTheFolder() throws Exception {
    SnapshotRun outside = newer.getRuns(0).toBuilder().setName("../base-1.run").build();
    Path file = directory.resolveSibling("received.manifest");
    Files.write(file, ManifestFile.encode(newer.toBuilder().addRuns(outside).build()).array());

    assertThatThrownBy(() -> ManifestFile.read(file)).isInstanceOf(DamagedFileException.class);
    assertThat(store.runFile("../received.manifest")).isEmpty();
    Files.delete(file);
  }

  private void expectFallBack(Path damaged) throws IOException {
    Whole<MapSink> whole = Samples.open(directory).loadNewestWhole(MapSink::new);
    assertThat(whole.newest().orElseThrow().content()).isEqualTo(olderContent);
    assertThat(whole.damaged()).hasSize(1);
    assertThat(whole.damaged().getFirst().file()).isEqualTo(damaged);
  }
}
