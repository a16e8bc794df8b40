package io.caxton.state.core;

/** Names a stored outcome. */
public record OutcomeKey(long sessionId, long sequence) {
  /** Both numbers are dense and small; the tables want well spread hashes. */
  @Override
  public int hashCode() {
    long mixed = (sessionId * 0x9E3779B97F4A7C15L) ^ sequence;
    mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
    return (int) (mixed ^ (mixed >>> 32));
  }
}
