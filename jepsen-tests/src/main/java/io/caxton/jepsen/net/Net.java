package io.caxton.jepsen.net;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * The network of one run. What is cut stays silent, as a pulled cable does: nothing is refused and
 * no connection is closed. Thread-safe.
 */
public interface Net extends AutoCloseable {
  /** The command that another one must be prefixed with to run on this host; often empty. */
  List<String> enter(String host);

  void cut(Collection<Link> links);

  /** Loses so many of a hundred packets. */
  void lose(Collection<Link> links, int percent);

  /** Each packet that this host sends or is sent comes later, by this much and up to the jitter. */
  void delay(String host, Duration delay, Duration jitter);

  /** Undoes {@link #cut} and {@link #lose} for these. */
  void mend(Collection<Link> links);

  /** Undoes {@link #delay}. */
  void mend(String host);

  /** Undoes everything. */
  void mendAll();

  /** What the faults did so far. */
  Counts counts();

  @Override
  void close();

  /**
   * @param dropped by cut links
   * @param lost by lossy ones
   * @param delayed by slow ones
   */
  record Counts(long dropped, long lost, long delayed) {}
}
