package io.caxton.state.snapshot;

import java.nio.ByteBuffer;

/** Values of a run: one byte that says what it is, then the bytes. */
final class RunValues {
  /** The key was removed; nothing follows. */
  static final byte REMOVED = 0;

  /** The whole value follows. */
  static final byte WHOLE = 1;

  /** The value's length in four bytes, then its first chunk. */
  static final byte FIRST_CHUNK = 2;

  /** The next chunk. */
  static final byte NEXT_CHUNK = 3;

  private static final byte[] REMOVAL = {REMOVED};

  private RunValues() {}

  static byte[] removal() {
    return REMOVAL;
  }

  static byte[] whole(byte[] value) {
    return ByteBuffer.allocate(1 + value.length).put(WHOLE).put(value).array();
  }

  static byte[] firstChunk(byte[] value, int chunkBytes) {
    return ByteBuffer.allocate(5 + chunkBytes)
        .put(FIRST_CHUNK)
        .putInt(value.length)
        .put(value, 0, chunkBytes)
        .array();
  }

  static byte[] nextChunk(byte[] value, int from, int bytes) {
    return ByteBuffer.allocate(1 + bytes).put(NEXT_CHUNK).put(value, from, bytes).array();
  }
}
