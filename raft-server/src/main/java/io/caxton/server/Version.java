package io.caxton.server;

import java.util.Objects;

/** This build's version, from the jar's manifest. */
final class Version {
  private Version() {}

  static String text() {
    return Objects.requireNonNullElse(
        Version.class.getPackage().getImplementationVersion(), "development");
  }
}
