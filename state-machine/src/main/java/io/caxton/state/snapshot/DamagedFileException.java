package io.caxton.state.snapshot;

import java.io.IOException;
import java.nio.file.Path;

/** Nothing of the file was used after the point of damage; see {@link #damage}. */
public final class DamagedFileException extends IOException {
  private static final long serialVersionUID = 1;

  private final transient Damage damage;

  DamagedFileException(Path file, String reason) {
    this(file, reason, null);
  }

  DamagedFileException(Path file, String reason, Throwable cause) {
    super(file + ": " + reason, cause);
    this.damage = new Damage(file, reason);
  }

  public Damage damage() {
    return damage;
  }
}
