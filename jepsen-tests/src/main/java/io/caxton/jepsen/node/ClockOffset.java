package io.caxton.jepsen.node;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;

/**
 * How far one process's wall clock is off, changeable while it runs. Its monotonic clock, and with
 * it every time-out of the JVM, is untouched.
 */
public final class ClockOffset implements AutoCloseable {
  private final Path library;
  private final Path file;
  private final FileChannel channel;
  private final MappedByteBuffer nanos;

  ClockOffset(Path library, Path file) {
    this.library = library;
    this.file = file;
    try {
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      nanos = channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES);
      nanos.order(ByteOrder.nativeOrder());
    } catch (IOException e) {
      throw new IllegalStateException("cannot map " + file, e);
    }
  }

  /** The wall clock jumps at once to this far from the machine's. */
  public void jumpTo(Duration offset) {
    nanos.putLong(0, offset.toNanos());
  }

  void preloadInto(Map<String, String> environment) {
    environment.put("LD_PRELOAD", library.toString());
    // Not with CAXTON_ in front: that is for settings.
    environment.put("WALLCLOCK_OFFSET_FILE", file.toString());
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
