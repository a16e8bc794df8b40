package io.caxton.state.body;

import java.io.IOException;
import java.util.List;
import java.util.TreeSet;

/** The bodies of a frozen state, for the snapshot writer. Any thread. */
public final class FrozenBodies {
  public static final FrozenBodies NONE =
      new FrozenBodies(List.of(), List.of(), Liveness.NOTHING, 0);

  private final List<BodyRun> runs;
  private final List<Segment> segments;
  private final Liveness liveness;
  private final long liveBytes;

  /** Takes bodies sorted by stream, then by sequence. */
  public interface Sink {
    /** The array is valid during the call only. */
    void put(long streamId, long seq, byte[] array, int offset, int length)
        throws IOException, InterruptedException;
  }

  FrozenBodies(List<BodyRun> runs, List<Segment> segments, Liveness liveness, long liveBytes) {
    this.runs = runs;
    this.segments = segments;
    this.liveness = liveness;
    this.liveBytes = liveBytes;
  }

  /** Those that are durable already, oldest first. */
  public List<BodyRun> runs() {
    return runs;
  }

  public Liveness liveness() {
    return liveness;
  }

  /** About how many bytes of all bodies are wanted. */
  public long liveBytes() {
    return liveBytes;
  }

  List<Segment> segments() {
    return segments;
  }

  public boolean hasNew() {
    return !segments.isEmpty();
  }

  /** Gives every wanted body that is in memory only. */
  public void forEachNew(Sink sink) throws IOException, InterruptedException {
    TreeSet<Long> streamIds = new TreeSet<>(Long::compareUnsigned);
    segments.forEach(segment -> streamIds.addAll(segment.streams().keySet()));
    for (long streamId : streamIds) {
      for (Segment segment : segments) {
        give(segment, streamId, sink);
      }
    }
  }

  private void give(Segment segment, long streamId, Sink sink)
      throws IOException, InterruptedException {
    SegmentStream stream = segment.streams().get(streamId);
    if (stream == null) {
      return;
    }
    for (long seq = stream.firstSeq(); seq < stream.endSeq(); seq++) {
      if (liveness.isLive(streamId, seq)) {
        segment.give(streamId, seq, stream.address(seq), sink);
      }
    }
  }
}
