package io.caxton.jepsen.sim;

import io.caxton.state.Limits;
import io.caxton.state.SnapshotView;
import io.caxton.state.StateMachine;
import io.caxton.state.StateSink;
import io.caxton.state.snapshot.Pacer;
import io.caxton.state.snapshot.SnapshotStore;
import io.caxton.v1.SnapshotManifest;
import io.caxton.v1.SnapshotRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Optional;
import java.util.Random;

/** Snapshots as the files that a server writes. */
final class FileShelf implements Shelf {
  private static final int KEPT = 2;
  private static final long TERM = 1;

  private final Limits limits;
  private final Path directory;
  private final SnapshotStore store;

  FileShelf(Limits limits) {
    this.limits = limits;
    try {
      directory = Files.createTempDirectory("caxton-sim");
      store = SnapshotStore.open(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void take(StateMachine machine, int records) {
    SnapshotView view = machine.freezeForSnapshot();
    if (view.header().getPosition() == 0 || records <= newestRecords()) {
      machine.snapshotFailed(view);
      return;
    }
    try {
      SnapshotManifest manifest =
          store.write(view.sourceWithDigest(), TERM, records, Pacer.UNLIMITED);
      view.bodiesDurable(store.newBodies(manifest, view.bodies()));
      store.retain(KEPT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Always from the newest: an older one is what is left after damage. */
  @Override
  public Optional<Loaded> load(Optional<Random> random) {
    try {
      return store
          .loadNewestWhole(() -> new StateSink(limits))
          .newest()
          .map(sink -> new Loaded((int) sink.manifest().getIndex(), sink.machine()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int newestRecords() {
    return store.newest().map(manifest -> (int) manifest.getIndex()).orElse(0);
  }

  @Override
  public void install(Shelf other) {
    SnapshotStore from = ((FileShelf) other).store;
    SnapshotManifest manifest = from.newest().orElseThrow();
    try {
      for (SnapshotRun run : store.missing(manifest)) {
        Path fetched = store.temporaryFor(run);
        Files.copy(
            from.runFile(run.getName()).orElseThrow(),
            fetched,
            StandardCopyOption.REPLACE_EXISTING);
        store.accept(run, fetched);
      }
      store.install(manifest);
      store.retain(KEPT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
