package io.caxton.state.time;

/** Something that is due at a moment; member of at most one {@link TimerHeap}. */
public abstract class Timer {
  long at;
  long tie;
  // Its place in the heap's array; -1 while in none.
  int slot = -1;

  /** The moment it is due; meaningless while in no heap. */
  public final long at() {
    return at;
  }

  /** What decides between timers of one moment. */
  public final long tie() {
    return tie;
  }

  public final boolean isSet() {
    return slot >= 0;
  }

  final boolean isBefore(Timer other) {
    return at < other.at || (at == other.at && tie < other.tie);
  }
}
