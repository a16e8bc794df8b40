package io.caxton.server.ratis;

import com.google.protobuf.CodedInputStream;
import io.caxton.v1.Record;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;

/**
 * A segment file as Ratis writes it: the header {@code RaftLog1}, then entries, each a varint
 * length, that many bytes of entry, and a CRC32C of both; then zeros, because the file is allocated
 * ahead.
 */
record SegmentBytes(byte[] bytes) {
  static final byte[] HEADER = "RaftLog1".getBytes(StandardCharsets.UTF_8);
  private static final int SECTOR_BYTES = 512;
  private static final int CHECKSUM_BYTES = 4;

  /** A whole entry with the right checksum at {@code start}; the next begins at {@code end}. */
  record Frame(int start, int end, LogEntryProto entry) {
    /** What the leader knew to be committed when it proposed this; -1 if it is not a record. */
    long commitIndex() {
      if (!entry.hasStateMachineLogEntry()) {
        return -1;
      }
      try {
        return Record.parseFrom(entry.getStateMachineLogEntry().getLogData().asReadOnlyByteBuffer())
            .getCommitIndex();
      } catch (IOException e) {
        return -1;
      }
    }
  }

  boolean hasHeader() {
    return bytes.length >= HEADER.length
        && Arrays.equals(bytes, 0, HEADER.length, HEADER, 0, HEADER.length);
  }

  boolean isZeroFrom(int offset) {
    return isZero(offset, bytes.length);
  }

  Optional<Frame> frameAt(int start) {
    int[] extent = extentAt(start);
    if (extent == null || extent[1] > bytes.length - CHECKSUM_BYTES) {
      return Optional.empty();
    }
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, start, extent[1] - start);
    if ((int) checksum.getValue() != ByteBuffer.wrap(bytes).getInt(extent[1])) {
      return Optional.empty();
    }
    try {
      LogEntryProto entry =
          LogEntryProto.parseFrom(
              UnsafeByteOperations.unsafeWrap(bytes, extent[0], extent[1] - extent[0]));
      return Optional.of(new Frame(start, extent[1] + CHECKSUM_BYTES, entry));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Does what stands at {@code start} look like a write that power loss cut short? A disk writes
   * sectors whole: a sector that was not written still has the zeros the file was allocated with,
   * from where the entry enters it.
   */
  boolean looksTornAt(int start) {
    int[] extent = extentAt(start);
    long end = extent == null ? sectorEnd(start) : (long) extent[1] + CHECKSUM_BYTES;
    if (end > bytes.length) {
      return true;
    }
    for (int from = start; from < end; from = sectorEnd(from)) {
      if (isZero(from, (int) Math.min(end, sectorEnd(from)))) {
        return true;
      }
    }
    return false;
  }

  private static int sectorEnd(int offset) {
    return (offset / SECTOR_BYTES + 1) * SECTOR_BYTES;
  }

  private boolean isZero(int from, int to) {
    for (int i = from; i < Math.min(to, bytes.length); i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** Where the entry's own bytes begin and end, by its length; null if that is no length. */
  private int[] extentAt(int start) {
    try {
      CodedInputStream in =
          CodedInputStream.newInstance(bytes, start, Math.min(5, bytes.length - start));
      int length = in.readRawVarint32();
      if (length <= 0 || length > RatisProperties.ENTRY_BYTES_MAX) {
        return null;
      }
      int begin = start + in.getTotalBytesRead();
      return new int[] {begin, begin + length};
    } catch (IOException e) {
      return null;
    }
  }
}
