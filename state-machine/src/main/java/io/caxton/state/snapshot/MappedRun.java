package io.caxton.state.snapshot;

import io.caxton.state.body.BodyRun;
import io.caxton.state.body.BodyScan;
import io.caxton.state.body.DamagedBodyException;
import io.caxton.v1.SnapshotRun;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A run of bodies, read where it lies: a page is checked whenever it is fetched, and nothing is
 * read at open but the footer. Unmapped when nobody holds it any more; until then it may be
 * deleted.
 */
final class MappedRun implements BodyRun {
  /** A buffer has at most 2 GiB; pages, a power of two, do not cross this. */
  private static final int PIECE_BYTES = 1 << 30;

  private final Path file;
  private final SnapshotRun run;
  private final RunFooter footer;
  private final MappedByteBuffer[] mapped;

  /** Of each page the first key, once it is known; racing threads write the same. */
  private final BodyKeys.Key[] firstKeys;

  /** One scanner is kept with its last page: reading on mostly goes on in that. */
  private final AtomicReference<RunScanner> idle = new AtomicReference<>();

  private MappedRun(Path file, SnapshotRun run, RunFooter footer, MappedByteBuffer[] mapped) {
    this.file = file;
    this.run = run;
    this.footer = footer;
    this.mapped = mapped;
    this.firstKeys = new BodyKeys.Key[footer.pages()];
  }

  /** Checks that the file is the one the manifest means, as far as its footer tells. */
  static MappedRun open(Path file, SnapshotRun run) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      RunFooter footer = RunFooter.read(file, channel, run.getLengthBytes(), run.getChecksum());
      MappedByteBuffer[] mapped = map(channel, footer.runBytes());
      return new MappedRun(file, run, footer, mapped);
    }
  }

  private static MappedByteBuffer[] map(FileChannel channel, long bytes) throws IOException {
    MappedByteBuffer[] pieces = new MappedByteBuffer[(int) ((bytes - 1) / PIECE_BYTES) + 1];
    for (int i = 0; i < pieces.length; i++) {
      long from = (long) i * PIECE_BYTES;
      pieces[i] =
          channel.map(FileChannel.MapMode.READ_ONLY, from, Math.min(PIECE_BYTES, bytes - from));
    }
    return pieces;
  }

  @Override
  public SnapshotRun run() {
    return run;
  }

  @Override
  public void read(long streamId, BodyScan scan) throws DamagedBodyException {
    RunScanner scanner = idle.getAndSet(null);
    if (scanner == null) {
      scanner = new RunScanner(file, new MappedPages(mapped), footer);
    }
    try {
      scanner.seek(pageOf(streamId, scan.nextSeq(), scanner));
      while (!scan.isOver() && scanner.next() && give(streamId, scanner, scan)) {
        // Giving is what there is to do.
      }
      idle.set(scanner);
    } catch (IOException e) {
      throw new DamagedBodyException("a body of stream " + streamId + " is damaged: " + e, e);
    }
  }

  /** The last page that begins at or before this body; the first if there is none. */
  private int pageOf(long streamId, long seq, RunScanner scanner) throws IOException {
    int low = 0;
    int high = footer.pages() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (firstKey(middle, scanner).isAfter(streamId, seq)) {
        high = middle - 1;
      } else {
        low = middle;
      }
    }
    return low;
  }

  private BodyKeys.Key firstKey(int page, RunScanner scanner) throws IOException {
    BodyKeys.Key known = firstKeys[page];
    if (known == null) {
      scanner.seek(page);
      if (!scanner.next() || !BodyKeys.isBody(scanner)) {
        throw scanner.malformed("does not begin with a body", null);
      }
      known =
          new BodyKeys.Key(
              BodyKeys.streamId(scanner), BodyKeys.seq(scanner), BodyKeys.chunk(scanner));
      firstKeys[page] = known;
    }
    return known;
  }

  /** False if nothing that follows is wanted. */
  private boolean give(long streamId, RunScanner entry, BodyScan scan) throws IOException {
    if (!BodyKeys.isBody(entry)) {
      throw entry.malformed("not a body", null);
    }
    int order = Long.compareUnsigned(BodyKeys.streamId(entry), streamId);
    long seq = BodyKeys.seq(entry);
    if (order != 0 || seq < scan.nextSeq()) {
      return order <= 0;
    }
    byte[] page = entry.page();
    int from = entry.valueFrom();
    return switch (page[from]) {
      case RunValues.WHOLE -> scan.offer(seq, page, from + 1, entry.valueTo() - from - 1);
      case RunValues.FIRST_CHUNK -> {
        byte[] whole = assemble(seq, entry);
        yield scan.offer(seq, whole, 0, whole.length);
      }
      default -> throw entry.malformed("not the beginning of a body", null);
    };
  }

  private static byte[] assemble(long seq, RunScanner entry) throws IOException {
    byte[] page = entry.page();
    int from = entry.valueFrom();
    ByteBuffer whole = ByteBuffer.allocate(ByteBuffer.wrap(page).getInt(from + 1));
    whole.put(page, from + 5, entry.valueTo() - from - 5);
    for (int chunk = 1; whole.hasRemaining(); chunk++) {
      if (!entry.next()
          || page[entry.valueFrom()] != RunValues.NEXT_CHUNK
          || BodyKeys.seq(entry) != seq
          || BodyKeys.chunk(entry) != chunk) {
        throw entry.malformed(String.format(Locale.ROOT, "chunk %d is missing", chunk), null);
      }
      whole.put(page, entry.valueFrom() + 1, entry.valueTo() - entry.valueFrom() - 1);
    }
    return whole.array();
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record MappedPages(MappedByteBuffer[] pieces) implements RunScanner.Pages {
    @Override
    public void read(ByteBuffer to, long at) throws IOException {
      try {
        int piece = (int) (at / PIECE_BYTES);
        int bytes = to.remaining();
        pieces[piece].get((int) (at % PIECE_BYTES), to.array(), to.position(), bytes);
        to.position(to.position() + bytes);
      } catch (InternalError e) {
        // What the JVM makes of a page that the disk does not give.
        throw new IOException("the mapped file cannot be read", e);
      }
    }

    @Override
    public void close() {}
  }
}
