package io.caxton.state.snapshot;

import java.nio.file.Path;

/** A file of a snapshot that is not what was written, and why it was not believed. */
public record Damage(Path file, String reason) {
  @Override
  public String toString() {
    return file + ": " + reason;
  }
}
