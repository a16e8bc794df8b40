package io.caxton.jepsen.net;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds out which process is at the other end of a connection on this machine. */
final class Diallers {
  private static final List<String> TABLES = List.of("/proc/net/tcp", "/proc/net/tcp6");
  private static final int LOCAL = 1;
  private static final int REMOTE = 2;
  private static final int INODE = 9;

  private Diallers() {}

  /** The host of the one that dialled, if it is one of these processes. */
  static Optional<String> host(Socket accepted, Map<Long, String> hostsOfProcesses) {
    return inode(accepted)
        .flatMap(
            inode ->
                hostsOfProcesses.entrySet().stream()
                    .filter(process -> holds(process.getKey(), "socket:[" + inode + "]"))
                    .map(Map.Entry::getValue)
                    .findFirst());
  }

  /** Of the dialler's end: its local port is our remote one. */
  private static Optional<String> inode(Socket accepted) {
    String local = ":%04X".formatted(accepted.getPort());
    String remote = ":%04X".formatted(accepted.getLocalPort());
    for (String table : TABLES) {
      try (Stream<String> lines = Files.lines(Path.of(table))) {
        Optional<String> found =
            lines
                .map(line -> line.strip().split("\\s+"))
                .filter(row -> row[LOCAL].endsWith(local) && row[REMOTE].endsWith(remote))
                .map(row -> row[INODE])
                .findFirst();
        if (found.isPresent()) {
          return found;
        }
      } catch (IOException noTable) {
        continue;
      }
    }
    return Optional.empty();
  }

  private static boolean holds(long pid, String link) {
    try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return files.anyMatch(file -> points(file, link));
    } catch (IOException gone) {
      return false;
    }
  }

  private static boolean points(Path file, String to) {
    try {
      return Files.readSymbolicLink(file).toString().equals(to);
    } catch (IOException closed) {
      return false;
    }
  }
}
