package io.caxton.server.consensus;

/** Where an entry stands in the consensus log. */
public record LogPosition(long term, long index) implements Comparable<LogPosition> {
  /** Before the first entry. */
  public static final LogPosition NONE = new LogPosition(0, -1);

  @Override
  public int compareTo(LogPosition other) {
    return Long.compare(index, other.index);
  }
}
