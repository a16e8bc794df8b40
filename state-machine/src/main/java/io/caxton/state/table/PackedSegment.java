package io.caxton.state.table;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Rows as bytes in a few large arrays, found by a hash of their keys. Rows are appended and marked
 * as gone, never changed.
 *
 * <p>One thread appends. A {@link View} shares its arrays: it looks at rows below its own end only,
 * and what an append writes lies above that.
 */
final class PackedSegment {
  // Small enough to be an ordinary object for every collector.
  private static final int SLAB_BYTES = 256 << 10;
  private static final int HEAD_BYTES = 2 * Integer.BYTES;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private byte[][] slabs = {};
  private int[] slabLive = {};
  private boolean slabsShared;
  private int slabCount;
  private int used = SLAB_BYTES;

  // Row to slab (upper half) and offset (lower half).
  private long[] places = new long[1_024];
  // Hash of the key (upper half) and row + 1 (lower half), or 0. At most half of it is in use.
  private long[] slots = new long[2_048];
  private final RowMarks gone = new RowMarks();
  private int rows;
  private int live;

  /** The rows as they were at a moment; immutable, any thread. */
  static final class View {
    private final byte[][] slabs;
    private final long[] places;
    private final long[] slots;
    private final RowMarks.Frozen gone;
    private final int rows;

    private View(PackedSegment of) {
      slabs = of.slabs;
      places = of.places;
      slots = of.slots;
      gone = of.gone.freeze();
      rows = of.rows;
    }

    int find(String key) {
      int hash = key.hashCode();
      int slot = hash & slots.length - 1;
      for (long found = slots[slot]; found != 0; found = slots[slot]) {
        int row = (int) found - 1;
        if ((int) (found >>> 32) == hash
            && row < rows
            && !gone.has(row)
            && isKey(slabs, places[row], key)) {
          return row;
        }
        slot = slot + 1 & slots.length - 1;
      }
      return -1;
    }

    /** The next live row from this one on, or -1. */
    int nextLive(int from) {
      for (int row = from; row < rows; row++) {
        if (!gone.has(row)) {
          return row;
        }
      }
      return -1;
    }

    RowBytes at(int row) {
      return PackedSegment.at(slabs, places[row]);
    }
  }

  int rows() {
    return rows;
  }

  int live() {
    return live;
  }

  View freeze() {
    slabsShared = true;
    return new View(this);
  }

  /** The key is in ASCII; returns the row's number. */
  int append(byte[] keys, int keyFrom, int keyTo, byte[] values, int valueFrom, int valueTo) {
    int keyBytes = keyTo - keyFrom;
    int valueBytes = valueTo - valueFrom;
    int hash = 0;
    for (int i = keyFrom; i < keyTo; i++) {
      hash = 31 * hash + keys[i];
    }
    int at = reserve(HEAD_BYTES + keyBytes + valueBytes);
    byte[] slab = slabs[slabCount - 1];
    INT.set(slab, at, keyBytes);
    INT.set(slab, at + Integer.BYTES, valueBytes);
    System.arraycopy(keys, keyFrom, slab, at + HEAD_BYTES, keyBytes);
    System.arraycopy(values, valueFrom, slab, at + HEAD_BYTES + keyBytes, valueBytes);
    if (rows == places.length) {
      places = Arrays.copyOf(places, rows * 2);
    }
    places[rows] = (long) (slabCount - 1) << 32 | at;
    slabLive[slabCount - 1]++;
    live++;
    rows++;
    if (rows > slots.length / 2) {
      rehash();
    }
    insert(slots, (long) hash << 32 | rows);
    return rows - 1;
  }

  private int reserve(int bytes) {
    if (used + bytes > SLAB_BYTES) {
      if (slabCount == slabs.length) {
        int length = Math.max(16, slabCount * 2);
        slabs = Arrays.copyOf(slabs, length);
        slabLive = Arrays.copyOf(slabLive, length);
        slabsShared = false;
      }
      slabs[slabCount++] = new byte[Math.max(bytes, SLAB_BYTES)];
      used = 0;
    }
    int at = used;
    used += bytes;
    return at;
  }

  private void rehash() {
    long[] larger = new long[slots.length * 2];
    for (long slot : slots) {
      if (slot != 0) {
        insert(larger, slot);
      }
    }
    slots = larger;
  }

  private static void insert(long[] slots, long entry) {
    int slot = (int) (entry >>> 32) & slots.length - 1;
    while (slots[slot] != 0) {
      slot = slot + 1 & slots.length - 1;
    }
    slots[slot] = entry;
  }

  /** The live row of this key, or -1. */
  int find(String key) {
    int hash = key.hashCode();
    int slot = hash & slots.length - 1;
    for (long found = slots[slot]; found != 0; found = slots[slot]) {
      int row = (int) found - 1;
      if ((int) (found >>> 32) == hash && !gone.has(row) && isKey(slabs, places[row], key)) {
        return row;
      }
      slot = slot + 1 & slots.length - 1;
    }
    return -1;
  }

  RowBytes at(int row) {
    if (gone.has(row)) {
      throw new IllegalStateException("row " + row + " is gone");
    }
    return at(slabs, places[row]);
  }

  void remove(int row) {
    if (gone.has(row)) {
      throw new IllegalStateException("row " + row + " is gone already");
    }
    gone.mark(row);
    live--;
    int slab = (int) (places[row] >>> 32);
    if (--slabLive[slab] == 0 && slab < slabCount - 1) {
      if (slabsShared) {
        slabs = slabs.clone();
        slabsShared = false;
      }
      slabs[slab] = null;
    }
  }

  private static boolean isKey(byte[][] slabs, long place, String key) {
    byte[] slab = slabs[(int) (place >>> 32)];
    int at = (int) place;
    int length = key.length();
    if ((int) INT.get(slab, at) != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (slab[at + HEAD_BYTES + i] != key.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static RowBytes at(byte[][] slabs, long place) {
    byte[] slab = slabs[(int) (place >>> 32)];
    int at = (int) place;
    int keyBytes = (int) INT.get(slab, at);
    int rowBytes = (int) INT.get(slab, at + Integer.BYTES);
    int from = at + HEAD_BYTES;
    return new RowBytes(slab, from, keyBytes, from + keyBytes, rowBytes);
  }
}
