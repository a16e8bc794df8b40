package io.caxton.jepsen.node;

import io.caxton.jepsen.host.Gcc;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A preloaded C library through which one process's clocks and fsyncs can be hurt while it runs.
 * libfaketime cannot do that to a JVM: it moves the wall clock only together with the monotonic
 * one.
 */
public final class NodeShim {
  private final Path library;
  private final Path folder;

  private NodeShim(Path library, Path folder) {
    this.library = library;
    this.folder = folder;
  }

  /** Compiles it into the folder; empty, with a word on standard error, without a C compiler. */
  public static Optional<NodeShim> compile(Path folder) {
    Path library = folder.toAbsolutePath().resolve("libnodeshim.so");
    return Gcc.compile(NodeShim.class, "nodeshim.c", library, List.of("-shared", "-fPIC"))
        .map(compiled -> new NodeShim(compiled, folder.toAbsolutePath()));
  }

  /** For one node; does nothing at first. */
  public NodeControl controlFor(String nodeId) {
    return new NodeControl(library, folder.resolve("control-" + nodeId));
  }
}
