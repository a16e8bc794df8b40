package io.caxton.state.body;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kotlinx.collections.immutable.ExtensionsKt;
import kotlinx.collections.immutable.PersistentMap;

/**
 * All bodies of one replica: streams of dense sequences. The apply thread appends and says what is
 * not wanted any more; it never reads. Readers and the snapshot writer are on other threads.
 *
 * <p>Only what was appended since the last durable snapshot is in memory.
 */
public final class BodyStore implements BodyReader {
  /** What a run needs for a body beside its bytes. */
  private static final int ENTRY_BYTES = 32;

  /** What a kept stream holds; {@code bytes} is about right, for choosing what to merge. */
  private static final class Size {
    long firstSeq;
    long lastSeq;
    long bytes;
  }

  /** Oldest first: a stream's sequences rise from layer to layer. */
  private record Layers(List<BodyRun> runs, List<Segment> frozen, Segment active) {}

  private volatile Layers layers = new Layers(List.of(), List.of(), new Segment());

  // The apply thread's own.
  private final Map<Long, Size> sizes = new HashMap<>();
  private final PersistentMap.Builder<Long, Liveness.Kept> kept =
      ExtensionsKt.<Long, Liveness.Kept>persistentHashMapOf().builder();
  private long liveBytes;
  private long lastId;
  private Size last;

  /** The next body of the stream, which begins with its first one. The bytes are copied. */
  public void append(long streamId, long seq, byte[] body) {
    Size size = size(streamId);
    if (size == null) {
      size = begin(streamId, seq);
    } else if (seq != size.lastSeq + 1) {
      throw new IllegalStateException("body " + seq + " does not follow " + size.lastSeq);
    }
    layers.active().append(streamId, seq, body);
    size.lastSeq = seq;
    size.bytes += ENTRY_BYTES + body.length;
    liveBytes += ENTRY_BYTES + body.length;
  }

  /** Those below {@code firstSeq} are not wanted any more. */
  public void trim(long streamId, long firstSeq) {
    Size size = size(streamId);
    if (size == null || firstSeq <= size.firstSeq) {
      return;
    }
    long before = size.lastSeq - size.firstSeq + 1;
    long after = Math.max(0, size.lastSeq - firstSeq + 1);
    long left = before == 0 ? 0 : size.bytes / before * after;
    liveBytes -= size.bytes - left;
    size.bytes = left;
    size.firstSeq = firstSeq;
    kept.put(streamId, kept.get(streamId).trimmed(firstSeq));
  }

  /** This one is wanted even if what is around it is trimmed. */
  public void park(long streamId, long seq) {
    kept.put(streamId, kept.get(streamId).with(seq));
  }

  /** Nothing of the stream is wanted any more. */
  public void forget(long streamId) {
    Size size = sizes.remove(streamId);
    if (size != null) {
      liveBytes -= size.bytes;
      kept.remove(streamId);
      last = null;
    }
  }

  /** As a load does it, once for each stream; {@code bytes}: about what its bodies have. */
  public void restore(long streamId, long firstSeq, long lastSeq, long bytes) {
    Size size = begin(streamId, firstSeq);
    size.lastSeq = lastSeq;
    size.bytes = bytes + (lastSeq - firstSeq + 1) * ENTRY_BYTES;
    liveBytes += size.bytes;
  }

  /** As a load does it, before anything is appended. */
  public void restoreRuns(List<BodyRun> runs) {
    layers = new Layers(List.copyOf(runs), List.of(), new Segment());
  }

  /** Of the heap; apply thread. */
  public long memoryBytes() {
    Layers now = layers;
    return now.active().bytes() + now.frozen().stream().mapToLong(Segment::bytes).sum();
  }

  @Override
  public long read(long streamId, long fromSeq, long toSeq, BodyVisitor visitor)
      throws DamagedBodyException {
    BodyScan scan = new BodyScan(fromSeq, toSeq, visitor);
    Layers now = layers;
    // Mostly the newest ones are wanted: what begins in memory is not looked for on disk.
    int first = now.frozen().size();
    Segment segment = now.active();
    while (first >= 0 && !segment.hasFrom(streamId, fromSeq)) {
      segment = --first < 0 ? null : now.frozen().get(first);
    }
    for (int i = 0; first < 0 && i < now.runs().size() && !scan.isOver(); i++) {
      now.runs().get(i).read(streamId, scan);
    }
    for (int i = Math.max(0, first); i < now.frozen().size() && !scan.isOver(); i++) {
      now.frozen().get(i).read(streamId, scan);
    }
    if (!scan.isOver()) {
      now.active().read(streamId, scan);
    }
    return scan.nextSeq();
  }

  /** For a snapshot; apply thread. What is frozen stays in memory until {@link #durable}. */
  public synchronized FrozenBodies freeze() {
    if (!layers.active().streams().isEmpty()) {
      layers = new Layers(layers.runs(), with(layers.frozen(), layers.active()), new Segment());
    }
    return new FrozenBodies(layers.runs(), layers.frozen(), liveness(), liveBytes);
  }

  /** For a merge; apply thread. */
  public synchronized FrozenBodies freezeRuns() {
    return new FrozenBodies(layers.runs(), List.of(), liveness(), liveBytes);
  }

  /** What was frozen is in this run now, if anything of it was wanted. Any thread. */
  public synchronized void durable(FrozenBodies frozen, Optional<BodyRun> run) {
    List<Segment> left = new ArrayList<>(layers.frozen());
    left.removeAll(frozen.segments());
    List<BodyRun> runs = run.isPresent() ? with(layers.runs(), run.get()) : layers.runs();
    layers = new Layers(runs, left, layers.active());
  }

  /** The inputs, neighbours of each other, are in one run now, or nothing of them. Any thread. */
  public synchronized void merged(List<BodyRun> inputs, Optional<BodyRun> output) {
    List<BodyRun> runs = new ArrayList<>(layers.runs());
    int at = runs.indexOf(inputs.getFirst());
    if (at < 0 || !runs.subList(at, at + inputs.size()).equals(inputs)) {
      throw new IllegalStateException("not neighbours: " + inputs);
    }
    runs.subList(at, at + inputs.size()).clear();
    output.ifPresent(run -> runs.add(at, run));
    layers = new Layers(runs, layers.frozen(), layers.active());
  }

  private Liveness liveness() {
    return new Liveness(kept.build());
  }

  private Size size(long streamId) {
    if (last == null || lastId != streamId) {
      last = sizes.get(streamId);
      lastId = streamId;
    }
    return last;
  }

  private Size begin(long streamId, long firstSeq) {
    Size size = new Size();
    size.firstSeq = firstSeq;
    size.lastSeq = firstSeq - 1;
    if (sizes.putIfAbsent(streamId, size) != null) {
      throw new IllegalStateException("stream " + streamId + " begins twice");
    }
    kept.put(streamId, Liveness.Kept.from(firstSeq));
    last = size;
    lastId = streamId;
    return size;
  }

  private static <T> List<T> with(List<T> list, T more) {
    List<T> longer = new ArrayList<>(list);
    longer.add(more);
    return longer;
  }
}
