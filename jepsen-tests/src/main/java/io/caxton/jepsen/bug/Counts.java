package io.caxton.jepsen.bug;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What a bug remembers between two calls. Public: altered classes call it. */
public final class Counts {
  private static final AtomicLong CALLS = new AtomicLong();
  private static final Map<String, Long> NUMBERS = new ConcurrentHashMap<>();
  private static final Set<Object> SEEN =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private Counts() {}

  public static boolean everyTenth() {
    return CALLS.incrementAndGet() % 10 == 0;
  }

  /** The number that it was given for this name the time before; this one the first time. */
  public static long before(String name, long number) {
    Long before = NUMBERS.put(name, number);
    return before == null ? number : before;
  }

  /** True from the second time on that it is asked about the same one. */
  public static boolean isAgain(Object one) {
    return !SEEN.add(one);
  }
}
