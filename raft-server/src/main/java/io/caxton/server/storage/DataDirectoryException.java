package io.caxton.server.storage;

import java.io.IOException;

/** A data directory that this node must not use, with what to do about it. */
public final class DataDirectoryException extends IOException {
  private static final long serialVersionUID = 1L;

  public DataDirectoryException(String message) {
    super(message);
  }

  public DataDirectoryException(String message, Throwable cause) {
    super(message, cause);
  }
}
