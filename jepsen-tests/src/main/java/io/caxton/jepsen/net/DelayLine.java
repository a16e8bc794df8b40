package io.caxton.jepsen.net;

import io.caxton.jepsen.host.Shell;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Something in the cable of one host that holds packets back: its port is taken out of the switch,
 * and a program carries packets between the port and a new one.
 */
final class DelayLine {
  private final NetnsNet net;
  private final String port;
  private final Process process;
  private volatile long passed;

  private DelayLine(NetnsNet net, String port, Process process) {
    this.net = net;
    this.port = port;
    this.process = process;
    Thread.ofVirtual().name("delay-" + port).start(this::listen);
  }

  static DelayLine insert(
      NetnsNet net, Path program, String port, Duration delay, Duration jitter) {
    String inner = port + "-in";
    String outer = port + "-out";
    net.inSwitch("ip", "link", "add", inner, "type", "veth", "peer", "name", outer);
    net.inSwitch("ip", "link", "set", inner, "up");
    net.inSwitch("ip", "link", "set", outer, "master", "br0", "up");
    List<String> command = new ArrayList<>(net.enter(NetnsNet.SWITCH));
    command.addAll(List.of(program.toString(), port, inner, micros(delay), micros(jitter)));
    try {
      DelayLine line = new DelayLine(net, port, Shell.start(command));
      net.inSwitch("ip", "link", "set", port, "nomaster");
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + program, e);
    }
  }

  private static String micros(Duration time) {
    return Long.toString(time.toNanos() / 1_000);
  }

  private void listen() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.matches("\\d+")) {
          passed = Long.parseLong(line);
        } else if (!line.equals("ready")) {
          System.err.println("delay line of " + port + ": " + line);
        }
      }
    } catch (IOException ended) {
      // Its count so far is what there is.
    }
  }

  long passed() {
    return passed;
  }

  /** The host is back at its port; gives how many packets were held back. */
  long remove() {
    process.destroy();
    try {
      if (!process.waitFor(2, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    net.inSwitch("ip", "link", "set", port, "master", "br0");
    net.inSwitch("ip", "link", "del", port + "-in");
    return passed;
  }
}
