package io.caxton.state.table;

import java.util.Arrays;

/**
 * A growing set of row numbers. {@link #freeze} is cheap: what it gives is shared until one of its
 * parts changes. One thread marks, any reads a frozen one.
 */
final class RowMarks {
  private static final int PART_BITS = 12;
  private static final int PART_WORDS = (1 << PART_BITS) / Long.SIZE;

  private long[][] parts = {};
  // Whether a part, and the array of them, belongs to a frozen one too.
  private boolean[] shared = {};
  private boolean partsShared;

  /** What was marked at a moment. */
  record Frozen(long[][] parts) {
    boolean has(int row) {
      return RowMarks.has(parts, row);
    }
  }

  void mark(int row) {
    int part = row >>> PART_BITS;
    if (part >= parts.length) {
      int length = Math.max(part + 1, parts.length * 2);
      parts = Arrays.copyOf(parts, length);
      shared = Arrays.copyOf(shared, length);
      partsShared = false;
    } else if (partsShared) {
      parts = parts.clone();
      partsShared = false;
    }
    if (parts[part] == null) {
      parts[part] = new long[PART_WORDS];
    } else if (shared[part]) {
      parts[part] = parts[part].clone();
    }
    shared[part] = false;
    parts[part][word(row)] |= 1L << row;
  }

  boolean has(int row) {
    return has(parts, row);
  }

  Frozen freeze() {
    Arrays.fill(shared, true);
    partsShared = true;
    return new Frozen(parts);
  }

  private static boolean has(long[][] parts, int row) {
    int part = row >>> PART_BITS;
    return part < parts.length && parts[part] != null && (parts[part][word(row)] & 1L << row) != 0;
  }

  private static int word(int row) {
    return (row & (1 << PART_BITS) - 1) / Long.SIZE;
  }
}
