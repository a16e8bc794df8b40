package io.caxton.state.snapshot;

import java.util.Arrays;

/**
 * Where the key and the value of one entry lie, until the next one is read. Nobody may change them.
 */
public final class EntryBytes {
  private byte[] keyArray = {};
  private int keyFrom;
  private int keyTo;
  private byte[] valueArray = {};
  private int valueFrom;
  private int valueTo;

  void key(byte[] array, int from, int to) {
    keyArray = array;
    keyFrom = from;
    keyTo = to;
  }

  void value(byte[] array, int from, int to) {
    valueArray = array;
    valueFrom = from;
    valueTo = to;
  }

  public byte[] keyArray() {
    return keyArray;
  }

  public int keyFrom() {
    return keyFrom;
  }

  public int keyTo() {
    return keyTo;
  }

  public byte[] valueArray() {
    return valueArray;
  }

  public int valueFrom() {
    return valueFrom;
  }

  public int valueTo() {
    return valueTo;
  }

  /** A copy. */
  public byte[] key() {
    return Arrays.copyOfRange(keyArray, keyFrom, keyTo);
  }

  /** A copy. */
  public byte[] value() {
    return Arrays.copyOfRange(valueArray, valueFrom, valueTo);
  }
}
