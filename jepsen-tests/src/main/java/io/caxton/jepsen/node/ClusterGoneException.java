package io.caxton.jepsen.node;

/** Nodes stopped and cannot be replaced any more, since the others are no majority: it is over. */
public final class ClusterGoneException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ClusterGoneException(String message, Throwable cause) {
    super(message, cause);
  }
}
