package io.caxton.jepsen.bug;

/** Which of many a bug hits: the same on every replica. */
public final class Sample {
  private Sample() {}

  /** One of so many ids. */
  public static boolean hits(String id, int oneOf) {
    int hash = id.hashCode() * 0x9E3779B9;
    return Math.floorMod(hash ^ (hash >>> 15), oneOf) == 0;
  }

  /** One of so many positions. */
  public static boolean hits(long position, int oneOf) {
    return hits(Long.toString(position), oneOf);
  }
}
