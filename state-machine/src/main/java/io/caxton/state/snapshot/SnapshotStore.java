package io.caxton.state.snapshot;

import io.caxton.state.body.BodyRun;
import io.caxton.state.body.FrozenBodies;
import io.caxton.v1.SnapshotManifest;
import io.caxton.v1.SnapshotRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * The snapshots of one node, in a folder of their own. Any thread but the apply thread; writing and
 * installing take turns, nothing else waits for them. One process may have the folder open.
 *
 * <p>A snapshot that a method returned is durable and is never modified. Whatever fails, the older
 * ones stay as they are.
 */
public final class SnapshotStore {
  private final SnapshotFiles files;
  private final Catalogue catalogue;
  private final RunLayout layout;
  private final Object publishing = new Object();

  private SnapshotStore(SnapshotFiles files, RunLayout layout) {
    this.files = files;
    this.catalogue = files.catalogue();
    this.layout = layout;
  }

  /**
   * Makes the folder if it is not there, and deletes what a crash left half written.
   *
   * @throws NewerFormatException if a newer version of Caxton wrote here; nothing was touched
   */
  public static SnapshotStore open(Path runsDirectory) throws IOException {
    return open(runsDirectory, new Disk(), RunLayout.STANDARD);
  }

  static SnapshotStore open(Path runsDirectory, Disk disk, RunLayout layout) throws IOException {
    Path directory = runsDirectory.toAbsolutePath();
    Files.createDirectories(directory);
    SnapshotFiles files = new SnapshotFiles(directory, disk);
    files.readManifests();
    disk.syncDirectory(directory.getParent());
    files.deleteTemporaries();
    return new SnapshotStore(files, layout);
  }

  /** The newest manifest that reads well; its runs were not looked at. */
  public Optional<SnapshotManifest> newest() {
    return catalogue.newest();
  }

  /**
   * What is known to be damaged, newest first: found at open, by a load that fell back, or by a
   * write that could not build upon it.
   */
  public List<Damage> damaged() {
    return catalogue.damagedAfter(Optional.empty());
  }

  /** The manifest's own file, to be handed to consensus. */
  public Path file(SnapshotManifest manifest) {
    return files.of(manifest);
  }

  /** A run's file, to be read for another node; empty unless a manifest here names it. */
  public Optional<Path> runFile(String name) {
    return catalogue.names(name) ? Optional.of(files.directory().resolve(name)) : Optional.empty();
  }

  /**
   * Writes a snapshot of the state as of (term, index), of the changed keys only where that pays.
   *
   * @throws IOException the disk is full, read-only or broken; nothing but older snapshots is there
   * @throws InterruptedException the pacer was interrupted; the same
   */
  public SnapshotManifest write(SnapshotSource source, long term, long index, Pacer pacer)
      throws IOException, InterruptedException {
    synchronized (publishing) {
      OptionalLong since = source.changedSince();
      Optional<SnapshotManifest> parent =
          since.isPresent()
              ? catalogue.at(since.getAsLong(), source.header().getGeneration())
              : Optional.empty();
      Optional<Pin> pin = parent.flatMap(catalogue::pin);
      try {
        SnapshotManifest manifest =
            new SnapshotWriter(files, layout, source, pacer).write(term, index, parent);
        files.publish(manifest);
        return manifest;
      } finally {
        catalogue.endWriting();
        pin.ifPresent(Pin::close);
      }
    }
  }

  /** The state that merged runs belong to was replaced: no snapshot will name them. */
  public void forgetMerged() {
    catalogue.releaseHeld();
  }

  /**
   * Loads the snapshot, checking every byte before it is used. Bodies are not loaded: a sink gets
   * them to read, and what is read is checked then.
   */
  public void load(SnapshotManifest manifest, SnapshotSink sink) throws IOException {
    SnapshotLoader.load(files, manifest, sink);
  }

  /** Checks every byte of the snapshot, and that its runs make up what its manifest counts. */
  public void verify(SnapshotManifest manifest) throws IOException {
    load(manifest, new Discard());
    verifyBodies(manifest);
  }

  private void verifyBodies(SnapshotManifest manifest) throws IOException {
    for (SnapshotRun run : manifest.getBodyRunsList()) {
      RunScanner.verify(files.of(run), run);
    }
  }

  /** The run of bodies that the snapshot of this node added to those of its source, if it did. */
  public Optional<BodyRun> newBodies(SnapshotManifest manifest, FrozenBodies source)
      throws IOException {
    return manifest.getBodyRunsCount() > source.runs().size()
        ? Optional.of(files.mapped(manifest.getBodyRuns(source.runs().size())))
        : Optional.empty();
  }

  /** Runs of bodies that were made one, and that one, if anything of them is wanted still. */
  public record MergedBodies(List<BodyRun> inputs, Optional<BodyRun> output) {}

  /**
   * Makes runs of bodies one if that pays; may take long, beside everything else. The new run is
   * kept until a snapshot that names it is durable, or {@link #forgetMerged}.
   */
  public Optional<MergedBodies> mergeBodies(FrozenBodies bodies, Pacer pacer)
      throws IOException, InterruptedException {
    List<BodyRun> due = BodyMergePlan.due(bodies);
    return due.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new MergedBodies(
                due, new BodyRuns(files, layout, pacer).merge(due, bodies.liveness())));
  }

  /** The newest snapshot of which every byte is as it was written. */
  public Whole<SnapshotManifest> newestWhole() throws IOException {
    for (SnapshotManifest manifest : catalogue.newestFirst()) {
      try {
        verify(manifest);
        return new Whole<>(Optional.of(manifest), catalogue.damagedAfter(Optional.of(manifest)));
      } catch (DamagedFileException e) {
        catalogue.damaged(ManifestFile.name(manifest), e.damage());
      }
    }
    return new Whole<>(Optional.empty(), catalogue.damagedAfter(Optional.empty()));
  }

  /**
   * Loads the newest snapshot that turns out whole; each try gets a new sink. A file that cannot be
   * opened for another reason than being away is no damage, but an error.
   */
  public <S extends SnapshotSink> Whole<S> loadNewestWhole(Supplier<S> sinks) throws IOException {
    for (SnapshotManifest manifest : catalogue.newestFirst()) {
      S sink = sinks.get();
      try {
        load(manifest, sink);
        return new Whole<>(Optional.of(sink), catalogue.damagedAfter(Optional.of(manifest)));
      } catch (DamagedFileException e) {
        catalogue.damaged(ManifestFile.name(manifest), e.damage());
      }
    }
    return new Whole<>(Optional.empty(), catalogue.damagedAfter(Optional.empty()));
  }

  /**
   * The runs that another node's snapshot names and this node does not have whole. They, and those
   * it has, are safe from {@link #retain} until the install, or until this is asked about another
   * snapshot.
   */
  public List<SnapshotRun> missing(SnapshotManifest manifest) throws IOException {
    List<SnapshotRun> runs = Catalogue.runs(manifest).toList();
    files.await(runs);
    List<SnapshotRun> missing = new ArrayList<>();
    for (SnapshotRun run : runs) {
      try {
        RunScanner.verify(files.of(run), run);
      } catch (NoSuchFileException | DamagedFileException e) {
        missing.add(run);
      }
    }
    return missing;
  }

  /** Where to put what is fetched of a run; what is there already may be continued. */
  public Path temporaryFor(SnapshotRun run) {
    return files.temporary(files.of(run));
  }

  /**
   * Takes a fetched run over, if it is whole, and makes it durable.
   *
   * @throws DamagedFileException it is not what the manifest means; the temporary file is deleted
   */
  public void accept(SnapshotRun run, Path temporary) throws IOException {
    try {
      RunScanner.verify(temporary, run);
      files.disk().sync(temporary);
    } catch (IOException e) {
      files.disk().discard(temporary, e);
      throw e;
    }
    files.disk().publish(temporary, files.of(run));
  }

  /**
   * Makes another node's snapshot one of this node's, durably.
   *
   * @throws DamagedFileException a run that it names is not here
   */
  public void install(SnapshotManifest manifest) throws IOException {
    synchronized (publishing) {
      for (SnapshotRun run : Catalogue.runs(manifest).toList()) {
        try {
          RunScanner.open(files.of(run), run).close();
        } catch (NoSuchFileException e) {
          throw new DamagedFileException(files.of(run), "was not fetched", e);
        }
      }
      files.publish(manifest);
      files.await(List.of());
    }
  }

  /** Keeps the snapshot's files until closed; empty if it is not here any more. */
  public Optional<Pin> pin(SnapshotManifest manifest) {
    return catalogue.pin(manifest);
  }

  /**
   * Deletes all snapshots but the newest and those pinned, and every run that none of these names.
   */
  public void retain(int newestCount) throws IOException {
    if (newestCount < 1) {
      throw new IllegalArgumentException("newestCount " + newestCount);
    }
    files.retain(newestCount);
  }

  private static final class Discard implements SnapshotSink {
    @Override
    public void begin(SnapshotManifest begun) {}

    @Override
    public void put(String table, byte[] key, byte[] value) {}

    @Override
    public void put(String table, EntryBytes entry) {}

    @Override
    public void finish() {}
  }
}
