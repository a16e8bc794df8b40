package io.caxton.state.table;

import java.util.ArrayList;
import java.util.List;

/**
 * Packed rows in segments. A segment whose rows are all gone is dropped, so a queue that is filled
 * and drained for ever does not grow. Apply thread only.
 *
 * <p>A row's place is the number of its segment (upper half) and its number there.
 */
final class PackedRows {
  /** Of a segment made while running: a look-up looks at each. */
  private static final int SEGMENT_ROWS_MAX = 1 << 18;

  private final List<PackedSegment> segments = new ArrayList<>();
  // The number of the first segment of the list; dropped ones behind it are null.
  private int firstNumber;
  private int live;

  boolean isEmpty() {
    return live == 0;
  }

  int live() {
    return live;
  }

  long append(
      boolean loading, byte[] keys, int keyFrom, int keyTo, byte[] rows, int rowFrom, int rowTo) {
    PackedSegment last = segments.isEmpty() ? null : segments.getLast();
    if (last == null || (!loading && last.rows() >= SEGMENT_ROWS_MAX)) {
      last = new PackedSegment();
      segments.add(last);
    }
    live++;
    int number = firstNumber + segments.size() - 1;
    return (long) number << 32 | last.append(keys, keyFrom, keyTo, rows, rowFrom, rowTo);
  }

  /** The live row of this key, or -1. */
  long find(String key) {
    for (int i = segments.size() - 1; i >= 0; i--) {
      PackedSegment segment = segments.get(i);
      int row = segment == null ? -1 : segment.find(key);
      if (row >= 0) {
        return (long) (firstNumber + i) << 32 | row;
      }
    }
    return -1;
  }

  RowBytes at(long place) {
    return segment(place).at((int) place);
  }

  void remove(long place) {
    PackedSegment segment = segment(place);
    segment.remove((int) place);
    live--;
    if (segment.live() == 0) {
      segments.set(index(place), null);
      while (!segments.isEmpty() && segments.getFirst() == null) {
        segments.removeFirst();
        firstNumber++;
      }
    }
  }

  PackedView freeze() {
    List<PackedSegment.View> views = new ArrayList<>(segments.size());
    for (PackedSegment segment : segments) {
      if (segment != null) {
        views.add(segment.freeze());
      }
    }
    return new PackedView(views, live);
  }

  private PackedSegment segment(long place) {
    return segments.get(index(place));
  }

  private int index(long place) {
    return (int) (place >>> 32) - firstNumber;
  }
}
