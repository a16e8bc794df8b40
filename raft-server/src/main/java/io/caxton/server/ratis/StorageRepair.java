package io.caxton.server.ratis;

import io.caxton.server.consensus.LogPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.thirdparty.com.google.protobuf.InvalidProtocolBufferException;

/** Finishes before a start what a crash cut short in Ratis's snapshot directories. */
final class StorageRepair {
  private StorageRepair() {}

  /**
   * An install renames {@code sm} away, the arrived directory to {@code sm}, and deletes the old
   * one. Between the two renames there is no {@code sm}; the log is still that of the old one.
   */
  static void finishInstall(Path group) throws IOException {
    if (!Files.isDirectory(group)) {
      return;
    }
    Path current = group.resolve("sm");
    List<Path> old = matching(group, "sm.tmp");
    if (!Files.exists(current) && !old.isEmpty()) {
      Files.move(old.getLast(), current);
      DirectorySync.fsync(group);
    }
    for (Path leftover : matching(group, "sm.tmp")) {
      delete(leftover);
    }
    for (Path arriving : matching(group.resolve("tmp"), "")) {
      delete(arriving);
    }
  }

  /**
   * Ratis only logs that it cannot read the newest applied configuration, and goes on with whatever
   * older one it finds: this node might count votes of servers that are no members any more.
   */
  static void requireWholeConfiguration(Path current) throws IOException {
    Path file = current.resolve("raft-meta.conf");
    if (Files.exists(file) && !isConfiguration(Files.readAllBytes(file))) {
      throw new LostDiskException(file + ", the cluster's newest configuration, is damaged");
    }
  }

  private static boolean isConfiguration(byte[] bytes) {
    try {
      LogEntryProto entry = LogEntryProto.parseFrom(bytes);
      return entry.hasConfigurationEntry() && entry.getConfigurationEntry().getPeersCount() > 0;
    } catch (InvalidProtocolBufferException damaged) {
      return false;
    }
  }

  /** The newest position any manifest in Ratis's snapshot directory has, whole or not. */
  static LogPosition newestManifest(Path group) throws IOException {
    return matching(group.resolve("sm"), "snapshot.").stream()
        .flatMap(file -> ShelvedManifest.position(file).stream())
        .max(Comparator.naturalOrder())
        .orElse(LogPosition.NONE);
  }

  private static List<Path> matching(Path directory, String prefix) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .sorted()
          .toList();
    }
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
