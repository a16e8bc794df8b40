package io.caxton.state.snapshot;

/** While open, no file of the pinned snapshot is deleted. */
public interface Pin extends AutoCloseable {
  /** Idempotent. */
  @Override
  void close();
}
