package io.caxton.state.body;

import java.io.IOException;

/** A body is not what was written: nothing of it was used. Other bodies may be whole. */
public final class DamagedBodyException extends IOException {
  private static final long serialVersionUID = 1;

  public DamagedBodyException(String message, Throwable cause) {
    super(message, cause);
  }
}
