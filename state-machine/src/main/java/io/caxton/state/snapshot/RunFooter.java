package io.caxton.state.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * What stands behind MapDB's pages: the CRC32C of each page, then magic, page size, page count, and
 * the root checksum over all of the footer before it. With the length, the root covers every byte
 * of the file.
 */
record RunFooter(int pageBytes, int[] pageChecksums) {
  private static final int MAGIC = 0x43585231; // CXR1
  private static final int TAIL_BYTES = 16;

  int pages() {
    return pageChecksums.length;
  }

  long runBytes() {
    return (long) pages() * pageBytes;
  }

  int bytes() {
    return pages() * Integer.BYTES + TAIL_BYTES;
  }

  int root() {
    ByteBuffer encoded = encode();
    return encoded.getInt(encoded.limit() - Integer.BYTES);
  }

  ByteBuffer encode() {
    ByteBuffer to = ByteBuffer.allocate(bytes());
    for (int checksum : pageChecksums) {
      to.putInt(checksum);
    }
    to.putInt(MAGIC).putInt(pageBytes).putInt(pages());
    return to.putInt(checksum(to.array(), to.position())).flip();
  }

  /** Reads and checks the footer of a file that should have this length and root checksum. */
  static RunFooter read(Path file, FileChannel channel, long length, int root) throws IOException {
    if (channel.size() != length) {
      throw new DamagedFileException(
          file,
          String.format(Locale.ROOT, "is %d bytes long instead of %d", channel.size(), length));
    }
    if (length < TAIL_BYTES) {
      throw new DamagedFileException(file, "is too short");
    }
    ByteBuffer tail = ByteBuffer.allocate(TAIL_BYTES);
    Disk.readFully(channel, tail, length - TAIL_BYTES);
    int pageBytes = tail.getInt(4);
    int pages = tail.getInt(8);
    if (tail.getInt(0) != MAGIC
        || tail.getInt(12) != root
        || !RunLayout.isPageSize(pageBytes)
        || pages <= 0
        || length != (long) pages * pageBytes + (long) pages * Integer.BYTES + TAIL_BYTES) {
      throw new DamagedFileException(file, "its footer is damaged, or that of another file");
    }
    ByteBuffer table = ByteBuffer.allocate(pages * Integer.BYTES + TAIL_BYTES);
    Disk.readFully(channel, table, (long) pages * pageBytes);
    if (checksum(table.array(), table.capacity() - Integer.BYTES) != root) {
      throw new DamagedFileException(file, "its table of page checksums is damaged");
    }
    int[] checksums = new int[pages];
    table.flip().asIntBuffer().get(checksums);
    return new RunFooter(pageBytes, checksums);
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
