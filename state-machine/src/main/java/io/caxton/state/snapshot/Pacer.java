package io.caxton.state.snapshot;

/** Slows the snapshot writer down, so that it does not take disk and processor from the log. */
@FunctionalInterface
public interface Pacer {
  Pacer UNLIMITED = bytes -> {};

  /**
   * Called on the writer's thread after each piece of work, about a page: {@code bytes} were
   * written or sorted since the call before. Sleeping here is the throttle; an interrupt abandons
   * the snapshot.
   */
  void spent(long bytes) throws InterruptedException;
}
