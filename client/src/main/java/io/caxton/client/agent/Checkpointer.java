package io.caxton.client.agent;

import com.google.protobuf.ByteString;
import io.caxton.client.CaxtonException;
import io.caxton.client.Fleet;
import io.caxton.client.NewCheckpoint;
import io.caxton.client.agent.state.Milestone;
import io.caxton.client.agent.state.Progress;
import io.caxton.client.agent.state.RecoverySpeed;
import io.caxton.client.agent.state.Sha256;
import io.caxton.client.agent.state.Step;
import io.caxton.v1.Checkpoint;
import io.caxton.v1.RecoveryPlan;
import io.caxton.v1.StateReference;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Saves checkpoints when the policy asks, one at a time, while the agent goes on. */
final class Checkpointer<S> {
  private static final long PAUSE_AFTER_FAILURE_NANOS = 1_000_000_000;

  private final Agent agent;
  private final Fleet fleet;
  private final StatefulConfig<S> config;
  private final Memory<S> memory;
  private final RecoverySpeed speed;

  // Guarded by the memory's lock, but for saving, which is guarded by this.
  private long bytesSince;
  private long newestSeq;
  private long newestBytes;
  private long newestNanos = System.nanoTime();

  private Optional<CompletableFuture<Checkpoint>> saving = Optional.empty();
  private Optional<Checkpoint> newest = Optional.empty();
  private long notBeforeNanos = System.nanoTime();

  Checkpointer(
      Agent agent,
      Fleet fleet,
      StatefulConfig<S> config,
      Memory<S> memory,
      RecoverySpeed speed,
      RecoveryPlan plan) {
    this.agent = agent;
    this.fleet = fleet;
    this.config = config;
    this.memory = memory;
    this.speed = speed;
    bytesSince = plan.getReplayBytes();
    if (plan.hasCheckpoint()) {
      newest = Optional.of(plan.getCheckpoint());
      newestSeq = plan.getCheckpoint().getCoversSeq();
      newestBytes = plan.getCheckpoint().getSizeBytes();
    }
  }

  /** After a step, with the memory's lock. */
  void stepped(Step step, long events) {
    if (events > 0) {
      bytesSince += step.events().stream().mapToLong(event -> event.getBody().size()).sum();
    }
    if (step.wantsCheckpoint()) {
      save();
    } else {
      saveIfDue();
    }
  }

  /** Also when nothing happens: time alone may make one due. In the middle of a step it is not. */
  void saveIfDue() {
    if (!memory.lock().tryLock()) {
      return;
    }
    try {
      if (somethingNew() && idle() && config.policy().due(progress())) {
        save();
      }
    } finally {
      memory.lock().unlock();
    }
  }

  boolean somethingNew() {
    return memory.seq() > newestSeq;
  }

  private synchronized boolean idle() {
    return saving.isEmpty() && System.nanoTime() - notBeforeNanos >= 0;
  }

  private Progress progress() {
    long events = memory.seq() - newestSeq;
    return new Progress(
        events,
        bytesSince,
        Duration.ofNanos(System.nanoTime() - newestNanos),
        speed.replay(events),
        speed.recovery(events, newestBytes));
  }

  /** Saves the state as it is now, after the save under way if there is one. */
  CompletableFuture<Checkpoint> save() {
    memory.lock().lock();
    try {
      synchronized (this) {
        if (saving.isPresent()) {
          return saving.get().handle((done, failed) -> done).thenComposeAsync(done -> save());
        }
        if (newest.isPresent() && newestSeq == memory.seq()) {
          return CompletableFuture.completedFuture(newest.get());
        }
        CompletableFuture<Checkpoint> mine = new CompletableFuture<>();
        saving = Optional.of(mine);
        begin(mine);
        return mine.copy();
      }
    } finally {
      memory.lock().unlock();
    }
  }

  private void begin(CompletableFuture<Checkpoint> mine) {
    ByteString bytes;
    try {
      bytes = config.type().encode(memory.state());
    } catch (RuntimeException | Error failure) {
      failed(failure);
      mine.completeExceptionally(failure);
      return;
    }
    long covers = memory.seq();
    long older = newestSeq;
    bytesSince = 0;
    newestNanos = System.nanoTime();
    Thread.ofVirtual()
        .name("caxton-checkpoint-" + agent.id())
        .start(
            () -> {
              try {
                Checkpoint saved = save(bytes, covers);
                saved(saved, older);
                mine.complete(saved);
              } catch (RuntimeException | IOException | Error failure) {
                failed(failure);
                mine.completeExceptionally(failure);
              }
            });
  }

  private Checkpoint save(ByteString bytes, long covers) throws IOException {
    config.at(Milestone.CHECKPOINT_BEGUN);
    NewCheckpoint what =
        new NewCheckpoint(covers, config.type().schemaId(), config.buildId(), false);
    var checkpoints = fleet.checkpoints().of(agent.identity());
    if (config.store().isEmpty() || bytes.size() <= config.inlineBytesMax()) {
      return CaxtonException.join(checkpoints.save(what, new ToldInput(bytes, config)));
    }
    String name = agent.id() + "-" + agent.epoch() + "-" + covers;
    return CaxtonException.join(
        checkpoints.saveReference(
            what,
            StateReference.newBuilder()
                .setUri(config.store().get().save(name, bytes))
                .setSizeBytes(bytes.size())
                .setSha256(Sha256.of(bytes))
                .build()));
  }

  private void saved(Checkpoint checkpoint, long older) {
    memory.lock().lock();
    try {
      newestSeq = checkpoint.getCoversSeq();
      newestBytes = checkpoint.getSizeBytes();
      synchronized (this) {
        newest = Optional.of(checkpoint);
        saving = Optional.empty();
      }
    } finally {
      memory.lock().unlock();
    }
    config.at(Milestone.CHECKPOINT_FINISHED);
    if (config.trims() && older > 0) {
      trim(older);
    }
  }

  /** Only what the older of the two newest checkpoints covers. */
  private void trim(long throughSeq) {
    try {
      CaxtonException.join(fleet.journals().of(agent.identity()).trim(throughSeq));
      config.at(Milestone.TRIMMED);
    } catch (CaxtonException left) {
      // The next checkpoint trims more.
      agent.endsWith(left);
    }
  }

  private void failed(Throwable failure) {
    synchronized (this) {
      saving = Optional.empty();
      notBeforeNanos = System.nanoTime() + PAUSE_AFTER_FAILURE_NANOS;
    }
    Throwable cause = failure instanceof CompletionException e ? e.getCause() : failure;
    if (cause instanceof CaxtonException refusal) {
      agent.endsWith(refusal);
    }
  }
}
