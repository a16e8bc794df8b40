package io.caxton.jepsen.bug;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/** Milliseconds by the wall clock, which jumps. Public: altered classes call it. */
public final class WallTicks {
  private static final Map<Object, Long> LAST = Collections.synchronizedMap(new WeakHashMap<>());

  private WallTicks() {}

  public static void start(Object clock) {
    LAST.put(clock, System.currentTimeMillis());
  }

  /** Since the last call; never below 0. */
  public static long since(Object clock) {
    long now = System.currentTimeMillis();
    Long last = LAST.put(clock, now);
    return last == null ? 0 : Math.max(0, now - last);
  }
}
