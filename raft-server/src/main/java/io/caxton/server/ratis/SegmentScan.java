package io.caxton.server.ratis;

import io.caxton.server.ratis.SegmentBytes.Frame;
import java.util.Optional;

/**
 * What an open segment holds.
 *
 * @param goodBytes up to here the file is whole
 * @param nextIndex the index of the entry that would stand there
 * @param damage empty if nothing but zeros, or an entry that the end of the file cuts short,
 *     follows
 */
record SegmentScan(int goodBytes, long nextIndex, Optional<Damage> damage) {

  /**
   * @param torn it looks as if power loss cut the write short, so that no fsync after it returned
   * @param commitIndexShown the highest commit index in any record of this file that can be read,
   *     before the damage or after it
   */
  record Damage(boolean torn, long commitIndexShown) {}

  static SegmentScan of(SegmentBytes segment, long firstIndex) {
    if (!segment.hasHeader()) {
      // Ratis takes a header that was only begun for an empty file.
      return segment.isZeroFrom(0) || segment.bytes().length < SegmentBytes.HEADER.length
          ? new SegmentScan(0, firstIndex, Optional.empty())
          : new SegmentScan(0, firstIndex, Optional.of(damage(segment, 0, -1)));
    }
    int offset = SegmentBytes.HEADER.length;
    long index = firstIndex;
    Optional<Frame> last = Optional.empty();
    while (true) {
      Optional<Frame> frame = segment.frameAt(offset);
      if (frame.isEmpty() || frame.get().entry().getIndex() != index) {
        break;
      }
      offset = frame.get().end();
      index++;
      last = frame.get().commitIndex() >= 0 ? frame : last;
    }
    if (segment.isZeroFrom(offset)) {
      return new SegmentScan(offset, index, Optional.empty());
    }
    long shown = last.map(Frame::commitIndex).orElse(-1L);
    return new SegmentScan(offset, index, Optional.of(damage(segment, offset, shown)));
  }

  /** Records after the damage are looked for at every byte: their places are not known any more. */
  private static Damage damage(SegmentBytes segment, int offset, long shownBefore) {
    long shown = shownBefore;
    for (int i = offset + 1; i < segment.bytes().length; i++) {
      Optional<Frame> frame = segment.bytes()[i] == 0 ? Optional.empty() : segment.frameAt(i);
      if (frame.isPresent()) {
        shown = Math.max(shown, frame.get().commitIndex());
        i = frame.get().end() - 1;
      }
    }
    return new Damage(segment.looksTornAt(offset), shown);
  }
}
