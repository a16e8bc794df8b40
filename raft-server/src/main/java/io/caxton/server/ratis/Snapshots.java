package io.caxton.server.ratis;

import io.caxton.server.consensus.LogPosition;
import io.caxton.server.consensus.Replicated;
import io.caxton.server.consensus.Replicated.SnapshotFile;
import io.caxton.server.consensus.SnapshotFetcher;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps three things in step: the snapshots the engine has, the manifests Ratis knows, and the
 * position of the loaded state. Ratis replays the log from the manifest it knows, so that one must
 * always be the loaded one.
 */
final class Snapshots {
  private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);
  private static final long RETRY_MILLIS = 250;

  private final Replicated replicated;
  private final SnapshotFetcher fetcher;
  private final SnapshotShelf shelf;
  private volatile boolean closing;

  /** Ratis counts this snapshot as ours, the state does not have it yet; else null. */
  private volatile ShelvedManifest owed;

  private final AtomicLong installed = new AtomicLong();

  Snapshots(Replicated replicated, SnapshotFetcher fetcher, SnapshotShelf shelf) {
    this.replicated = replicated;
    this.fetcher = fetcher;
    this.shelf = shelf;
  }

  SnapshotShelf shelf() {
    return shelf;
  }

  /** Snapshots installed from another node since the start. */
  long installed() {
    return installed.get();
  }

  boolean isOwed() {
    return owed != null;
  }

  void close() {
    closing = true;
  }

  /**
   * At start; answers from where Ratis replays the log. A manifest above the loaded state is a
   * snapshot that was damaged since: then the log must reach back to the loaded state. Or it is an
   * install that was cut short before the snapshot itself was fetched: this node counts as having
   * it, as it did before the crash, and owes it to its state.
   */
  LogPosition load(LogFiles log) throws IOException {
    LogPosition restored = replicated.restore();
    List<ShelvedManifest> manifests = shelf.manifests();
    if (!manifests.isEmpty() && manifests.getFirst().at().compareTo(restored) > 0) {
      ShelvedManifest above = manifests.getFirst();
      LOG.warn("the state is at {}, but there was a snapshot at {}", restored, above.at());
      if (!log.fallsBackTo(restored, above)) {
        log.requireReachesBackTo(above.at().index() + 1);
        owed = above;
        shelf.offer(Optional.of(above));
        return above.at();
      }
    }
    log.requireReachesBackTo(restored.index() + 1);
    shelf.dropAbove(restored);
    shelf.offer(manifestOf(restored));
    return restored;
  }

  /**
   * Before anything is applied: brings what is owed. Empty if nothing is, as nearly always; else
   * the position of the state now, which may be later than what was owed.
   */
  synchronized Optional<LogPosition> settle() throws IOException {
    if (owed == null) {
      return Optional.empty();
    }
    LogPosition restored = bring();
    owed = null;
    return Optional.of(restored);
  }

  /** After Ratis installed a manifest: brings the snapshot itself, however long it takes. */
  LogPosition reload() throws IOException {
    shelf.release();
    synchronized (this) {
      return reloadAlone();
    }
  }

  private LogPosition reloadAlone() throws IOException {
    if (shelf.manifests().isEmpty()) {
      throw new IOException("an installed snapshot left no manifest");
    }
    LogPosition restored = bring();
    shelf.offer(manifestOf(restored));
    owed = null;
    return restored;
  }

  /**
   * However long it takes, under this lock: two at once would write the same files. Each try looks
   * for the newest manifest again: Ratis may install another one meanwhile, and the one before is
   * gone then.
   */
  private LogPosition bring() throws IOException {
    while (!closing) {
      Optional<LogPosition> restored = fetchNewest();
      if (restored.isPresent()) {
        installed.incrementAndGet();
        LOG.info("installed the snapshot at {}", restored.get());
        return restored.get();
      }
      pause();
    }
    throw new IOException("closed while installing a snapshot");
  }

  /** Copies the engine's newest snapshot to Ratis's directory; empty if it is there already. */
  Optional<ShelvedManifest> publishNewest() throws IOException {
    Optional<SnapshotFile> newest = replicated.newestSnapshot();
    if (owed != null) {
      return Optional.empty();
    }
    LogPosition offered = shelf.offered().map(ShelvedManifest::at).orElse(LogPosition.NONE);
    if (newest.isEmpty() || newest.get().at().compareTo(offered) <= 0) {
      return Optional.empty();
    }
    return shelf.publish(newest.get());
  }

  private Optional<LogPosition> fetchNewest() {
    try {
      List<ShelvedManifest> manifests = shelf.manifests();
      if (manifests.isEmpty()) {
        throw new IOException("there is no manifest of it");
      }
      ShelvedManifest wanted = manifests.getFirst();
      LOG.info("installing the snapshot at {}", wanted.at());
      fetcher.fetch(wanted.at(), wanted.file());
      LogPosition restored = replicated.restore();
      if (restored.compareTo(wanted.at()) >= 0) {
        return Optional.of(restored);
      }
      LOG.warn("fetched the snapshot at {}, but {} was restored", wanted.at(), restored);
    } catch (IOException | IllegalStateException e) {
      LOG.warn("could not fetch the snapshot: {}", e.toString());
    }
    return Optional.empty();
  }

  /** Ratis's copy of the manifest of the loaded state. */
  private Optional<ShelvedManifest> manifestOf(LogPosition loaded) throws IOException {
    if (loaded.equals(LogPosition.NONE)) {
      return Optional.empty();
    }
    for (ShelvedManifest manifest : shelf.manifests()) {
      if (manifest.at().equals(loaded)) {
        return Optional.of(manifest);
      }
    }
    SnapshotFile newest =
        replicated
            .newestSnapshot()
            .filter(snapshot -> snapshot.at().equals(loaded))
            .orElseThrow(
                () -> new IOException("restored to " + loaded + ", which no snapshot has"));
    return Optional.of(
        shelf.publish(newest).orElseThrow(() -> new IOException("an install is under way")));
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(RETRY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while fetching a snapshot", e);
    }
  }
}
