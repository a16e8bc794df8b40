package io.caxton.server.ratis;

import io.caxton.server.consensus.LogPosition;
import io.caxton.server.consensus.Replicated;
import io.caxton.server.consensus.Replicated.SnapshotFile;
import java.io.IOException;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes snapshots without a pause. Ratis purges its log only as the answer of a call on the apply
 * thread; so the engine writes in the background, the manifest is shelved here, and then Ratis is
 * made to call: its call returns at once with what is durable already.
 */
final class SnapshotTaker {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotTaker.class);
  private static final long RETRY_MILLIS = 100;

  /** Makes Ratis call {@link #onApplyThread} soon; it may forget, then it is asked again. */
  @FunctionalInterface
  interface Trigger {
    void trigger() throws IOException;
  }

  private record Waiter(LogPosition wanted, CompletableFuture<LogPosition> taken) {}

  private final Replicated replicated;
  private final Snapshots snapshots;
  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("snapshot-shelf").factory());
  private final Queue<Waiter> waiters = new ConcurrentLinkedQueue<>();

  /** Shelved, but not yet known to Ratis. */
  private final AtomicReference<ShelvedManifest> shelved = new AtomicReference<>();

  private volatile LogPosition lastRecord = LogPosition.NONE;
  private volatile boolean beginWanted;
  private volatile Trigger trigger = () -> {};

  SnapshotTaker(Replicated replicated, Snapshots snapshots) {
    this.replicated = replicated;
    this.snapshots = snapshots;
  }

  void start(Trigger onceStarted) {
    trigger = onceStarted;
  }

  void recordApplied(LogPosition at) {
    lastRecord = at;
  }

  /** A snapshot of at least everything applied by now. */
  CompletableFuture<LogPosition> take() {
    CompletableFuture<LogPosition> taken = new CompletableFuture<>();
    waiters.add(new Waiter(lastRecord, taken));
    execute(this::work);
    return taken;
  }

  /** The engine has a newer durable snapshot. */
  void ready() {
    execute(this::work);
  }

  void close() {
    worker.shutdownNow();
    for (Waiter waiter : waiters) {
      waiter.taken.completeExceptionally(new IOException("closed"));
    }
  }

  /** Called by Ratis; answers up to where the log may be purged, or -1. */
  long onApplyThread(LogPosition applied) throws IOException {
    if (beginWanted) {
      beginWanted = false;
      replicated.beginSnapshot();
    }
    ShelvedManifest newest = shelved.get();
    if (newest != null && newest.at().compareTo(applied) <= 0) {
      snapshots.shelf().offerLater(newest);
      shelved.compareAndSet(newest, null);
    }
    if (!waiters.isEmpty()) {
      execute(this::completeWaiters);
    }
    return snapshots.shelf().purgeableIndex();
  }

  /** In order with the work on snapshots, on its thread. */
  void execute(Runnable step) {
    try {
      worker.execute(step);
    } catch (RejectedExecutionException e) {
      LOG.debug("closed: no more snapshots");
    }
  }

  private void work() {
    try {
      snapshots.publishNewest().ifPresent(shelved::set);
      completeWaiters();
      if (waitersWant()) {
        beginWanted = true;
      }
      if (beginWanted || shelved.get() != null) {
        trigger.trigger();
        worker.schedule(this::again, RETRY_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (RejectedExecutionException e) {
      LOG.debug("closed: no more snapshots");
    } catch (IOException | RuntimeException e) {
      LOG.warn("a snapshot is not offered to Ratis yet: {}", e.toString());
    }
  }

  /** Ratis drops a call that comes while another is answered. */
  private void again() {
    if (beginWanted || shelved.get() != null) {
      work();
    }
  }

  /** Does anyone wait for more than what is durable, Ratis knowing it or not? */
  private boolean waitersWant() {
    LogPosition durable =
        replicated.newestSnapshot().map(SnapshotFile::at).orElse(LogPosition.NONE);
    return waiters.stream().anyMatch(waiter -> waiter.wanted.compareTo(durable) > 0);
  }

  private void completeWaiters() {
    LogPosition offered =
        snapshots.shelf().offered().map(ShelvedManifest::at).orElse(LogPosition.NONE);
    for (Iterator<Waiter> i = waiters.iterator(); i.hasNext(); ) {
      Waiter waiter = i.next();
      if (waiter.wanted.compareTo(offered) <= 0) {
        i.remove();
        waiter.taken.complete(offered);
      }
    }
  }
}
