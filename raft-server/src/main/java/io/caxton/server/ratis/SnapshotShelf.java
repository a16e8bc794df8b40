package io.caxton.server.ratis;

import io.caxton.server.consensus.LogPosition;
import io.caxton.server.consensus.Replicated.SnapshotFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.ratis.io.MD5Hash;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.SnapshotInfo;
import org.apache.ratis.statemachine.SnapshotRetentionPolicy;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.util.MD5FileUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ratis's snapshot directory {@code sm/}: copies of manifests, and nothing else, because an install
 * replaces the whole directory and ships every file under the server's lock.
 */
final class SnapshotShelf implements StateMachineStorage {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotShelf.class);

  private Path directory;
  private Path arriving;

  /** What Ratis may offer to followers and purge by; null before the first. */
  private volatile ShelvedManifest offered;

  /** Ratis halts when it is told of less than this. */
  private volatile long counted = -1;

  /** While Ratis replaces the directory nothing is put into it. */
  private boolean held;

  @Override
  public synchronized void init(RaftStorage storage) {
    directory = storage.getStorageDir().getStateMachineDir().toPath();
    arriving = storage.getStorageDir().getTmpDir().toPath();
  }

  @Override
  public SnapshotInfo getLatestSnapshot() {
    ShelvedManifest manifest = offered;
    return manifest == null ? null : manifest.info();
  }

  Optional<ShelvedManifest> offered() {
    return Optional.ofNullable(offered);
  }

  /** The state is at this one, and Ratis counts its snapshots from it; empty: none. */
  void offer(Optional<ShelvedManifest> manifest) {
    offered = manifest.orElse(null);
    counted = manifest.map(loaded -> loaded.at().index()).orElse(-1L);
  }

  /** As {@link #offer}, unless a later one arrived meanwhile: this one is not there any more. */
  void offerLater(ShelvedManifest manifest) {
    if (offered == null || manifest.at().compareTo(offered.at()) > 0) {
      offered = manifest;
    }
  }

  /** Every manifest whose digest is right, newest first. */
  synchronized List<ShelvedManifest> manifests() throws IOException {
    List<ShelvedManifest> found = new ArrayList<>();
    for (Path file : files()) {
      Optional<LogPosition> at = ShelvedManifest.position(file);
      if (at.isPresent()) {
        MD5Hash stored = MD5FileUtil.readStoredMd5ForFile(file.toFile());
        if (stored != null && stored.equals(MD5FileUtil.computeMd5ForFile(file.toFile()))) {
          found.add(new ShelvedManifest(at.get(), file, stored));
        } else {
          LOG.warn("{} has no digest or another one; it is not used", file);
        }
      }
    }
    found.sort(Comparator.comparing(ShelvedManifest::at).reversed());
    return found;
  }

  /**
   * Copies a manifest here, durably; empty while an install is under way, and if one arrived that
   * is not older: Ratis counts the log from that one, and halts if it is told of less.
   */
  synchronized Optional<ShelvedManifest> publish(SnapshotFile snapshot) throws IOException {
    List<ShelvedManifest> here = held ? List.of() : manifests();
    if (held || (!here.isEmpty() && here.getFirst().at().compareTo(snapshot.at()) >= 0)) {
      return Optional.empty();
    }
    Files.createDirectories(directory);
    Path file = directory.resolve(ShelvedManifest.name(snapshot.at()));
    Path temporary = directory.resolve(file.getFileName() + ".tmp");
    Files.copy(snapshot.manifest(), temporary, StandardCopyOption.REPLACE_EXISTING);
    DirectorySync.fsync(temporary);
    MD5Hash digest = MD5FileUtil.computeMd5ForFile(temporary.toFile());
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    MD5FileUtil.saveMD5File(file.toFile(), digest);
    DirectorySync.fsync(directory);
    return Optional.of(new ShelvedManifest(snapshot.at(), file, digest));
  }

  /**
   * The log may go up to here: the older of the two newest manifests, so that a damaged newest
   * snapshot can fall back to the one before; -1 if there are not two, or Ratis knows of more:
   * after a start it goes by the newest one alone. On the apply thread.
   */
  long purgeableIndex() throws IOException {
    List<ShelvedManifest> manifests = manifests();
    long purgeable = manifests.size() < 2 ? -1 : manifests.get(1).at().index();
    if (purgeable < counted) {
      return -1;
    }
    counted = purgeable;
    return purgeable;
  }

  /**
   * Ratis is about to replace the directory by what arrived. It never fsyncs that, so we do, before
   * the renames: after a power loss the manifest is either absent or whole.
   */
  synchronized void hold() throws IOException {
    held = true;
    if (Files.isDirectory(arriving)) {
      try (Stream<Path> arrived = Files.walk(arriving)) {
        for (Path path : (Iterable<Path>) arrived::iterator) {
          DirectorySync.fsync(path);
        }
      }
    }
  }

  /** The directory has been replaced. */
  synchronized void release() throws IOException {
    DirectorySync.fsync(directory);
    DirectorySync.fsync(directory.getParent());
    held = false;
  }

  /** Drops manifests above {@code at}, whose snapshots turned out not to be had. */
  synchronized void dropAbove(LogPosition at) throws IOException {
    for (ShelvedManifest manifest : manifests()) {
      if (manifest.at().compareTo(at) > 0) {
        LOG.warn("the snapshot at {} cannot be had, its manifest is dropped", manifest.at());
        delete(manifest.file());
      }
    }
    DirectorySync.fsync(directory);
  }

  @Override
  public synchronized void cleanupOldSnapshots(SnapshotRetentionPolicy policy) throws IOException {
    List<ShelvedManifest> manifests = manifests();
    for (int i = policy.getNumSnapshotsRetained(); i < manifests.size(); i++) {
      delete(manifests.get(i).file());
    }
  }

  @Override
  public void format() {}

  private static void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
    Files.deleteIfExists(MD5FileUtil.getDigestFileForFile(file.toFile()).toPath());
  }

  private List<Path> files() throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
