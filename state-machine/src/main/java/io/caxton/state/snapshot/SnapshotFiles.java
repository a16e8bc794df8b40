package io.caxton.state.snapshot;

import io.caxton.v1.SnapshotManifest;
import io.caxton.v1.SnapshotRun;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The folder of the snapshots: names in it, and how they become durable and go. */
final class SnapshotFiles {
  static final String RUN_SUFFIX = ".run";
  private static final String TEMPORARY_SUFFIX = ".tmp";

  private final Path directory;
  private final Disk disk;
  private final Catalogue catalogue = new Catalogue();

  /** Held where a run comes to be needed and where one is deleted because none needs it. */
  private final Object needing = new Object();

  SnapshotFiles(Path directory, Disk disk) {
    this.directory = directory;
    this.disk = disk;
  }

  Path directory() {
    return directory;
  }

  Disk disk() {
    return disk;
  }

  Catalogue catalogue() {
    return catalogue;
  }

  Path of(SnapshotManifest manifest) {
    return directory.resolve(ManifestFile.name(manifest));
  }

  Path of(SnapshotRun run) {
    return directory.resolve(run.getName());
  }

  Path temporaryRun(String kind) {
    return directory.resolve(kind + RUN_SUFFIX + TEMPORARY_SUFFIX);
  }

  List<RunMerge.Input> inputs(SnapshotManifest manifest) {
    return inputsOf(manifest.getRunsList());
  }

  List<RunMerge.Input> inputsOf(List<SnapshotRun> runs) {
    return runs.stream().map(r -> new RunMerge.Input(of(r), r)).toList();
  }

  /** A run of bodies, to be read. */
  MappedRun mapped(SnapshotRun run) throws IOException {
    try {
      return MappedRun.open(of(run), run);
    } catch (NoSuchFileException e) {
      throw new DamagedFileException(of(run), "is missing", e);
    }
  }

  Path temporary(Path file) {
    return file.resolveSibling(file.getFileName() + TEMPORARY_SUFFIX);
  }

  /** The caller ends the writing once the run is named by a manifest, or given up. */
  void publish(Path temporary, SnapshotRun run) throws IOException {
    synchronized (needing) {
      catalogue.startWriting(run.getName());
    }
    disk.publish(temporary, of(run));
  }

  /**
   * Of runs that are there: none is deleted until the caller ends the writing.
   *
   * @throws IOException the state they belong to was replaced, and one is not kept any more
   */
  void keepForWriting(List<SnapshotRun> runs) throws IOException {
    synchronized (needing) {
      for (SnapshotRun run : runs) {
        if (!catalogue.needs(run.getName())) {
          throw new IOException(of(run) + " is not kept any more: the state was replaced");
        }
        catalogue.startWriting(run.getName());
      }
    }
  }

  /** Keeps the run until a manifest names it. */
  void publishHeld(Path temporary, SnapshotRun run) throws IOException {
    synchronized (needing) {
      catalogue.hold(run.getName());
    }
    disk.publish(temporary, of(run));
  }

  /** Keeps these runs until told of others. */
  void await(List<SnapshotRun> runs) {
    synchronized (needing) {
      catalogue.await(runs);
    }
  }

  /** From here on the snapshot exists. */
  void publish(SnapshotManifest manifest) throws IOException {
    Path file = of(manifest);
    Path temporary = temporary(file);
    try {
      ByteBuffer encoded = ManifestFile.encode(manifest);
      try (Disk.Output out = disk.create(temporary)) {
        out.write(encoded, 0);
        out.sync();
      }
      disk.publish(temporary, file);
    } catch (IOException e) {
      disk.discard(temporary, e);
      if (!catalogue.contains(manifest)) {
        disk.discard(file, e);
      }
      throw e;
    }
    catalogue.add(manifest);
  }

  /** What a crash left half written. */
  void deleteTemporaries() throws IOException {
    for (Path file : list(TEMPORARY_SUFFIX)) {
      disk.delete(file);
    }
  }

  void readManifests() throws IOException {
    for (Path file : list(ManifestFile.SUFFIX)) {
      try {
        SnapshotManifest manifest = ManifestFile.read(file);
        if (!of(manifest).equals(file)) {
          throw new DamagedFileException(file, "is the manifest " + ManifestFile.name(manifest));
        }
        catalogue.add(manifest);
      } catch (DamagedFileException e) {
        catalogue.damaged(file.getFileName().toString(), e.damage());
      }
    }
  }

  /** Manifests go first, durably: none may ever come back without its runs. */
  void retain(int newestCount) throws IOException {
    List<String> forgotten = catalogue.forgetAllBut(newestCount);
    for (String name : forgotten) {
      disk.delete(directory.resolve(name));
    }
    disk.syncDirectory(directory);
    for (Path file : list(RUN_SUFFIX)) {
      synchronized (needing) {
        if (!catalogue.needs(file.getFileName().toString())) {
          disk.delete(file);
        }
      }
    }
  }

  private List<Path> list(String suffix) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(f -> f.getFileName().toString().endsWith(suffix)).sorted().toList();
    }
  }
}
