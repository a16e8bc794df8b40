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
  private static final int START_TRIES_MAX = 8;
  private static final long RETRY_MILLIS = 250;

  private final Replicated replicated;
  private final SnapshotFetcher fetcher;
  private final SnapshotShelf shelf;
  private volatile boolean closing;
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

  void close() {
    closing = true;
  }

  /**
   * At start. A manifest above the loaded state is an install that was cut short, or a snapshot
   * that was damaged since: it is fetched from another node. If no node can help, the log may still
   * reach back to the loaded state.
   */
  LogPosition load(LogFiles log) throws IOException {
    LogPosition restored = replicated.restore();
    List<ShelvedManifest> manifests = shelf.manifests();
    if (!manifests.isEmpty() && manifests.getFirst().at().compareTo(restored) > 0) {
      restored = fetchAtStart(manifests.getFirst(), restored, log);
    }
    log.requireReachesBackTo(restored.index() + 1);
    shelf.dropAbove(restored);
    shelf.offer(manifestOf(restored));
    return restored;
  }

  /** After Ratis installed a manifest: brings the snapshot itself, however long it takes. */
  LogPosition reload() throws IOException {
    shelf.release();
    List<ShelvedManifest> manifests = shelf.manifests();
    if (manifests.isEmpty()) {
      throw new IOException("an installed snapshot left no manifest");
    }
    ShelvedManifest shipped = manifests.getFirst();
    LOG.info("installing the snapshot at {}", shipped.at());
    Optional<LogPosition> restored = Optional.empty();
    while (restored.isEmpty()) {
      if (closing) {
        throw new IOException("closed while installing the snapshot at " + shipped.at());
      }
      restored = fetch(shipped);
    }
    shelf.offer(manifestOf(restored.get()));
    installed.incrementAndGet();
    LOG.info("installed the snapshot at {}", restored.get());
    return restored.get();
  }

  /** Copies the engine's newest snapshot to Ratis's directory; empty if it is there already. */
  Optional<ShelvedManifest> publishNewest() throws IOException {
    Optional<SnapshotFile> newest = replicated.newestSnapshot();
    LogPosition offered = shelf.offered().map(ShelvedManifest::at).orElse(LogPosition.NONE);
    if (newest.isEmpty() || newest.get().at().compareTo(offered) <= 0) {
      return Optional.empty();
    }
    return shelf.publish(newest.get());
  }

  private LogPosition fetchAtStart(ShelvedManifest wanted, LogPosition loaded, LogFiles log)
      throws IOException {
    LOG.warn("the state is at {}, but a snapshot at {} was taken", loaded, wanted.at());
    for (int i = 0; !closing && (i < START_TRIES_MAX || !log.fallsBackTo(loaded, wanted)); i++) {
      Optional<LogPosition> fetched = fetch(wanted);
      if (fetched.isPresent()) {
        installed.incrementAndGet();
        return fetched.get();
      }
    }
    LOG.warn("no node has the snapshot at {}: going on from {}", wanted.at(), loaded);
    return loaded;
  }

  private Optional<LogPosition> fetch(ShelvedManifest wanted) throws IOException {
    try {
      fetcher.fetch(wanted.at(), wanted.file());
      LogPosition restored = replicated.restore();
      if (restored.compareTo(wanted.at()) >= 0) {
        return Optional.of(restored);
      }
      LOG.warn("fetched the snapshot at {}, but {} was restored", wanted.at(), restored);
    } catch (IOException e) {
      LOG.warn("could not fetch the snapshot at {}: {}", wanted.at(), e.toString());
    }
    pause();
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
