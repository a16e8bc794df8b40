package io.caxton.client;

import io.caxton.v1.ReadOptions;
import io.grpc.MethodDescriptor;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Things with a dense sequence, as they are read: each once, by rising sequence, over lost
 * connections and leader changes. The listener is called on a virtual thread, one call at a time,
 * and may take its time: meanwhile nothing more is received.
 */
public final class SequenceStream implements AutoCloseable {
  /** While it follows, the server says something at least every 5 s. */
  private static final long FOLLOW_SILENCE_NANOS = TimeUnit.SECONDS.toNanos(12);

  private static final long READ_SILENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

  /**
   * What differs from noun to noun.
   *
   * @param <T> what the sequence is of
   */
  interface Source<Q, R, T> {
    /** From this sequence to that one; 0 means the first kept and the end. */
    Q request(long fromSeq, long toSeq);

    List<T> items(R response);

    long seq(T item);

    /** The end as the server knows it, 0 if it does not say. */
    long lastSeq(R response);

    void give(List<T> items, long lastSeq);
  }

  private final CompletableFuture<Long> done = new CompletableFuture<>();
  private final CursorStream<?, ?> stream;
  private volatile long lastSeq;

  <Q, R, T> SequenceStream(
      Core core,
      MethodDescriptor<Q, R> method,
      ReadOptions options,
      Source<Q, R, T> source,
      long fromSeq,
      long toSeq,
      boolean follow) {
    boolean leader = options.getConsistency() == ReadOptions.Consistency.LINEARIZABLE;
    lastSeq = Math.max(0, fromSeq - 1);
    CursorStream<Q, R> reading =
        new CursorStream<>(
            core,
            leader ? core.leader() : core.home(),
            method,
            new Reading<>(source, fromSeq, toSeq, follow),
            follow
                ? new CursorStream.Patience(FOLLOW_SILENCE_NANOS, Long.MAX_VALUE)
                : new CursorStream.Patience(
                    READ_SILENCE_NANOS, core.config().callTimeout().toNanos()));
    stream = reading;
    reading.start();
  }

  /**
   * Completes with the sequence of the last one given when all that was asked for has been; with a
   * stream that follows only by a failure.
   */
  public CompletableFuture<Long> done() {
    return done.copy();
  }

  /** All up to here have been given to the listener. */
  public long lastSeq() {
    return lastSeq;
  }

  @Override
  public void close() {
    stream.close();
    done.cancel(false);
  }

  private final class Reading<Q, R, T> implements CursorStream.Reader<Q, R> {
    private final Source<Q, R, T> source;
    private final boolean follow;
    private final long fromSeq;

    /** Once the end is known, a stream that is resumed ends there and not later. */
    private volatile long toSeq;

    private volatile boolean begun;

    Reading(Source<Q, R, T> source, long fromSeq, long toSeq, boolean follow) {
      this.source = source;
      this.fromSeq = fromSeq;
      this.toSeq = toSeq;
      this.follow = follow;
    }

    @Override
    public Q rest() {
      return source.request(begun ? lastSeq + 1 : fromSeq, follow ? 0 : toSeq);
    }

    @Override
    public void received(R response) {
      List<T> items = source.items(response);
      if (begun && !items.isEmpty() && source.seq(items.getFirst()) <= lastSeq) {
        items = items.stream().filter(item -> source.seq(item) > lastSeq).toList();
      }
      long end = source.lastSeq(response);
      if (!follow && toSeq == 0) {
        toSeq = end;
      }
      source.give(items, end);
      if (!items.isEmpty()) {
        begun = true;
        lastSeq = source.seq(items.getLast());
      }
    }

    @Override
    public boolean complete() {
      return !follow && (toSeq == 0 || lastSeq >= toSeq || !begun);
    }

    @Override
    public void ended(Optional<RuntimeException> failure) {
      failure.ifPresentOrElse(done::completeExceptionally, () -> done.complete(lastSeq));
    }
  }
}
