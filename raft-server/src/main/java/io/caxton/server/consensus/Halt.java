package io.caxton.server.consensus;

/** Ends a replica that is in doubt, before it can write or answer anything more. */
@FunctionalInterface
public interface Halt {
  /**
   * Logs {@code why} as fatal and ends the process at once, without shutdown hooks. Returns only in
   * tests; the caller must then throw.
   */
  void halt(String why, Throwable cause);

  /** The real one: exit status 70, so that scripts tell it from a kill. */
  static Halt process() {
    return new ProcessHalt();
  }
}
