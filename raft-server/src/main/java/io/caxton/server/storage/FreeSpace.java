package io.caxton.server.storage;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** Watches the free space of the data directory's disk. One thread looks, any thread asks. */
public final class FreeSpace {
  private final Path directory;
  private final long bytesMin;
  private volatile long freeBytes = Long.MAX_VALUE;

  public FreeSpace(Path directory, long bytesMin) {
    this.directory = directory;
    this.bytesMin = bytesMin;
  }

  /** Looks again; call it every second or so. */
  public void look() throws IOException {
    FileStore store = Files.getFileStore(directory);
    freeBytes = store.getUsableSpace();
  }

  public boolean isLow() {
    return freeBytes < bytesMin;
  }

  public long freeBytes() {
    return freeBytes;
  }

  public String describe() {
    return "the disk of "
        + directory
        + " has "
        + freeBytes
        + " bytes free, the bound is disk-free-bytes-min = "
        + bytesMin;
  }
}
