package io.caxton.jepsen.node;

import io.caxton.jepsen.client.RawNode;
import io.caxton.jepsen.host.Children;
import io.caxton.v1.TakeSnapshotRequest;
import io.caxton.v1.TransferLeadershipRequest;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** One server: a process that comes and goes, and a folder that stays. Hurt by one thread only. */
public final class TestNode implements AutoCloseable {
  private final NodeAddresses addresses;
  private final Path folder;
  private final RawNode raw;
  private final Map<String, String> settings = new LinkedHashMap<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private Optional<NodeControl> shim = Optional.empty();
  private final List<String> jvmFlags = new ArrayList<>();
  private List<String> prefix = List.of();
  // Others than the one who hurts it look whether it lives.
  private volatile Process process;
  private boolean formed;

  /**
   * @param folder for its log and, unless {@link #set} says otherwise, its data
   */
  public TestNode(NodeAddresses addresses, String peers, Path folder) {
    this.addresses = addresses;
    this.folder = folder;
    raw = new RawNode(addresses.id(), addresses.client());
    settings.put("node-id", addresses.id());
    settings.put("peers", peers);
    settings.put("client-address", addresses.bindHost() + ":" + addresses.clientPort());
    settings.put("raft-address", addresses.bindHost() + ":" + addresses.raftPort());
    settings.put("admin-address", addresses.admin());
    settings.put("data-dir", folder.resolve("data").toString());
  }

  public String id() {
    return addresses.id();
  }

  public NodeAddresses addresses() {
    return addresses;
  }

  /** Calls to this node and no other. */
  public RawNode raw() {
    return raw;
  }

  public Path dataDir() {
    return Path.of(settings.get("data-dir"));
  }

  public Path log() {
    return folder.resolve("server.log");
  }

  /** From its next start on. */
  public TestNode set(String setting, Object value) {
    settings.put(setting, value.toString());
    return this;
  }

  /** A variable of its environment, from its next start on. */
  public TestNode environment(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** More for its JVM, from its next start on. */
  public TestNode jvmFlags(List<String> more) {
    jvmFlags.addAll(more);
    return this;
  }

  /** Another command that its own is handed to, which must become it. */
  TestNode startedBy(List<String> command) {
    prefix = command;
    return this;
  }

  /** From its next start on. */
  public TestNode withShim(NodeControl control) {
    shim = Optional.of(control);
    control.preloadInto(environment);
    return this;
  }

  /** Its clocks and fsyncs, where they were given into our hands. */
  public NodeControl shim() {
    return shim.orElseThrow(() -> new IllegalStateException("node " + id() + " has no shim"));
  }

  /** Its data directory holds a cluster: it is not told to bootstrap any more. */
  void formed() {
    formed = true;
  }

  /** Starts it for the first time, empty, to be added to a cluster that exists. */
  void join() {
    set("join", true);
    formed = true;
    start();
    settings.remove("join");
  }

  /** Starts the process and does not wait for anything. */
  public void start() {
    if (isAlive()) {
      throw new IllegalStateException("node " + id() + " runs already");
    }
    Map<String, String> arguments = new LinkedHashMap<>(settings);
    if (!formed) {
      arguments.putIfAbsent("bootstrap", "true");
    }
    // The end of its input: even if this JVM is killed, the server ends.
    arguments.put("exit-with-stdin", "true");
    launch(arguments);
    raw.reconnect();
  }

  /** Starts without --bootstrap and waits for the end, which must come: gives the exit code. */
  public int startRefused(Map<String, String> changed) {
    Map<String, String> arguments = new LinkedHashMap<>(settings);
    arguments.putAll(changed);
    launch(arguments);
    return awaitEnd(Duration.ofSeconds(30))
        .orElseThrow(() -> new AssertionError("still runs after 30 s, its log:\n" + lastWords(30)));
  }

  private void launch(Map<String, String> arguments) {
    try {
      Files.createDirectories(folder);
      ProcessBuilder builder =
          new ProcessBuilder(ServerCommand.of(prefix, jvmFlags, "server", arguments))
              .redirectErrorStream(true)
              .redirectOutput(Redirect.appendTo(log().toFile()));
      builder.environment().keySet().removeIf(name -> name.startsWith("CAXTON_"));
      builder.environment().putAll(environment);
      process = Children.adopt(builder.start());
    } catch (IOException e) {
      throw new IllegalStateException("cannot start node " + id(), e);
    }
  }

  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  /** SIGKILL; returns when it is gone. */
  public void kill() {
    if (process != null) {
      process.destroyForcibly();
      if (awaitEnd(Duration.ofSeconds(20)).isEmpty()) {
        throw new IllegalStateException("node " + id() + " survives SIGKILL");
      }
    }
  }

  /** SIGKILL; does not wait. */
  public void killAsync() {
    process.destroyForcibly();
  }

  /** SIGTERM; does not wait. */
  public void terminate() {
    Signal.TERM.send(process.pid());
  }

  /** SIGSTOP; returns when it stands still. */
  public void pause() {
    Signal.STOP.send(process.pid());
    Signal.awaitStopped(process.pid());
  }

  /** SIGCONT; nothing if it is gone meanwhile. */
  public void resume() {
    if (isAlive()) {
      Signal.CONT.send(process.pid());
    }
  }

  /** The exit code when it ends in time. */
  public OptionalInt awaitEnd(Duration atMost) {
    try {
      return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)
          ? OptionalInt.of(process.exitValue())
          : OptionalInt.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** The end of its log. */
  public String lastWords(int lines) {
    try {
      var all = Files.readString(log(), StandardCharsets.UTF_8).lines().toList();
      return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    } catch (IOException none) {
      return "(no log: " + none + ")";
    }
  }

  /** Writes a snapshot now; returns when it is durable. */
  public void takeSnapshot() {
    raw.cluster().takeSnapshot(TakeSnapshotRequest.getDefaultInstance());
  }

  /** If this one leads and the other has caught up, the other leads soon. */
  void offerLeadershipTo(TestNode other) {
    try {
      raw.cluster()
          .transferLeadership(TransferLeadershipRequest.newBuilder().setNodeId(other.id()).build());
    } catch (StatusRuntimeException notNow) {
      // Whoever wants it asks again.
    }
  }

  @Override
  public void close() {
    try {
      kill();
    } finally {
      raw.close();
      shim.ifPresent(NodeControl::close);
    }
  }

  @Override
  public String toString() {
    return id() + (isAlive() ? " (pid " + process.pid() + ")" : " (down)");
  }
}
