package io.caxton.client.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Picks ports to listen on that stay free while their server is down: below the range from which
 * the kernel takes the ports of outgoing connections. From within that range a restarted server
 * could find its port taken, and a client that keeps connecting to it can even reach itself.
 */
public final class FreePorts {
  private static final int LOWEST = 15_000;
  private static final int TRIES_MAX = 10_000;

  private final int end = ephemeralStart();
  private final Set<Integer> given = new HashSet<>();

  /** A port that nobody listens on now; never the same twice. */
  public int next() {
    for (int i = 0; i < TRIES_MAX; i++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, end);
      if (isFree(port) && given.add(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port found between " + LOWEST + " and " + end);
  }

  public static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  private static int ephemeralStart() {
    try {
      String range = Files.readString(Path.of("/proc/sys/net/ipv4/ip_local_port_range"));
      int start = Integer.parseInt(range.strip().split("\\s+")[0]);
      return start > LOWEST + 1_000 ? start : 32_768;
    } catch (IOException | NumberFormatException notLinux) {
      return 32_768;
    }
  }
}
