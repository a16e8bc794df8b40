package io.caxton.client.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A cluster in a temporary folder that leaves nothing behind: its servers end with this process,
 * even if that is killed, and the folder goes too unless it is kept (or this process is killed with
 * -9).
 */
public final class TemporaryCluster implements AutoCloseable {
  private static final String PREFIX = "caxton-";

  /** Names the process that will remove the folder. */
  private static final String OWNER = "owner.pid";

  private final Path dir;
  private final boolean keep;
  private final LocalCluster cluster;
  private final Children children = new Children();
  private final Thread hook = new Thread(this::end, "caxton-cleanup");
  private boolean ended;

  public TemporaryCluster(String name, int nodes, boolean keep, List<String> options)
      throws IOException {
    Path all = Path.of(System.getProperty("java.io.tmpdir"));
    removeOrphans(all);
    dir = Files.createTempDirectory(all, PREFIX + name + "-");
    if (!keep) {
      ProcessMark.of(ProcessHandle.current().pid()).orElseThrow().write(dir.resolve(OWNER));
    }
    this.keep = keep;
    cluster =
        LocalCluster.create(dir.resolve("cluster"), nodes, OptionalInt.empty(), true, options);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  public Path dir() {
    return dir;
  }

  public LocalCluster cluster() {
    return cluster;
  }

  /** Further processes that end with this cluster. */
  public Children children() {
    return children;
  }

  /** Starts or restarts servers, unless the end has begun. */
  public synchronized void start(ServerStart start) throws IOException {
    if (ended) {
      throw new IOException("this process is ending");
    }
    start.run();
  }

  /** What starts servers. */
  public interface ServerStart {
    void run() throws IOException;
  }

  /** Kills every process and removes the folder; also run when this process is asked to end. */
  private synchronized void end() {
    if (ended) {
      return;
    }
    ended = true;
    children.killAll();
    try {
      cluster.killAll();
      if (!keep) {
        delete(dir);
      }
    } catch (IOException left) {
      System.err.println("caxton: could not clean up " + dir + ": " + left.getMessage());
    }
  }

  /** Folders whose process died before it could remove them. */
  private static void removeOrphans(Path all) {
    try (DirectoryStream<Path> dirs = Files.newDirectoryStream(all, PREFIX + "*")) {
      for (Path dir : dirs) {
        Path owner = dir.resolve(OWNER);
        if (Files.isRegularFile(owner) && ProcessMark.read(owner).isEmpty()) {
          delete(dir);
        }
      }
    } catch (IOException | UncheckedIOException | DirectoryIteratorException left) {
      // Another user's, or its servers are about to end: the next one's work.
    }
  }

  private static void delete(Path dir) throws IOException {
    try (Stream<Path> all = Files.walk(dir)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  @Override
  public void close() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // The hook runs, and finds it done.
    }
  }
}
