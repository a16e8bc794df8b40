package io.caxton.state.snapshot;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.mapdb.serializer.SerializerByteArray;

/**
 * Keys of a run: {@code table 0x00 key chunk}, the chunk number in the last two bytes. Ordered by
 * what stands before the chunk number, then by the chunk number, so that the chunks of one value
 * follow each other even where one key begins with another.
 */
final class RunKeys extends SerializerByteArray {
  static final RunKeys ORDER = new RunKeys();
  static final int CHUNK_NUMBER_BYTES = 2;
  static final int CHUNKS_MAX = 1 << 16;

  private RunKeys() {}

  static byte[] prefix(String table) {
    byte[] prefix = (table + '\0').getBytes(StandardCharsets.US_ASCII);
    if (prefix.length > 65 || !table.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IllegalArgumentException("not a table name: " + table);
    }
    return prefix;
  }

  static byte[] encode(byte[] prefix, byte[] key) {
    byte[] encoded = Arrays.copyOf(prefix, prefix.length + key.length + CHUNK_NUMBER_BYTES);
    System.arraycopy(key, 0, encoded, prefix.length, key.length);
    return encoded;
  }

  static byte[] withChunk(byte[] encoded, int chunk) {
    byte[] copy = encoded.clone();
    copy[copy.length - 2] = (byte) (chunk >>> 8);
    copy[copy.length - 1] = (byte) chunk;
    return copy;
  }

  @Override
  public int compare(byte[] a, byte[] b) {
    int aEnd = a.length - CHUNK_NUMBER_BYTES;
    int bEnd = b.length - CHUNK_NUMBER_BYTES;
    int order = Arrays.compareUnsigned(a, 0, aEnd, b, 0, bEnd);
    return order != 0 ? order : Arrays.compareUnsigned(a, aEnd, a.length, b, bEnd, b.length);
  }

  @Override
  public int valueArraySearch(Object keys, byte[] key) {
    return Arrays.binarySearch((byte[][]) keys, key, this);
  }
}
