package io.caxton.server.grpc;

import io.caxton.server.engine.Views;
import io.caxton.server.error.RefusedException;
import io.caxton.state.State;
import io.caxton.state.body.DamagedBodyException;
import io.caxton.v1.ReadInfo;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Streams the events of a journal or the messages of a conversation. No state is held between two
 * messages: a reader may take hours, and what it holds is its cursor. A follower that has read all
 * is woken by the hub.
 */
final class SequencePump<R> extends ReadyPump<R> implements WatchHub.Pumped {
  /** Where the bodies are, and which of them are kept. */
  record Range(long streamId, long firstSeq, long lastSeq) {}

  /** What differs from noun to noun. */
  interface Source<R> {
    /** As of this state; refuses if there is no such thing (any more). */
    Range range(State state);

    Page<R> page();

    RefusedException trimmed(long firstSeq);
  }

  /** A message in the making. */
  interface Page<R> {
    /** False: it is full, this was the last one. */
    boolean add(byte[] array, int offset, int length);

    R build(Optional<ReadInfo> info, long lastSeq);
  }

  private final Views views;
  private final Source<R> source;
  private final boolean follow;
  private final Runnable onEnd;

  // Set before the first pump.
  private Optional<ReadInfo> info = Optional.empty();
  private long toSeq;

  // Of the running step; the hub only looks.
  private volatile long cursor;
  private volatile long sentNanos;

  SequencePump(
      ServerCallStreamObserver<R> call,
      Executor blocking,
      StreamLimit limit,
      Views views,
      Source<R> source,
      boolean follow,
      Runnable onEnd) {
    super(call, blocking, limit);
    this.views = views;
    this.source = source;
    this.follow = follow;
    this.onEnd = onEnd;
  }

  /**
   * @param from 0 means the first kept
   * @param to 0 means the end as of this state
   */
  void start(State state, ReadInfo asOf, long from, long to) {
    Range range = source.range(state);
    cursor = from == 0 ? range.firstSeq() : from;
    toSeq = to == 0 ? range.lastSeq() : Math.min(to, range.lastSeq());
    info = Optional.of(asOf);
    sentNanos = System.nanoTime();
    start();
  }

  @Override
  boolean step() throws DamagedBodyException {
    State state = views.newest();
    Range range = source.range(state);
    long end = follow ? range.lastSeq() : toSeq;
    if (cursor > end) {
      return stepAtEnd(range.lastSeq());
    }
    if (cursor < range.firstSeq()) {
      throw source.trimmed(range.firstSeq());
    }
    Page<R> page = source.page();
    long from = cursor;
    long next =
        state
            .bodies()
            .read(
                range.streamId(),
                from,
                end,
                (seq, array, offset, length) -> {
                  cursor = seq + 1;
                  return page.add(array, offset, length);
                });
    if (cursor == from) {
      throw missing(next);
    }
    send(page, range.lastSeq());
    return true;
  }

  private boolean stepAtEnd(long lastSeq) {
    if (info.isPresent() || (follow && quiet(System.nanoTime()))) {
      send(source.page(), lastSeq);
    }
    if (!follow) {
      complete();
    }
    return false;
  }

  private void send(Page<R> page, long lastSeq) {
    send(page.build(info, lastSeq));
    info = Optional.empty();
    sentNanos = System.nanoTime();
  }

  private boolean quiet(long nowNanos) {
    return nowNanos - sentNanos >= WatchHub.PROGRESS_NANOS;
  }

  /** Trimmed between the look at the row and the read; anything else is a fault. */
  private RuntimeException missing(long seq) {
    Range now = source.range(views.newest());
    return seq < now.firstSeq()
        ? source.trimmed(now.firstSeq())
        : new IllegalStateException("body " + seq + " of stream " + now.streamId() + " is missing");
  }

  /** By the hub: followers go on when there is more, or say that they live. */
  @Override
  public boolean pump(long nowNanos) {
    if (!isOpen()) {
      return false;
    }
    if (quiet(nowNanos) || hasMore()) {
      pump();
    }
    return true;
  }

  private boolean hasMore() {
    try {
      return source.range(views.newest()).lastSeq() >= cursor;
    } catch (RefusedException gone) {
      return true;
    }
  }

  @Override
  void ended() {
    onEnd.run();
  }
}
