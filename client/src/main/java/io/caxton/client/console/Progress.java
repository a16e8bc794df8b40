package io.caxton.client.console;

/** Tells people on standard error how far a long work is. */
public interface Progress extends AutoCloseable {
  /** So much of the whole is done. */
  void at(long done);

  /** Something worth a line of its own. */
  void say(String line);

  @Override
  void close();

  /** A bar on a terminal, now and then a line otherwise. */
  static Progress of(String what, long whole) {
    // The JVM cannot tell whether standard error is a terminal; bin/caxton can.
    return "1".equals(System.getenv("CAXTON_STDERR_TTY"))
        ? new ProgressOnTerminal(what, whole)
        : new ProgressInLines(what, whole);
  }

  /** Says nothing. */
  static Progress none() {
    return new Progress() {
      @Override
      public void at(long done) {}

      @Override
      public void say(String line) {}

      @Override
      public void close() {}
    };
  }
}
