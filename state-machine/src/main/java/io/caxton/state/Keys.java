package io.caxton.state;

import io.caxton.state.core.OutcomeKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Keys as bytes; see {@link TableView}. */
final class Keys {
  private Keys() {}

  static byte[] of(long id) {
    return ByteBuffer.allocate(Long.BYTES).putLong(id).array();
  }

  static long id(byte[] key) {
    return ByteBuffer.wrap(key).getLong();
  }

  static byte[] of(OutcomeKey key) {
    return ByteBuffer.allocate(2 * Long.BYTES)
        .putLong(key.sessionId())
        .putLong(key.sequence())
        .array();
  }

  static OutcomeKey outcomeKey(byte[] key) {
    ByteBuffer buffer = ByteBuffer.wrap(key);
    return new OutcomeKey(buffer.getLong(), buffer.getLong());
  }

  /** What the keys of a fleet's resources begin with. */
  static byte[] prefix(String fleet) {
    return (fleet + '\0').getBytes(StandardCharsets.UTF_8);
  }

  static byte[] of(byte[] prefix, String id) {
    byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
    byte[] key = Arrays.copyOf(prefix, prefix.length + bytes.length);
    System.arraycopy(bytes, 0, key, prefix.length, bytes.length);
    return key;
  }

  /** The length of a resource's key up to and with the byte between fleet and id. */
  static int prefixLength(byte[] key) {
    for (int i = 0; i < key.length; i++) {
      if (key[i] == 0) {
        return i + 1;
      }
    }
    throw new IllegalStateException("not the key of a fleet's resource");
  }

  static String fleet(byte[] key, int prefixLength) {
    return new String(key, 0, prefixLength - 1, StandardCharsets.UTF_8);
  }
}
