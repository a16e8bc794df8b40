package io.caxton.jepsen.run;

import io.caxton.jepsen.nemesis.Nemesis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** No node says that something is wrong which no fault explains. */
final class NodeLogs {
  private static final int LINES_MAX = 20;
  private static final Pattern ERROR = Pattern.compile("^\\S+(?: \\S+)? +ERROR\\b.*|.* ERROR .*");
  private static final Pattern BROKEN =
      Pattern.compile("(?i).*(broken invariant|AssertionError).*");

  /** A failing disk is sometimes only told of as a cause. */
  private static final Pattern DISK_CAUSE =
      Pattern.compile(
          "(Caused by: )?java\\.(io\\.IOException|nio\\.file\\.FileSystemException): (.*: )?"
              + "(Input/output error|Read-only file system|No space left on device"
              + "|Structure needs cleaning)");

  private static final Pattern TRACE = Pattern.compile("\\s.*|Caused by: .*|[a-z][\\w.$]+: .*");

  private NodeLogs() {}

  static Verdict check(Path nodes, List<Nemesis> nemeses) {
    List<String> bad = new ArrayList<>();
    long lines = 0;
    long explained = 0;
    try (Stream<Path> logs = Files.walk(nodes)) {
      for (Path log : logs.filter(file -> file.endsWith("server.log")).sorted().toList()) {
        String node = log.getParent().getFileName().toString();
        List<String> all = readAll(log);
        for (int i = 0; i < all.size(); i++) {
          String line = all.get(i);
          String next = i + 1 < all.size() ? all.get(i + 1) : "";
          lines++;
          boolean error = ERROR.matcher(line).matches() && !isHarmless(line, next);
          boolean broken = BROKEN.matcher(line).matches();
          String said = line + diskCause(all, i);
          if (error && !broken && nemeses.stream().anyMatch(one -> one.explains(said))) {
            explained++;
          } else if ((error || broken) && bad.size() < LINES_MAX) {
            bad.add(node + " says: " + line);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the nodes' logs", e);
    }
    return bad.isEmpty()
        ? Check.valid(Map.of("lines", lines, "errors-explained", explained))
        : Check.invalid(bad);
  }

  /** Of the stack trace after the line; empty if none names the disk. */
  private static String diskCause(List<String> lines, int line) {
    return lines.stream()
        .skip(line + 1L)
        .takeWhile(next -> TRACE.matcher(next).matches())
        .filter(next -> DISK_CAUSE.matcher(next).matches())
        .findFirst()
        .map(cause -> " " + cause)
        .orElse("");
  }

  /**
   * Two streams of one leader, the old one of a connection that was just given up and the new one,
   * meet at a follower's log: Ratis refuses the later one, and the leader sends it again. And a
   * snapshot is refused while an earlier one is being installed: the leader offers it again.
   */
  private static boolean isHarmless(String line, String next) {
    return (line.contains("Failed appendEntries*")
            && next.contains("SegmentedRaftLog: Already running a method by"))
        || (line.contains("installSnapshot failed")
            && next.endsWith(
                "IllegalStateException: an earlier snapshot is still being installed"));
  }

  /** Line by line; a torn character is no error. */
  private static List<String> readAll(Path log) throws IOException {
    return new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
  }
}
