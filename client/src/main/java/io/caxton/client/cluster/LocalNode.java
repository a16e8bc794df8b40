package io.caxton.client.cluster;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** One server process in DIR/ID: data, server.log and server.pid. */
public final class LocalNode {
  /** What a node is told about its empty data directory, once. */
  enum Birth {
    NONE,
    BOOTSTRAP,
    JOIN
  }

  private final NodePlace place;
  private final Path dir;

  LocalNode(NodePlace place, Path clusterDir) {
    this.place = place;
    dir = clusterDir.resolve(place.id());
  }

  public NodePlace place() {
    return place;
  }

  public String id() {
    return place.id();
  }

  public Path log() {
    return dir.resolve("server.log");
  }

  public Path dataDir() {
    return dir.resolve("data");
  }

  private Path pidFile() {
    return dir.resolve("server.pid");
  }

  /** The live process, if there is one. */
  public Optional<ProcessMark> process() throws IOException {
    return ProcessMark.read(pidFile());
  }

  /**
   * Starts the process and does not wait for it to serve.
   *
   * @param bound true: it ends with this process, whatever ends this one; false: it goes on
   */
  Process start(String peers, Birth birth, boolean bound, List<String> options) throws IOException {
    Files.createDirectories(dir);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "server",
                "--node-id=" + id(),
                "--data-dir=" + dataDir(),
                "--peers=" + peers,
                "--client-address=" + place.clientAddress(),
                "--raft-address=" + place.raftAddress(),
                "--admin-address=" + place.adminAddress()));
    switch (birth) {
      case BOOTSTRAP -> arguments.add("--bootstrap");
      case JOIN -> arguments.add("--join");
      case NONE -> {}
    }
    if (bound) {
      arguments.add("--exit-with-stdin");
    }
    arguments.addAll(options);
    Process process =
        new ProcessBuilder(JavaProgram.server(arguments))
            .redirectInput(bound ? Redirect.PIPE : Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(Redirect.appendTo(log().toFile()))
            .redirectErrorStream(true)
            .start();
    Optional<ProcessMark> mark = ProcessMark.of(process.pid());
    if (mark.isPresent()) {
      mark.get().write(pidFile());
    }
    return process;
  }

  /** SIGKILL; returns when it is gone. False if it did not run. */
  public boolean kill() throws IOException {
    Optional<ProcessMark> running = process();
    running.ifPresent(ProcessMark::kill);
    return running.isPresent() && awaitEnd(running.get(), Duration.ofSeconds(30));
  }

  /** SIGTERM; true if it is gone in time, or did not run. */
  public boolean stop(Duration atMost) throws IOException {
    Optional<ProcessMark> running = process();
    running.ifPresent(ProcessMark::terminate);
    return running.isEmpty() || awaitEnd(running.get(), atMost);
  }

  private static boolean awaitEnd(ProcessMark process, Duration atMost) {
    long until = System.nanoTime() + atMost.toNanos();
    while (process.isAlive()) {
      if (System.nanoTime() - until > 0) {
        return false;
      }
      LockSupport.parkNanos(2_000_000);
    }
    return true;
  }

  /** The end of its log, for a message about why it does not run. */
  public String lastWords(int lines) {
    try {
      byte[] bytes = Files.readAllBytes(log());
      int from = Math.max(0, bytes.length - 16_384);
      List<String> all =
          new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8).lines().toList();
      return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    } catch (IOException none) {
      return "";
    }
  }
}
