package io.caxton.client.console;

/** The bounds of a number on the command line. */
public final class Range {
  private Range() {}

  /** Throws a {@link CommandFailure} that names the option, the value and the bounds. */
  public static void check(String option, long value, long min, long max) {
    if (value < min || value > max) {
      throw new CommandFailure(
          ExitCode.USAGE, option + " is " + value + ", must be " + min + " to " + max, "");
    }
  }
}
