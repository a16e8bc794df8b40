package io.caxton.server.ratis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Shut on a node that may have lost entries it acknowledged: until it has caught up it neither
 * votes nor stands. Open on every other node. A file keeps it shut over restarts.
 */
final class VoteGate {
  private final Path shutMark;
  private volatile boolean open;

  VoteGate(Path directory) {
    shutMark = directory.resolve("no-vote-until-caught-up");
    open = !Files.exists(shutMark);
  }

  boolean isOpen() {
    return open;
  }

  /** Durable before it returns. */
  void shut() throws IOException {
    open = false;
    Files.writeString(shutMark, "The log was cut; this node may have acknowledged what was cut.\n");
    DirectorySync.fsync(shutMark);
    DirectorySync.fsync(shutMark.getParent());
  }

  void open() throws IOException {
    Files.deleteIfExists(shutMark);
    DirectorySync.fsync(shutMark.getParent());
    open = true;
  }
}
