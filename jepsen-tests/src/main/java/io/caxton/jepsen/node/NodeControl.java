package io.caxton.jepsen.node;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;

/** One process's clocks and fsyncs, changeable while it runs; see nodeshim.c. */
public final class NodeControl implements AutoCloseable {
  private static final int BYTES = 4096;
  private static final int INPUT_OUTPUT_ERROR = 5;

  private final Path library;
  private final Path file;
  private final FileChannel channel;
  private final MappedByteBuffer numbers;

  /** In the order of the C struct. */
  private enum Number {
    WALL_OFFSET_NANOS,
    RATE_MILLIONTHS,
    SYNC_DELAY_MICROS,
    SYNC_ERRNO,
    SYNCS_DELAYED,
    SYNCS_FAILED
  }

  NodeControl(Path library, Path file) {
    this.library = library;
    this.file = file;
    try {
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      numbers = channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES);
      numbers.order(ByteOrder.nativeOrder());
    } catch (IOException e) {
      throw new IllegalStateException("cannot map " + file, e);
    }
  }

  /** The wall clock jumps at once to this far from the machine's. */
  public void jumpTo(Duration offset) {
    set(Number.WALL_OFFSET_NANOS, offset.toNanos());
  }

  /** All its clocks, and all its waits, from now on run so much faster than the machine's. */
  public void runAt(double rate) {
    set(Number.RATE_MILLIONTHS, Math.round(rate * 1e6));
  }

  /** Each fsync takes so much longer. */
  public void slowSync(Duration delay) {
    set(Number.SYNC_DELAY_MICROS, delay.toNanos() / 1_000);
  }

  /** Each fsync fails, from now on or no more. */
  public void failSync(boolean yes) {
    set(Number.SYNC_ERRNO, yes ? INPUT_OUTPUT_ERROR : 0);
  }

  public long syncsDelayed() {
    return get(Number.SYNCS_DELAYED);
  }

  public long syncsFailed() {
    return get(Number.SYNCS_FAILED);
  }

  private void set(Number number, long value) {
    numbers.putLong(number.ordinal() * Long.BYTES, value);
  }

  private long get(Number number) {
    return numbers.getLong(number.ordinal() * Long.BYTES);
  }

  void preloadInto(Map<String, String> environment) {
    environment.put("LD_PRELOAD", library.toString());
    // Not with CAXTON_ in front: that is for settings.
    environment.put("NODESHIM_CONTROL_FILE", file.toString());
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new IllegalStateException("cannot close " + file, e);
    }
  }
}
