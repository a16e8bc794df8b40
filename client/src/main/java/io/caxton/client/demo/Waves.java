package io.caxton.client.demo;

/**
 * How the work is handed out, so that every planned kill meets work: a fifth at the start, and each
 * further fifth when the one before is done and right before the kill that belongs to that point.
 * Fewer than five files are handed out at once, and all kills come while they are being worked on.
 *
 * @param files how many there are
 */
record Waves(int files) {
  /** The points of the work, besides time, at which a process is killed: 20, 40, 60 and 80 %. */
  static final int POINTS = 4;

  private static final int SHARES = POINTS + 1;

  /** Kills that have taken place when this point, from 1, is over: three agents and two leaders. */
  static int killsAfter(int point) {
    return point + 1;
  }

  /** Files that must be completed before this point, from 1, is reached. */
  int completedAt(int point) {
    return files < SHARES ? 0 : share(point);
  }

  /** Files handed out once so many points are reached. */
  int handedOutAfter(int points) {
    return files < SHARES ? files : share(points + 1);
  }

  private int share(int shares) {
    return (int) (((long) files * shares + SHARES - 1) / SHARES);
  }

  /**
   * How long an agent deliberately takes for a file: so long that all of it takes about five
   * seconds, within bounds. Real files of a source tree would be done before the first kill.
   *
   * @param slots tasks that all agents together work on at once
   */
  long workMillis(int slots) {
    long longest = files < SHARES ? 5_000 : 1_000;
    return Math.clamp(5_000L * slots / Math.max(1, files), 1, longest);
  }
}
