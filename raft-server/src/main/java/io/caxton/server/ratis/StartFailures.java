package io.caxton.server.ratis;

import java.net.BindException;

/** Says why the log could not start, in a line an operator can act on. */
final class StartFailures {
  private StartFailures() {}

  static IllegalStateException of(RatisOptions options, Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null && !(cause instanceof LostDiskException)) {
      cause = cause.getCause();
    }
    if (cause instanceof BindException || String.valueOf(cause.getMessage()).startsWith("bind(")) {
      return new IllegalStateException(
          "the Raft port "
              + options.self().getRaftAddress()
              + " cannot be opened: "
              + cause.getMessage(),
          thrown);
    }
    String what = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return new IllegalStateException(
        "the Raft log in " + options.directory() + " cannot be opened: " + what, thrown);
  }
}
