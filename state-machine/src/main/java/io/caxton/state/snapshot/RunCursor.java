package io.caxton.state.snapshot;

import io.caxton.v1.SnapshotRun;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** The entries of a run in order, with chunks put together. */
final class RunCursor implements Closeable {
  private final RunScanner scanner;
  private byte[] keyArray;
  private int keyFrom;
  private int keyTo;
  // Null for a removal.
  private byte[] value;
  private int valueFrom;
  private int valueTo;

  RunCursor(Path file, SnapshotRun run) throws IOException {
    this.scanner = RunScanner.open(file, run);
  }

  boolean next() throws IOException {
    if (!scanner.next()) {
      return false;
    }
    byte[] page = scanner.page();
    keyArray = page;
    keyFrom = scanner.keyFrom();
    keyTo = scanner.keyTo() - RunKeys.CHUNK_NUMBER_BYTES;
    int from = scanner.valueFrom();
    switch (page[from]) {
      case RunValues.WHOLE -> {
        value = page;
        valueFrom = from + 1;
        valueTo = scanner.valueTo();
      }
      case RunValues.REMOVED -> value = null;
      case RunValues.FIRST_CHUNK -> assemble();
      default -> throw scanner.malformed("a chunk without its first", null);
    }
    return true;
  }

  boolean isRemoval() {
    return value == null;
  }

  /** Valid until the next call of next(). */
  void valueInto(EntryBytes entry) {
    entry.value(value, valueFrom, valueTo);
  }

  /** Table, zero byte and key; valid until the next call of next(). */
  byte[] keyArray() {
    return keyArray;
  }

  int keyFrom() {
    return keyFrom;
  }

  int keyTo() {
    return keyTo;
  }

  int compareKey(RunCursor other) {
    return Arrays.compareUnsigned(
        keyArray, keyFrom, keyTo, other.keyArray, other.keyFrom, other.keyTo);
  }

  @Override
  public void close() throws IOException {
    scanner.close();
  }

  /** The chunks may lie on several pages, so the key moves out of the page first. */
  private void assemble() throws IOException {
    byte[] page = scanner.page();
    keyArray = Arrays.copyOfRange(page, keyFrom, keyTo);
    keyFrom = 0;
    keyTo = keyArray.length;
    int from = scanner.valueFrom();
    int bytes = ByteBuffer.wrap(page).getInt(from + 1);
    ByteBuffer whole = ByteBuffer.allocate(bytes);
    whole.put(page, from + 5, scanner.valueTo() - from - 5);
    for (int chunk = 1; whole.hasRemaining(); chunk++) {
      if (!scanner.next() || !isChunk(chunk)) {
        throw scanner.malformed(String.format(Locale.ROOT, "chunk %d is missing", chunk), null);
      }
      whole.put(page, scanner.valueFrom() + 1, scanner.valueTo() - scanner.valueFrom() - 1);
    }
    value = whole.array();
    valueFrom = 0;
    valueTo = value.length;
  }

  private boolean isChunk(int number) {
    byte[] page = scanner.page();
    int end = scanner.keyTo() - RunKeys.CHUNK_NUMBER_BYTES;
    return page[scanner.valueFrom()] == RunValues.NEXT_CHUNK
        && ((page[end] & 0xff) << 8 | (page[end + 1] & 0xff)) == number
        && Arrays.equals(page, scanner.keyFrom(), end, keyArray, keyFrom, keyTo);
  }
}
