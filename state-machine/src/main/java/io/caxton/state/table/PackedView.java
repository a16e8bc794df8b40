package io.caxton.state.table;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Packed rows as they were at a moment; immutable, any thread. */
final class PackedView implements Iterable<RowBytes> {
  private final List<PackedSegment.View> segments;
  private final int live;

  PackedView(List<PackedSegment.View> segments, int live) {
    this.segments = segments;
    this.live = live;
  }

  int size() {
    return live;
  }

  Optional<RowBytes> find(String key) {
    for (PackedSegment.View segment : segments) {
      int row = segment.find(key);
      if (row >= 0) {
        return Optional.of(segment.at(row));
      }
    }
    return Optional.empty();
  }

  @Override
  public Iterator<RowBytes> iterator() {
    return new Rows();
  }

  private final class Rows implements Iterator<RowBytes> {
    private int segment;
    private int row = -1;

    Rows() {
      advance();
    }

    private void advance() {
      while (segment < segments.size()) {
        row = segments.get(segment).nextLive(row + 1);
        if (row >= 0) {
          return;
        }
        segment++;
      }
    }

    @Override
    public boolean hasNext() {
      return segment < segments.size();
    }

    @Override
    public RowBytes next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      RowBytes next = segments.get(segment).at(row);
      advance();
      return next;
    }
  }
}
