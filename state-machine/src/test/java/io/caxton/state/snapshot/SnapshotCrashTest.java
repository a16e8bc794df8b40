package io.caxton.state.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.v1.SnapshotManifest;
import io.caxton.v1.SnapshotRun;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stops the node, or fails the disk, before every single step of everything the store does. */
class SnapshotCrashTest {
  @TempDir Path root;
  private Path directory;
  private final LossyDisk disk = new LossyDisk();
  private final MapState state = new MapState();
  private final List<Map<String, Map<String, String>>> contents = new ArrayList<>();
  private final AtomicInteger crashes = new AtomicInteger();
  private SnapshotStore store;

  @BeforeEach
  void givenTwoSnapshots() throws Exception {
    directory = root.resolve("snapshots");
    store = SnapshotStore.open(directory, disk, Samples.SMALL);
    for (int index = 0; index < 2; index++) {
      state.mutate(new Random(index), 400, 150);
      write(index);
    }
  }

  private SnapshotManifest write(int index) throws Exception {
    contents.add(state.content());
    SnapshotManifest manifest = store.write(state.freeze(), 1, index, Pacer.UNLIMITED);
    state.snapshotTaken();
    return manifest;
  }

  @Test
  void shouldHaveTheOldOrTheNewSnapshotWheneverTheNodeCrashesWhileWritingADelta() throws Exception {
    disk.hook(step -> crash(1, 2));
    state.mutate(new Random(2), 80, 150);
    SnapshotManifest delta = write(2);
    disk.hook(step -> {});

    assertThat(delta.getRunsCount()).isGreaterThan(1);
    assertThat(crashes.get()).isGreaterThan(15);
    crash(2, 2);
  }

  @Test
  void shouldHaveTheOldOrTheNewSnapshotWheneverTheNodeCrashesWhileWritingABase() throws Exception {
    disk.hook(step -> crash(1, 2));
    state.mutate(new Random(2), 400, 150).nothingTracked();
    SnapshotManifest base = write(2);
    disk.hook(step -> {});

    assertThat(base.getRunsCount()).isEqualTo(1);
    assertThat(crashes.get()).isGreaterThan(30);
    crash(2, 2);
  }

  @Test
  void shouldHaveTheOldOrTheNewSnapshotWheneverTheNodeCrashesWhileMerging() throws Exception {
    List<String> steps = new ArrayList<>();
    for (int index = 2; !steps.contains("create base.run.tmp"); index++) {
      int newest = index;
      disk.hook(
          step -> {
            steps.add(step);
            crash(newest - 1, newest);
          });
      state.mutate(new Random(index), 100, 150);
      write(index);
      disk.hook(step -> {});
    }

    assertThat(steps).contains("create delta.run.tmp");
    crash(contents.size() - 1, contents.size() - 1);
  }

  @Test
  void shouldKeepEverySnapshotThatIsLeftWheneverTheNodeCrashesWhileDeletingOldOnes()
      throws Exception {
    state.mutate(new Random(2), 400, 150).nothingTracked();
    write(2);
    disk.hook(step -> crash(2, 2));
    store.retain(1);

    assertThat(Samples.names(directory)).hasSize(2);
    assertThat(crashes.get()).isGreaterThanOrEqualTo(5);
  }

  @Test
  void shouldHaveTheOldOrTheNewSnapshotWheneverTheNodeCrashesWhileInstalling() throws Exception {
    // given
    SnapshotStore leader = Samples.open(root.resolve("leader"));
    state.mutate(new Random(2), 400, 150);
    contents.add(state.content());
    SnapshotManifest manifest =
        leader.write(state.nothingTracked().freeze(), 1, 2, Pacer.UNLIMITED);
    disk.hook(step -> crash(1, 2));

    // when
    for (SnapshotRun run : store.missing(manifest)) {
      Path temporary = store.temporaryFor(run);
      try (Disk.Output out = disk.create(temporary)) {
        byte[] fetched = Files.readAllBytes(leader.runFile(run.getName()).orElseThrow());
        out.write(ByteBuffer.wrap(fetched), 0);
      }
      store.accept(run, temporary);
    }
    store.install(manifest);
    disk.hook(step -> {});

    // then
    assertThat(crashes.get()).isGreaterThanOrEqualTo(10);
    crash(2, 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"base", "delta"})
  void shouldKeepTheOlderSnapshotsAndLeaveNothingWhicheverStepFails(String kind) throws Exception {
    // given
    List<String> before = Samples.names(directory);
    state.mutate(new Random(2), kind.equals("base") ? 400 : 20, 150);
    if (kind.equals("base")) {
      state.nothingTracked();
    }
    SnapshotSource source = state.freeze();
    boolean failed = true;
    int steps = 0;
    for (; failed; steps++) {
      // when
      int failing = steps;
      AtomicInteger done = new AtomicInteger();
      disk.hook(
          step -> {
            if (done.getAndIncrement() == failing) {
              throw new IOException("No space left on device at " + step);
            }
          });
      try {
        store.write(source, 1, 2, Pacer.UNLIMITED);
        failed = false;
      } catch (IOException e) {
        // then
        assertThat(e).hasMessageStartingWith("No space left on device at ");
        assertThat(Samples.load(store).content()).isEqualTo(contents.get(1));
        List<String> after = new ArrayList<>(Samples.names(directory));
        after.removeAll(before);
        assertThat(after).allMatch(name -> name.startsWith(kind) && name.endsWith(".run"));
        disk.hook(step -> {});
        store.retain(2);
        assertThat(Samples.names(directory)).isEqualTo(before);
      }
    }
    disk.hook(step -> {});

    // then the disk has recovered
    assertThat(steps).isGreaterThan(10);
    assertThat(Samples.load(store).content()).isEqualTo(state.content());
  }

  @Test
  void shouldKeepTheOlderSnapshotsAndLeaveNothingWhenInterrupted() throws Exception {
    List<String> before = Samples.names(directory);
    state.mutate(new Random(2), 400, 150).nothingTracked();
    Pacer interrupted =
        bytes -> {
          throw new InterruptedException();
        };

    assertThatThrownBy(() -> store.write(state.freeze(), 1, 2, interrupted))
        .isInstanceOf(InterruptedException.class);
    assertThat(Samples.names(directory)).isEqualTo(before);
    assertThat(Samples.load(store).content()).isEqualTo(contents.get(1));
  }

  /** Starts from what each kind of crash leaves now, and expects one of these snapshots, whole. */
  private void crash(int oldest, int newest) throws IOException {
    int crash = crashes.getAndIncrement();
    Path kill = root.resolve("kill-" + crash);
    disk.copyAfterKill(directory, kill);
    List<Path> crashed = new ArrayList<>(List.of(kill));
    for (int draw = 0; draw < 3; draw++) {
      Path power = root.resolve("power-" + crash + "-" + draw);
      disk.copyAfterPowerLoss(new Random(crash * 10L + draw), power);
      crashed.add(power);
    }
    for (Path left : crashed) {
      SnapshotStore restarted = Samples.open(left);
      Whole<MapSink> whole = restarted.loadNewestWhole(MapSink::new);
      assertThat(whole.damaged()).as("%s", left).isEmpty();
      assertThat(whole.newest()).as("%s", left).isPresent();
      assertThat(contents.subList(oldest, Math.min(newest + 1, contents.size())))
          .contains(whole.newest().get().content());
      restarted.retain(1);
      assertThat(Samples.names(left)).noneMatch(name -> name.endsWith(".tmp"));
      assertThat(Samples.load(restarted).content()).isEqualTo(whole.newest().get().content());
    }
  }
}
