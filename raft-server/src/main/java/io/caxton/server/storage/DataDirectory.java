package io.caxton.server.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * All a node keeps on disk, held by one process at a time. The identity lies outside the log's
 * directory: whoever loses the log still knows that there was one.
 */
public final class DataDirectory implements AutoCloseable {
  private final Path directory;
  private final DirectoryLock lock;
  private final IdentityFile identityFile;
  private volatile Optional<Identity> identity;

  private DataDirectory(
      Path directory, DirectoryLock lock, IdentityFile file, Optional<Identity> identity) {
    this.directory = directory;
    this.lock = lock;
    this.identityFile = file;
    this.identity = identity;
  }

  /** Creates the directory if need be, and locks it for this process. */
  public static DataDirectory open(Path directory) throws IOException {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new DataDirectoryException(
          "the data directory " + directory + " cannot be created: " + e, e);
    }
    DirectoryLock lock = DirectoryLock.acquire(directory);
    try {
      IdentityFile file = new IdentityFile(directory.resolve("identity"));
      return new DataDirectory(directory, lock, file, file.read());
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** Empty until the node has prepared its first start. Any thread. */
  public Optional<Identity> identity() {
    return identity;
  }

  /** Where the log goes, and nothing else. */
  public Path raft() {
    return directory.resolve("raft");
  }

  /** Where snapshots go. */
  public Path snapshots() {
    return directory.resolve("snapshots");
  }

  /** Called when the log's files exist, before this node votes or acknowledges anything. */
  public void started() throws IOException {
    Identity now = identity.orElseThrow(() -> new IllegalStateException("no identity yet"));
    if (now.phase() != Identity.Phase.STARTED) {
      write(now.at(Identity.Phase.STARTED));
    }
  }

  void write(Identity next) throws IOException {
    try {
      identityFile.write(next);
    } catch (IOException e) {
      throw new DataDirectoryException(
          "the data directory " + directory + " cannot be written: " + e.getMessage(), e);
    }
    identity = Optional.of(next);
  }

  /** Does anything of a node lie here, identity or not? */
  boolean holdsData() throws IOException {
    return holdsFiles(raft()) || holdsFiles(snapshots());
  }

  boolean holdsLog() throws IOException {
    return holdsFiles(raft());
  }

  private static boolean holdsFiles(Path tree) throws IOException {
    if (!Files.isDirectory(tree)) {
      return false;
    }
    try (var files = Files.walk(tree)) {
      return files.anyMatch(Files::isRegularFile);
    }
  }

  @Override
  public String toString() {
    return directory.toString();
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
