package io.caxton.state.snapshot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** The file was written by a newer version of Caxton. It is whole: never replace or delete it. */
public final class NewerFormatException extends IOException {
  private static final long serialVersionUID = 1;

  NewerFormatException(Path file, long version, long known) {
    super(
        String.format(
            Locale.ROOT,
            "%s has format %d, this version of Caxton reads up to %d: start the newer version"
                + " again",
            file,
            version,
            known));
  }
}
