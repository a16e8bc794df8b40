package io.caxton.jepsen;

import io.caxton.jepsen.node.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives a test its clusters, its folder and its seed; closes what the test opened, and keeps the
 * folder with the nodes' logs and data when the test failed.
 */
final class Clusters implements BeforeEachCallback, AfterEachCallback {
  /** For what must come to pass; on a busy machine it comes late. */
  static final Duration PATIENCE = Duration.ofSeconds(120);

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private Path folder;
  private Random random;

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    String name =
        context.getRequiredTestClass().getSimpleName()
            + "."
            + context.getRequiredTestMethod().getName();
    folder = Path.of("target", "jepsen", name).toAbsolutePath();
    delete(folder);
    Files.createDirectories(folder);
    Awaitility.setDefaultTimeout(PATIENCE);
    long seed = Long.getLong("caxton.seed", ThreadLocalRandom.current().nextInt(1_000_000));
    random = new Random(seed);
    System.out.printf(
        "%s: seed %d; again: mvn -o -pl jepsen-tests -am test -Dtest=%s"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dcaxton.seed=%d%n",
        name, seed, name.replace('.', '#'), seed);
  }

  /** Not started yet, so that settings can be given. */
  TestCluster of(int size) {
    return closing(new TestCluster(size, folder));
  }

  /** Closed after the test, the newest first. */
  <T extends AutoCloseable> T closing(T resource) {
    open.push(resource);
    return resource;
  }

  Path folder() {
    return folder;
  }

  Random random() {
    return random;
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    List<AutoCloseable> all = new java.util.ArrayList<>(open);
    open.clear();
    Exception first = null;
    for (AutoCloseable resource : all) {
      try {
        resource.close();
      } catch (Exception e) {
        first = first == null ? e : first;
      }
    }
    if (context.getExecutionException().isPresent()) {
      System.out.println("FAILED: logs and data are kept in " + folder);
    } else if (first == null) {
      delete(folder);
    }
    if (first != null) {
      throw first;
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
