package io.caxton.state.snapshot;

import io.caxton.v1.SnapshotRun;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.mapdb.DBException;
import org.mapdb.Serializer;
import org.mapdb.SortedTableMap;

/** Writes one run, in key order. */
final class RunWriter implements Closeable {
  private final RunLayout layout;
  private final Pacer pacer;
  private final Disk.Output out;
  private final RunVolume volume;
  private final SortedTableMap.Sink<byte[], byte[]> pump;
  private final List<String> replacedTables = new ArrayList<>();
  private String table;
  private byte[] prefix;
  private long entries;
  private long removals;
  private long pacedBytes;

  RunWriter(Disk.Output out, RunLayout layout, Pacer pacer) {
    this.layout = layout;
    this.pacer = pacer;
    this.out = out;
    this.volume = new RunVolume(out, layout.pageBytes());
    this.pump =
        SortedTableMap.create(volume, RunKeys.ORDER, Serializer.BYTE_ARRAY)
            .pageSize(layout.pageBytes())
            .nodeSize(layout.nodeEntries())
            .createFromSink();
  }

  /** The table of what follows. */
  void table(String name) {
    table = name;
    prefix = RunKeys.prefix(name);
  }

  /** The run has every entry of the table. */
  void replacesTable() {
    replacedTables.add(table);
  }

  void put(byte[] key, byte[] value) throws IOException, InterruptedException {
    byte[] encoded = encode(key);
    entries++;
    int chunkBytes = layout.chunkBytes();
    if (value.length < chunkBytes) {
      append(encoded, RunValues.whole(value));
      return;
    }
    int room = chunkBytes - 1;
    int from = chunkBytes - 5;
    if ((value.length - from) / room >= RunKeys.CHUNKS_MAX - 1) {
      throw new IllegalArgumentException("a value of " + value.length + " bytes");
    }
    append(encoded, RunValues.firstChunk(value, from));
    for (int chunk = 1; from < value.length; chunk++) {
      int bytes = Math.min(room, value.length - from);
      append(RunKeys.withChunk(encoded, chunk), RunValues.nextChunk(value, from, bytes));
      from += bytes;
    }
  }

  void remove(byte[] key) throws IOException, InterruptedException {
    removals++;
    append(encode(key), RunValues.removal());
  }

  boolean isEmpty() {
    return entries + removals == 0;
  }

  /** Makes the file durable; what is missing in the answer is its name. */
  SnapshotRun.Builder finish() throws IOException {
    try {
      pump.create();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    RunFooter footer = volume.footer();
    return SnapshotRun.newBuilder()
        .setLengthBytes(footer.runBytes() + footer.bytes())
        .setChecksum(footer.root())
        .setEntries(entries)
        .setRemovals(removals)
        .addAllReplacedTables(replacedTables);
  }

  @Override
  public void close() throws IOException {
    volume.close();
    out.close();
  }

  private byte[] encode(byte[] key) {
    byte[] encoded = RunKeys.encode(prefix, key);
    if (encoded.length > layout.keyBytesMax()) {
      throw new IllegalArgumentException("a key of " + key.length + " bytes");
    }
    return encoded;
  }

  private void append(byte[] key, byte[] value) throws IOException, InterruptedException {
    try {
      pump.put(key, value);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (DBException.NotSorted e) {
      throw new IllegalStateException("the source's keys are not in order", e);
    }
    long written = volume.length() - pacedBytes;
    if (written > 0) {
      pacedBytes += written;
      pacer.spent(written);
    }
  }
}
