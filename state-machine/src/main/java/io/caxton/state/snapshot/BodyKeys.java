package io.caxton.state.snapshot;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The keys of bodies in a run: {@code bodies 0x00 stream sequence chunk}. */
final class BodyKeys {
  static final String TABLE = "bodies";
  static final int BYTES = 2 * Long.BYTES;

  private static final int PREFIX_BYTES = TABLE.length() + 1;
  private static final int ENCODED_BYTES = PREFIX_BYTES + BYTES + RunKeys.CHUNK_NUMBER_BYTES;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** A stored entry's key. */
  record Key(long streamId, long seq, int chunk) {
    boolean isAfter(long otherStreamId, long otherSeq) {
      int order = Long.compareUnsigned(streamId, otherStreamId);
      order = order != 0 ? order : Long.compareUnsigned(seq, otherSeq);
      return order > 0 || (order == 0 && chunk > 0);
    }
  }

  private BodyKeys() {}

  static byte[] of(long streamId, long seq) {
    return ByteBuffer.allocate(BYTES).putLong(streamId).putLong(seq).array();
  }

  static long streamId(byte[] key) {
    return (long) LONGS.get(key, 0);
  }

  static long seq(byte[] key) {
    return (long) LONGS.get(key, Long.BYTES);
  }

  // Of the scanner's current entry.

  static boolean isBody(RunScanner entry) {
    return entry.keyTo() - entry.keyFrom() == ENCODED_BYTES;
  }

  static long streamId(RunScanner entry) {
    return (long) LONGS.get(entry.page(), entry.keyFrom() + PREFIX_BYTES);
  }

  static long seq(RunScanner entry) {
    return (long) LONGS.get(entry.page(), entry.keyFrom() + PREFIX_BYTES + Long.BYTES);
  }

  static int chunk(RunScanner entry) {
    byte[] page = entry.page();
    int at = entry.keyTo() - RunKeys.CHUNK_NUMBER_BYTES;
    return (page[at] & 0xff) << 8 | (page[at + 1] & 0xff);
  }
}
