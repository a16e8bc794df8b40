package io.caxton.server.ratis;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Makes the names in a directory durable: a rename that was not followed by this may be undone. */
@FunctionalInterface
interface DirectorySync {
  void sync(Path directory) throws IOException;

  static void fsync(Path fileOrDirectory) throws IOException {
    try (FileChannel channel = FileChannel.open(fileOrDirectory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
