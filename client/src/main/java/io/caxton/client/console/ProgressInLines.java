package io.caxton.client.console;

/** For logs: a line for each tenth, and not more than one a second. */
final class ProgressInLines implements Progress {
  private static final long APART_NANOS = 1_000_000_000;

  private final String what;
  private final long whole;
  private long saidTenth;
  private long saidNanos = System.nanoTime() - APART_NANOS;

  ProgressInLines(String what, long whole) {
    this.what = what;
    this.whole = whole;
  }

  @Override
  public synchronized void at(long done) {
    long tenth = whole == 0 ? 10 : done * 10 / whole;
    long now = System.nanoTime();
    if (tenth > saidTenth && (now - saidNanos > APART_NANOS || tenth == 10)) {
      saidTenth = tenth;
      saidNanos = now;
      say(what + ": " + Text.count(done) + " of " + Text.count(whole));
    }
  }

  @Override
  public void say(String line) {
    System.err.println(line);
  }

  @Override
  public void close() {}
}
