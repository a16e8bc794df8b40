package io.caxton.state.body;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import kotlinx.collections.immutable.ExtensionsKt;
import kotlinx.collections.immutable.PersistentMap;

/**
 * The bodies appended since a snapshot, in memory: few large arrays, so that a million events are
 * no million objects. One writer; any number of readers beside it, which see what was appended
 * before they began.
 */
final class Segment {
  private static final VarHandle LENGTHS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final int CHUNK_BYTES_MIN = 4 << 10;
  private static final int CHUNK_BYTES_MAX = 256 << 10;
  private static final int STREAM_BYTES = 160;

  private volatile PersistentMap<Long, SegmentStream> streams = ExtensionsKt.persistentHashMapOf();
  private volatile byte[][] chunks = new byte[4][];

  // The writer's own.
  private int chunkCount;
  private int current = -1;
  private int used;
  private long lastId;
  private SegmentStream last;
  private long bytes;

  void append(long streamId, long seq, byte[] body) {
    SegmentStream stream = stream(streamId, seq);
    long address = place(Integer.BYTES + body.length);
    byte[] chunk = chunks[(int) (address >>> 32)];
    int offset = (int) address;
    LENGTHS.set(chunk, offset, body.length);
    System.arraycopy(body, 0, chunk, offset + Integer.BYTES, body.length);
    stream.add(seq, address);
    bytes += Long.BYTES;
  }

  private SegmentStream stream(long streamId, long seq) {
    if (last == null || lastId != streamId) {
      last = streams.get(streamId);
      lastId = streamId;
      if (last == null) {
        last = new SegmentStream(seq);
        streams = streams.put(streamId, last);
        bytes += STREAM_BYTES;
      }
    }
    return last;
  }

  /** Where so many bytes go: large ones get an array of their own. */
  private long place(int size) {
    int chunkBytes = (int) Math.max(CHUNK_BYTES_MIN, Math.min(CHUNK_BYTES_MAX, bytes));
    if (size > chunkBytes / 4) {
      return (long) addChunk(size) << 32;
    }
    if (current < 0 || chunks[current].length - used < size) {
      current = addChunk(chunkBytes);
      used = 0;
    }
    long address = (long) current << 32 | used;
    used += size;
    return address;
  }

  private int addChunk(int size) {
    byte[][] grown = chunkCount < chunks.length ? chunks : Arrays.copyOf(chunks, chunks.length * 2);
    grown[chunkCount] = new byte[size];
    chunks = grown;
    bytes += size;
    return chunkCount++;
  }

  /** What it holds of the heap; writer. */
  long bytes() {
    return bytes;
  }

  PersistentMap<Long, SegmentStream> streams() {
    return streams;
  }

  /** Whether this sequence, or an earlier one of the stream, is here. */
  boolean hasFrom(long streamId, long seq) {
    SegmentStream stream = streams.get(streamId);
    return stream != null && stream.firstSeq() <= seq;
  }

  void read(long streamId, BodyScan scan) {
    SegmentStream stream = streams.get(streamId);
    if (stream == null) {
      return;
    }
    long seq = Math.max(scan.nextSeq(), stream.firstSeq());
    for (long end = stream.endSeq(); seq < end; seq++) {
      long address = stream.address(seq);
      byte[] chunk = chunks[(int) (address >>> 32)];
      int offset = (int) address;
      if (!scan.offer(seq, chunk, offset + Integer.BYTES, (int) LENGTHS.get(chunk, offset))) {
        return;
      }
    }
  }

  void give(long streamId, long seq, long address, FrozenBodies.Sink sink)
      throws IOException, InterruptedException {
    byte[] chunk = chunks[(int) (address >>> 32)];
    int offset = (int) address;
    sink.put(streamId, seq, chunk, offset + Integer.BYTES, (int) LENGTHS.get(chunk, offset));
  }
}
