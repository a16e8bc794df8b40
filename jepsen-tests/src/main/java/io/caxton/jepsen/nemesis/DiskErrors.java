package io.caxton.jepsen.nemesis;

/** What a node says when its disk fails: it must say so, and stop. */
final class DiskErrors {
  private DiskErrors() {}

  static boolean explain(String errorLine) {
    return errorLine.contains("FATAL, this node halts")
        || errorLine.contains("a snapshot was not written")
        || errorLine.contains("died, the node stops")
        || errorLine.contains("Failed to flush")
        || errorLine.contains("SegmentedRaftLog")
        || errorLine.contains("LifeCycle")
        || errorLine.contains("IOException")
        || errorLine.contains("Input/output error");
  }
}
