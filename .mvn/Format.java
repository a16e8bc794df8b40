import com.google.googlejavaformat.java.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs google-java-format over our sources: {@code check PATH...} or {@code apply PATH...}.
 *
 * <p>Files older than the last clean check of the whole tree are not looked at again.
 */
class Format {
  private static final Path STAMP = Path.of("target/formatter/checked");

  public static void main(String[] args) throws IOException {
    String mode = args[0];
    if (mode.equals("skip")) {
      return;
    }
    FileTime started = FileTime.from(Instant.now());
    List<String> paths = List.of(args).subList(1, args.length);
    boolean whole = paths.equals(List.of("."));
    FileTime checked =
        whole && Files.exists(STAMP) ? Files.getLastModifiedTime(STAMP) : FileTime.fromMillis(0);

    List<String> command = new ArrayList<>();
    command.addAll(
        mode.equals("apply")
            ? List.of("--replace")
            : List.of("--dry-run", "--set-exit-if-changed"));
    int options = command.size();
    for (String path : paths) {
      addSources(Path.of(path), checked, command);
    }
    if (command.size() > options && !run(command)) {
      System.err.println(
          mode.equals("apply")
              ? "These files could not be formatted."
              : "These files are not formatted. bin/format rewrites them.");
      System.exit(1);
    }
    if (whole) {
      Files.createDirectories(STAMP.getParent());
      Files.writeString(STAMP, "");
      Files.setLastModifiedTime(STAMP, started);
    }
  }

  private static boolean run(List<String> command) {
    PrintWriter out = new PrintWriter(System.err, true);
    int failed;
    try {
      failed = new Main(out, out, System.in).format(command.toArray(String[]::new));
    } catch (Exception e) {
      out.println(e.getMessage());
      failed = 1;
    }
    out.flush();
    return failed == 0;
  }

  private static void addSources(Path root, FileTime newerThan, List<String> into)
      throws IOException {
    try (Stream<Path> found = Files.walk(root)) {
      for (Path file : (Iterable<Path>) found::iterator) {
        if (isSource(file) && Files.getLastModifiedTime(file).compareTo(newerThan) > 0) {
          into.add(file.toString());
        }
      }
    }
  }

  private static boolean isSource(Path file) {
    if (!file.toString().endsWith(".java")) {
      return false;
    }
    for (Path part : file) {
      if (part.toString().equals("target")) {
        return false;
      }
    }
    return true;
  }
}
