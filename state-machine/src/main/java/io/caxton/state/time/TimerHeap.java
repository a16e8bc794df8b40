package io.caxton.state.time;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The deadline index: timers in the order of (moment, tie), removable at any time.
 *
 * <p>The tie is a number that is stored with the resource and unique in the heap, so the order does
 * not depend on how the heap came about: one rebuilt from tables pops as the live one does. Nothing
 * stale is ever in it.
 */
public final class TimerHeap<T extends Timer> {
  /** What {@link #nextAt} says of an empty heap. */
  public static final long NEVER = Long.MAX_VALUE;

  private Timer[] timers = new Timer[16];
  private int size;

  /** Puts or moves it. */
  public void set(T timer, long at, long tie) {
    if (timer.slot < 0) {
      if (size == timers.length) {
        timers = Arrays.copyOf(timers, size * 2);
      }
      timer.at = at;
      timer.tie = tie;
      siftUp(size++, timer);
    } else {
      boolean earlier = at < timer.at || (at == timer.at && tie < timer.tie);
      timer.at = at;
      timer.tie = tie;
      if (earlier) {
        siftUp(timer.slot, timer);
      } else {
        siftDown(timer.slot, timer);
      }
    }
  }

  /** Takes it out; no effect if it is not in. */
  public void clear(T timer) {
    int hole = timer.slot;
    if (hole < 0) {
      return;
    }
    timer.slot = -1;
    Timer last = timers[--size];
    timers[size] = null;
    if (hole != size) {
      if (hole > 0 && last.isBefore(timers[(hole - 1) >>> 2])) {
        siftUp(hole, last);
      } else {
        siftDown(hole, last);
      }
    }
  }

  /** The moment of the first, or {@link #NEVER}. */
  public long nextAt() {
    return size == 0 ? NEVER : timers[0].at;
  }

  /** True if the first is due at {@code now}. */
  public boolean isDue(long now) {
    return size > 0 && timers[0].at <= now;
  }

  /** At most {@code max} of those that are due at {@code now}, in no order; looks at no others. */
  @SuppressWarnings("unchecked")
  public List<T> due(long now, int max) {
    List<T> due = new ArrayList<>();
    List<Integer> open = new ArrayList<>(List.of(0));
    while (!open.isEmpty() && due.size() < max) {
      int slot = open.removeLast();
      if (slot < size && timers[slot].at <= now) {
        due.add((T) timers[slot]);
        for (int child = (slot << 2) + 1; child <= (slot << 2) + 4; child++) {
          open.add(child);
        }
      }
    }
    return due;
  }

  /** The first; the heap must not be empty. */
  @SuppressWarnings("unchecked")
  public T first() {
    if (size == 0) {
      throw new IllegalStateException("no timer is set");
    }
    return (T) timers[0];
  }

  public int size() {
    return size;
  }

  private void siftUp(int from, Timer timer) {
    int hole = from;
    while (hole > 0) {
      int parent = (hole - 1) >>> 2;
      if (!timer.isBefore(timers[parent])) {
        break;
      }
      place(hole, timers[parent]);
      hole = parent;
    }
    place(hole, timer);
  }

  private void siftDown(int from, Timer timer) {
    int hole = from;
    while (true) {
      int child = (hole << 2) + 1;
      if (child >= size) {
        break;
      }
      int least = child;
      int end = Math.min(child + 4, size);
      for (int other = child + 1; other < end; other++) {
        if (timers[other].isBefore(timers[least])) {
          least = other;
        }
      }
      if (!timers[least].isBefore(timer)) {
        break;
      }
      place(hole, timers[least]);
      hole = least;
    }
    place(hole, timer);
  }

  private void place(int slot, Timer timer) {
    timers[slot] = timer;
    timer.slot = slot;
  }
}
