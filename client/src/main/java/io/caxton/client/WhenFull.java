package io.caxton.client;

/** What happens to a caller while the client holds as many items as it may. */
public enum WhenFull {
  /** The caller waits; never on a network thread, which goes over the bound instead. */
  BLOCK,
  /** The call fails at once, definitely, with OVERLOADED. */
  FAIL
}
