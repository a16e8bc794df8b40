package io.caxton.jepsen.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * What a run makes on the machine, written down before it is made, so that somebody else can undo
 * it after the run was killed. One file for each run, under a name that is also the prefix of its
 * network's names.
 */
public final class Ledger implements AutoCloseable {
  private static final Path ALL = Path.of("/run/caxton-jepsen");

  /** What can be undone, and how. */
  public enum Kind {
    /** Ends what runs inside, and deletes it. */
    NETNS,
    LINK,
    MOUNT,
    FILE
  }

  private final Path file;

  private Ledger(Path file) {
    this.file = file;
  }

  /** A new one, after a look for those of runs that are dead. */
  public static Ledger open() {
    sweep();
    try {
      Files.createDirectories(ALL);
      byte[] random = new byte[2];
      ThreadLocalRandom.current().nextBytes(random);
      Path file = ALL.resolve("cx" + HexFormat.of().formatHex(random));
      Files.writeString(file, me() + "\n", StandardOpenOption.CREATE_NEW);
      Ledger ledger = new Ledger(file);
      Runtime.getRuntime().addShutdownHook(new Thread(ledger::close, "undo-" + ledger.prefix()));
      return ledger;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write under " + ALL, e);
    }
  }

  /** Six characters that no other living run's names begin with. */
  public String prefix() {
    return file.getFileName().toString();
  }

  /** Before it is made. */
  public synchronized void note(Kind kind, String name) {
    try {
      Files.writeString(file, kind + " " + name + "\n", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** Undoes everything. Again, or from another thread: no harm. */
  @Override
  public synchronized void close() {
    if (Files.exists(file)) {
      undo(file);
    }
  }

  /** Undoes what runs left behind that are dead; gives their prefixes. */
  public static synchronized List<String> sweep() {
    List<String> swept = new ArrayList<>();
    if (!Files.isDirectory(ALL)) {
      return swept;
    }
    try (Stream<Path> files = Files.list(ALL)) {
      for (Path file : files.toList()) {
        List<String> lines = Files.readAllLines(file);
        if (!lines.isEmpty() && !lives(lines.getFirst())) {
          undo(file);
          swept.add(file.getFileName().toString());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + ALL, e);
    }
    return swept;
  }

  private static void undo(Path file) {
    try {
      List<String> lines = new ArrayList<>(Files.readAllLines(file));
      // The newest first; namespaces before mounts, since processes in them hold files.
      List<String> things = lines.subList(1, lines.size()).reversed();
      things.stream()
          .sorted(Comparator.comparing(thing -> Kind.valueOf(thing.split(" ", 2)[0])))
          .forEach(Ledger::undoThing);
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot undo " + file, e);
    }
  }

  private static void undoThing(String line) {
    String[] parts = line.split(" ", 2);
    String name = parts[1];
    switch (Kind.valueOf(parts[0])) {
      case NETNS -> {
        Shell.attempt("sh", "-c", "kill -9 $(ip netns pids " + name + ") 2>/dev/null");
        Shell.attempt("ip", "netns", "del", name);
      }
      case LINK -> Shell.attempt("ip", "link", "del", name);
      case MOUNT -> {
        for (int i = 0; i < 50 && Shell.isMounted(name); i++) {
          // Lazily when it stays busy: the loop device goes with the last open file.
          Shell.attempt("sh", "-c", "umount " + (i < 25 ? "" : "-l ") + name + " || sleep 0.1");
        }
        Shell.attempt("rmdir", name);
      }
      case FILE -> Shell.attempt("rm", "-rf", "--", name);
    }
  }

  /** Process ids come back: the time of the start tells two processes apart. */
  private static String me() throws IOException {
    long pid = ProcessHandle.current().pid();
    return pid + " " + startOf(pid);
  }

  private static boolean lives(String owner) {
    String[] parts = owner.split(" ");
    try {
      return startOf(Long.parseLong(parts[0])).equals(parts[1]);
    } catch (IOException gone) {
      return false;
    }
  }

  private static String startOf(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    // Field 22; the second is a name in brackets that may hold anything.
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19];
  }
}
