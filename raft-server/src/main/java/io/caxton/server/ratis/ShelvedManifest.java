package io.caxton.server.ratis;

import io.caxton.server.consensus.LogPosition;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.ratis.io.MD5Hash;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.statemachine.SnapshotInfo;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;

/** One manifest in Ratis's snapshot directory, its digest verified. */
record ShelvedManifest(LogPosition at, Path file, MD5Hash digest) {
  private static final Pattern NAME = Pattern.compile("snapshot\\.(\\d+)_(\\d+)");

  static String name(LogPosition at) {
    return "snapshot." + at.term() + "_" + at.index();
  }

  /** The position in a manifest's name; empty for any other file. */
  static Optional<LogPosition> position(Path file) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    return name.matches()
        ? Optional.of(new LogPosition(Long.parseLong(name.group(1)), Long.parseLong(name.group(2))))
        : Optional.empty();
  }

  SnapshotInfo info() {
    return new SingleFileSnapshotInfo(new FileInfo(file, digest), at.term(), at.index());
  }
}
