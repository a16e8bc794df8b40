package io.caxton.state.snapshot;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The few operations whose order keeps a snapshot safe; tests watch them, break them, stop at them.
 */
class Disk {
  /** A new file; what was written is durable after {@code sync}, its name after syncDirectory. */
  interface Output extends Closeable {
    void write(ByteBuffer from, long at) throws IOException;

    /** Fills {@code to} from what was written. */
    void read(ByteBuffer to, long at) throws IOException;

    void sync() throws IOException;
  }

  Output create(Path file) throws IOException {
    return new FileOutput(
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE));
  }

  void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  void syncDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  /**
   * Gives a synced temporary file its name, durably. After a failure the temporary file is gone.
   */
  final void publish(Path temporary, Path file) throws IOException {
    try {
      rename(temporary, file);
      syncDirectory(file.getParent());
    } catch (IOException e) {
      discard(temporary, e);
      throw e;
    }
  }

  /** Deletes what a failure left; the failure itself stays the news. */
  final void discard(Path file, Exception failure) {
    try {
      delete(file);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private record FileOutput(FileChannel channel) implements Output {
    @Override
    public void write(ByteBuffer from, long at) throws IOException {
      for (long offset = at; from.hasRemaining(); ) {
        offset += channel.write(from, offset);
      }
    }

    @Override
    public void read(ByteBuffer to, long at) throws IOException {
      readFully(channel, to, at);
    }

    @Override
    public void sync() throws IOException {
      channel.force(true);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  static void readFully(FileChannel channel, ByteBuffer to, long at) throws IOException {
    for (long offset = at; to.hasRemaining(); ) {
      int read = channel.read(to, offset);
      if (read < 0) {
        throw new EOFException("the file ends at " + offset);
      }
      offset += read;
    }
  }
}
