package io.caxton.state.table;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Where one packed row lies; nobody may change the array. */
public record RowBytes(byte[] array, int keyFrom, int keyBytes, int from, int length) {
  public String key() {
    return new String(array, keyFrom, keyBytes, StandardCharsets.US_ASCII);
  }

  /** Of the row alone. */
  public byte[] toByteArray() {
    return Arrays.copyOfRange(array, from, from + length);
  }

  <V> V parse(Parser<V> parser) {
    try {
      return parser.parseFrom(array, from, length);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("packed row " + key() + " cannot be read", e);
    }
  }
}
