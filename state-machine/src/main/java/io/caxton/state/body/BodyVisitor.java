package io.caxton.state.body;

/** Takes bodies in the order of their sequences. */
@FunctionalInterface
public interface BodyVisitor {
  /** The array is valid during the call only. False ends the reading. */
  boolean body(long seq, byte[] array, int offset, int length);
}
