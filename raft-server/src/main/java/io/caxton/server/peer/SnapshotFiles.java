package io.caxton.server.peer;

import java.io.IOException;
import java.nio.channels.FileChannel;

/** The snapshot files that this node offers to its peers. */
public interface SnapshotFiles {
  /** Opens a file for reading; it stays readable even if it is deleted meanwhile. */
  FileChannel open(String fileName) throws IOException;
}
