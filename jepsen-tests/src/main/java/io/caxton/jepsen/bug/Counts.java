package io.caxton.jepsen.bug;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What a bug remembers between two calls. Public: altered classes call it. */
public final class Counts {
  private static final AtomicLong CALLS = new AtomicLong();
  private static final Set<Object> SEEN =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private Counts() {}

  public static boolean everyTenth() {
    return CALLS.incrementAndGet() % 10 == 0;
  }

  /** True from the second time on that it is asked about the same one. */
  public static boolean isAgain(Object one) {
    return !SEEN.add(one);
  }
}
