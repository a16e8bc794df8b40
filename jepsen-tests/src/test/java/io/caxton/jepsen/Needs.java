package io.caxton.jepsen;

import io.caxton.jepsen.node.NodeShim;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** What some tests cannot do without; a test that is left out says so. */
final class Needs {
  private Needs() {}

  static void root() {
    if (!"root".equals(System.getProperty("user.name"))) {
      skip("not root: it mounts file systems");
    }
  }

  static void openssl() {
    if (!Files.isExecutable(Path.of("/usr/bin/openssl"))) {
      skip("openssl is missing: it makes certificates");
    }
  }

  static NodeShim nodeShim(Path folder) {
    Optional<NodeShim> shim = NodeShim.compile(folder);
    if (shim.isEmpty()) {
      skip("gcc is missing or does not work: it moves one process's wall clock");
    }
    return shim.orElseThrow();
  }

  static void skip(String why) {
    System.err.println("SKIPPED, " + why);
    Assumptions.abort(why);
  }
}
