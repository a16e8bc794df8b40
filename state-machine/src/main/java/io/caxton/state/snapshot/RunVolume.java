package io.caxton.state.snapshot;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.mapdb.DataInput2;
import org.mapdb.volume.Volume;

/**
 * The volume below MapDB's pump: takes whole pages in order, keeps the CRC32C of each, and holds
 * the first page back until everything else is written, because MapDB fills in its header last.
 */
final class RunVolume extends Volume {
  /** The disk is made to work as we go: one large sync at the end would hold up the log's syncs. */
  private static final int UNSYNCED_BYTES_MAX = 4 << 20;

  private final Disk.Output out;
  private final int pageBytes;
  private final List<Integer> checksums = new ArrayList<>();
  private ByteBuffer firstPage;
  private long unsyncedBytes;
  private RunFooter footer;

  RunVolume(Disk.Output out, int pageBytes) {
    this.out = out;
    this.pageBytes = pageBytes;
  }

  /** Present after {@link #sync}. */
  RunFooter footer() {
    return footer;
  }

  @Override
  public long length() {
    return (long) checksums.size() * pageBytes;
  }

  @Override
  public void putData(long offset, byte[] from, int position, int size) {
    if (offset != length() || size != pageBytes) {
      throw new IllegalStateException("not the next page: " + size + " bytes at " + offset);
    }
    if (offset == 0) {
      firstPage = ByteBuffer.allocate(pageBytes).put(from, position, size);
      checksums.add(0);
      return;
    }
    ByteBuffer page = ByteBuffer.wrap(from, position, size);
    checksums.add(checksum(page));
    write(page, offset);
  }

  @Override
  public void putLong(long offset, long value) {
    firstPage.putLong((int) offset, value);
  }

  /** Writes footer and first page and makes the file durable. */
  @Override
  public void sync() {
    firstPage.clear();
    checksums.set(0, checksum(firstPage));
    footer = new RunFooter(pageBytes, checksums.stream().mapToInt(c -> c).toArray());
    write(footer.encode(), length());
    write(firstPage, 0);
    syncWritten();
  }

  private static int checksum(ByteBuffer page) {
    CRC32C crc = new CRC32C();
    crc.update(page.duplicate());
    return (int) crc.getValue();
  }

  private void write(ByteBuffer from, long offset) {
    unsyncedBytes += from.remaining();
    try {
      out.write(from, offset);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (unsyncedBytes >= UNSYNCED_BYTES_MAX) {
      syncWritten();
    }
  }

  private void syncWritten() {
    try {
      out.sync();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    unsyncedBytes = 0;
  }

  // MapDB reads the first key of each page back when it has finished.

  private ByteBuffer read(long offset, int size) {
    ByteBuffer to = ByteBuffer.allocate(size);
    try {
      out.read(to, offset);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return to.flip();
  }

  @Override
  public long getLong(long offset) {
    return read(offset, Long.BYTES).getLong();
  }

  @Override
  public int getInt(long offset) {
    return read(offset, Integer.BYTES).getInt();
  }

  @Override
  public byte getByte(long offset) {
    return read(offset, 1).get();
  }

  @Override
  public DataInput2 getDataInput(long offset, int size) {
    return new DataInput2.ByteArray(read(offset, size).array());
  }

  @Override
  public void getData(long offset, byte[] to, int position, int size) {
    read(offset, size).get(to, position, size);
  }

  @Override
  public void ensureAvailable(long offset) {}

  @Override
  public void close() {
    closed.set(true);
  }

  @Override
  public int sliceSize() {
    return -1;
  }

  @Override
  public boolean isSliced() {
    return false;
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public File getFile() {
    return null;
  }

  @Override
  public boolean getFileLocked() {
    return false;
  }

  // What the pump does not use.

  @Override
  public void truncate(long size) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void putInt(long offset, int value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void putByte(long offset, byte value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void putData(long offset, ByteBuffer from) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void clear(long start, long end) {
    throw new UnsupportedOperationException();
  }
}
