package io.caxton.state.snapshot;

import io.caxton.v1.SnapshotRun;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * Reads the stored entries of a run in order, one page at a time, each checked before anything of
 * it is used. Decodes MapDB's pages itself: in a cold JVM that takes half of the time of MapDB's
 * own iterator, and a restart waits for it.
 */
final class RunScanner implements Closeable {
  /** MapDB's header at the start of the first page. */
  private static final int FILE_HEADER_BYTES = 64;

  private final Path file;
  private final Pages pages;
  private final RunFooter footer;
  private final ByteBuffer buffer;
  private final byte[] page;
  private int pagesRead;
  private int pageHeader;
  private int nodes;
  private int nodesRead;
  private int entriesLeft;
  private int nextKey;
  private int nextValue;

  // The current entry, in page(): valid until the next call of next().
  private int keyFrom;
  private int keyTo;
  private int valueFrom;
  private int valueTo;

  /** Where the pages come from. */
  interface Pages extends Closeable {
    /** Fills {@code to} from what stands at {@code at}. */
    void read(ByteBuffer to, long at) throws IOException;
  }

  RunScanner(Path file, Pages pages, RunFooter footer) {
    this.file = file;
    this.pages = pages;
    this.footer = footer;
    this.buffer = ByteBuffer.allocate(footer.pageBytes());
    this.page = buffer.array();
  }

  /** Checks that the file is the one the manifest means, as far as its footer tells. */
  static RunScanner open(Path file, SnapshotRun run) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      RunFooter footer = RunFooter.read(file, channel, run.getLengthBytes(), run.getChecksum());
      return new RunScanner(file, new ChannelPages(channel), footer);
    } catch (IOException e) {
      channel.close();
      throw e instanceof DamagedFileException ? e : unreadable(file, e);
    }
  }

  /** Checks every byte of the file. */
  static void verify(Path file, SnapshotRun run) throws IOException {
    try (RunScanner scanner = open(file, run)) {
      while (scanner.nextPage()) {
        // Reading a page checks it.
      }
    }
  }

  byte[] page() {
    return page;
  }

  int keyFrom() {
    return keyFrom;
  }

  int keyTo() {
    return keyTo;
  }

  int valueFrom() {
    return valueFrom;
  }

  int valueTo() {
    return valueTo;
  }

  boolean next() throws IOException {
    try {
      while (entriesLeft == 0) {
        if (nodesRead == nodes && !nextPage()) {
          return false;
        }
        nextNode();
      }
      entriesLeft--;
      keyFrom = unpack(nextKey);
      keyTo = keyFrom + unpacked;
      nextKey = keyTo;
      valueFrom = unpack(nextValue);
      valueTo = valueFrom + unpacked;
      nextValue = valueTo;
      return true;
    } catch (IndexOutOfBoundsException e) {
      throw malformed("not a page of entries", e);
    }
  }

  DamagedFileException malformed(String reason, Throwable cause) {
    return new DamagedFileException(
        file, String.format(Locale.ROOT, "page %d: %s", pagesRead - 1, reason), cause);
  }

  @Override
  public void close() throws IOException {
    pages.close();
  }

  /** The next entry is the first of this page, which is not read again if it was the last one. */
  void seek(int number) throws IOException {
    if (pagesRead == number + 1) {
      beginPage();
    } else {
      pagesRead = number;
      nextPage();
    }
  }

  private boolean nextPage() throws IOException {
    if (pagesRead == footer.pages()) {
      return false;
    }
    buffer.clear();
    try {
      pages.read(buffer, (long) pagesRead * page.length);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
    CRC32C crc = new CRC32C();
    crc.update(page);
    if ((int) crc.getValue() != footer.pageChecksums()[pagesRead]) {
      int damaged = pagesRead;
      pagesRead = -1; // What is in the buffer is nobody's.
      throw new DamagedFileException(file, "page " + damaged + " does not match its checksum");
    }
    pagesRead++;
    beginPage();
    return true;
  }

  private void beginPage() {
    pageHeader = pagesRead == 1 ? FILE_HEADER_BYTES : 0;
    nodes = buffer.getInt(pageHeader);
    nodesRead = 0;
    entriesLeft = 0;
  }

  /** A page has the offsets of its nodes' keys, then those of its nodes' values. */
  private void nextNode() {
    int offsets = pageHeader + Integer.BYTES;
    nextKey = unpack(buffer.getInt(offsets + nodesRead * Integer.BYTES));
    entriesLeft = unpacked;
    nextKey = unpack(nextKey);
    nextValue = unpack(buffer.getInt(offsets + (nodes + nodesRead) * Integer.BYTES));
    nodesRead++;
  }

  private int unpacked;

  /** MapDB's packed integer: seven bits a byte, the highest first, the last byte marked. */
  private int unpack(int at) {
    int value = 0;
    int next = at;
    byte part;
    do {
      part = page[next++];
      value = value << 7 | (part & 0x7f);
    } while (part >= 0);
    unpacked = value;
    return next;
  }

  private static DamagedFileException unreadable(Path file, IOException cause) {
    return new DamagedFileException(file, "cannot be read: " + cause.getMessage(), cause);
  }

  private record ChannelPages(FileChannel channel) implements Pages {
    @Override
    public void read(ByteBuffer to, long at) throws IOException {
      Disk.readFully(channel, to, at);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
