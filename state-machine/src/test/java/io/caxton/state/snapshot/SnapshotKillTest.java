package io.caxton.state.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.v1.SnapshotManifest;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that writes snapshots without pause, killed with -9 again and again. */
@Tag("slow")
class SnapshotKillTest {
  private static final int ROUNDS = 15;

  @TempDir Path directory;

  @Test
  void shouldFindTheNewestSnapshotWholeAfterEveryKill() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("again with -Dseed=" + seed);
    Random random = new Random(seed);
    long lastIndex = 0;
    for (int round = 0; round < ROUNDS; round++) {
      // when
      Process writer = startWriter();
      boolean ended = writer.waitFor(600 + random.nextInt(800), TimeUnit.MILLISECONDS);
      writer.destroyForcibly().waitFor();

      // then
      assertThat(ended).as("the writer failed by itself").isFalse();
      SnapshotStore store = Samples.open(directory);
      Whole<MapSink> whole = store.loadNewestWhole(MapSink::new);
      assertThat(whole.damaged()).isEmpty();
      if (whole.newest().isPresent()) {
        MapSink loaded = whole.newest().get();
        assertThat(loaded.manifest().getIndex()).isGreaterThanOrEqualTo(lastIndex);
        lastIndex = loaded.manifest().getIndex();
        assertThat(loaded.content()).isEqualTo(Writer.replay(lastIndex).content());
      }
    }
    assertThat(lastIndex).isGreaterThan(ROUNDS);
  }

  private Process startWriter() throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Writer.class.getName(),
            directory.toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  static final class Writer {
    public static void main(String[] arguments) throws Exception {
      SnapshotStore store = Samples.open(Path.of(arguments[0]));
      long index = store.newest().map(SnapshotManifest::getIndex).orElse(0L);
      MapState state = replay(index).snapshotTaken();
      while (true) {
        index++;
        mutate(state, index);
        SnapshotSource source = state.freeze();
        SnapshotManifest manifest = store.write(source, 1, index, Pacer.UNLIMITED);
        state.snapshotTaken();
        state.bodies().durable(source.bodies(), store.newBodies(manifest, source.bodies()));
        store
            .mergeBodies(state.bodies().freezeRuns(), Pacer.UNLIMITED)
            .ifPresent(merged -> state.bodies().merged(merged.inputs(), merged.output()));
        store.retain(2);
      }
    }

    static MapState replay(long index) {
      MapState state = new MapState();
      for (long i = 1; i <= index; i++) {
        mutate(state, i);
      }
      return state;
    }

    private static void mutate(MapState state, long index) {
      state.mutate(new Random(index), 20, 300).mutateBodies(new Random(index), 6, 300);
    }
  }
}
