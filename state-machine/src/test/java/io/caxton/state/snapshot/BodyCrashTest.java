package io.caxton.state.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stops the node before every step of writing, merging and deleting runs of bodies. */
class BodyCrashTest {
  @TempDir Path root;
  private Path directory;
  private final LossyDisk disk = new LossyDisk();
  private final MapState state = new MapState();
  private final List<Map<String, Map<String, String>>> contents = new ArrayList<>();
  private final List<String> steps = new ArrayList<>();
  private SnapshotStore store;
  private int crashes;

  @BeforeEach
  void givenTwoSnapshots() throws Exception {
    directory = root.resolve("snapshots");
    store = SnapshotStore.open(directory, disk, Samples.SMALL);
    for (int index = 0; index < 2; index++) {
      state.mutate(new Random(index), 20, 150).mutateBodies(new Random(index), 30, 250);
      write(index);
    }
  }

  private void write(int index) throws Exception {
    contents.add(state.content());
    SnapshotSource source = state.freeze();
    var manifest = store.write(source, 1, index, Pacer.UNLIMITED);
    state.snapshotTaken();
    state.bodies().durable(source.bodies(), store.newBodies(manifest, source.bodies()));
  }

  private void crashAtEveryStep(int oldest, int newest) {
    disk.hook(
        step -> {
          steps.add(step);
          crash(oldest, newest);
        });
  }

  @Test
  void shouldHaveTheOldOrTheNewSnapshotWithAllItsBodiesWheneverTheNodeCrashes() throws Exception {
    for (int index = 2; index < 7; index++) {
      state.mutate(new Random(index), 10, 150).mutateBodies(new Random(index), 12, 250);
      crashAtEveryStep(index - 1, index);
      write(index);

      // and while it merges, and deletes what is old
      crashAtEveryStep(index, index);
      store
          .mergeBodies(state.bodies().freezeRuns(), Pacer.UNLIMITED)
          .ifPresent(merged -> state.bodies().merged(merged.inputs(), merged.output()));
      store.retain(1);
      disk.hook(step -> {});
    }

    assertThat(steps)
        .contains("create bodies.run.tmp", "rename bodies.run.tmp")
        .contains("create bodies-merged.run.tmp", "rename bodies-merged.run.tmp")
        .anyMatch(step -> step.startsWith("delete bodies-0"));
    crash(6, 6);
  }

  @Test
  void shouldKeepItsBodiesInMemoryWhicheverStepFails() throws Exception {
    state.mutateBodies(new Random(2), 12, 250);
    boolean failed = true;
    int failing = 0;
    for (; failed; failing++) {
      int last = failing;
      steps.clear();
      disk.hook(
          step -> {
            steps.add(step);
            if (steps.size() > last) {
              throw new IOException("No space left on device at " + step);
            }
          });
      try {
        write(2);
        failed = false;
      } catch (IOException e) {
        disk.hook(step -> {});
        assertThat(Samples.load(store).content()).isEqualTo(contents.get(1));
        store.retain(2);
      }
    }
    disk.hook(step -> {});
    assertThat(failing).isGreaterThan(10);
    assertThat(Samples.load(store).content()).isEqualTo(state.content());
  }

  private void crash(int oldest, int newest) throws IOException {
    Path kill = root.resolve("kill-" + crashes++);
    disk.copyAfterKill(directory, kill);
    Path power = root.resolve("power-" + crashes);
    disk.copyAfterPowerLoss(new Random(crashes), power);
    for (Path left : List.of(kill, power)) {
      SnapshotStore restarted = Samples.open(left);
      Whole<MapSink> whole = restarted.loadNewestWhole(MapSink::new);
      assertThat(whole.damaged()).as("%s", left).isEmpty();
      assertThat(contents.subList(oldest, Math.min(newest + 1, contents.size())))
          .contains(whole.newest().orElseThrow().content());
      restarted.retain(1);
      assertThat(Samples.load(restarted).content())
          .isEqualTo(whole.newest().orElseThrow().content());
    }
  }
}
