package io.caxton.client;

import com.google.protobuf.ByteString;
import io.caxton.v1.Checkpoint;
import io.caxton.v1.CheckpointsGrpc;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.LoadCheckpointRequest;
import io.caxton.v1.LoadCheckpointResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Reads a checkpoint's bytes, goes on from where it was after a failure, and checks the hash. */
final class CheckpointDownload
    implements CursorStream.Reader<LoadCheckpointRequest, LoadCheckpointResponse> {
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final Core core;
  private final LoadCheckpointRequest request;
  private final OutputStream into;
  private final Sha256 hash = new Sha256();
  private final CompletableFuture<Checkpoint> done = new CompletableFuture<>();

  // The stream calls one at a time.
  private volatile Optional<Checkpoint> checkpoint = Optional.empty();
  private final AtomicLong received = new AtomicLong();

  CheckpointDownload(Core core, LoadCheckpointRequest request, OutputStream into) {
    this.core = core;
    this.request = request;
    this.into = into;
  }

  CompletableFuture<Checkpoint> run() {
    CursorStream.Patience patience =
        new CursorStream.Patience(SILENCE_NANOS, core.config().callTimeout().toNanos());
    new CursorStream<>(
            core, core.leader(), CheckpointsGrpc.getLoadCheckpointMethod(), this, patience)
        .start();
    return done;
  }

  /** Once it is known which one is the newest, it stays that one. */
  @Override
  public LoadCheckpointRequest rest() {
    return request.toBuilder()
        .setVersion(checkpoint.map(Checkpoint::getVersion).orElse(request.getVersion()))
        .setOffsetBytes(received.get())
        .build();
  }

  @Override
  public void received(LoadCheckpointResponse response) {
    if (response.hasCheckpoint() && checkpoint.isEmpty()) {
      checkpoint = Optional.of(response.getCheckpoint());
    }
    ByteString data = response.getData();
    hash.add(data);
    try {
      data.writeTo(into);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    received.addAndGet(data.size());
  }

  @Override
  public boolean complete() {
    return checkpoint.isPresent() && received.get() >= checkpoint.get().getSizeBytes();
  }

  @Override
  public void ended(Optional<RuntimeException> failure) {
    if (failure.isPresent()) {
      done.completeExceptionally(failure.get());
      return;
    }
    Checkpoint loaded = checkpoint.orElseThrow();
    if (loaded.hasReference() || isWhole(loaded)) {
      done.complete(loaded);
    } else {
      done.completeExceptionally(damaged(loaded));
    }
  }

  private boolean isWhole(Checkpoint loaded) {
    return received.get() == loaded.getSizeBytes() && hash.value().equals(loaded.getSha256());
  }

  private static DefiniteFailure damaged(Checkpoint loaded) {
    return new DefiniteFailure(
        new Failure(
            Failure.Cause.REFUSED,
            ErrorReason.CHECKPOINT_DAMAGED,
            true,
            "the bytes of version " + loaded.getVersion() + " are not what was saved",
            0,
            List.of(),
            Map.of("version", Long.toUnsignedString(loaded.getVersion()))));
  }
}
