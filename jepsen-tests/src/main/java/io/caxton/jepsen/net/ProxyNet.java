package io.caxton.jepsen.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * For who has no root: all nodes on the loopback interface, each behind a proxy that carries bytes
 * or holds them back. Whoever dials is recognised by its process. What is cut holds bytes back
 * until it is mended, as TCP does over a pulled cable; loss holds them back for as long as TCP
 * waits before it sends again. Needs Linux.
 */
public final class ProxyNet implements Net {
  private static final int CHUNK = 16 << 10;
  private static final long CUT_LOOK_MILLIS = 5;
  private static final long RESEND_MILLIS = 200;

  private final Supplier<Map<Long, String>> hostsOfProcesses;
  private final Map<Link, Boolean> cut = new ConcurrentHashMap<>();
  private final Map<Link, Integer> lossPercent = new ConcurrentHashMap<>();
  private final Map<String, Slowness> slow = new ConcurrentHashMap<>();
  private final List<ServerSocket> servers = new ArrayList<>();
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong delayed = new AtomicLong();

  private record Slowness(Duration delay, Duration jitter) {
    Duration next() {
      return delay.plusNanos(ThreadLocalRandom.current().nextLong(jitter.toNanos() + 1));
    }
  }

  /**
   * @param hostsOfProcesses which host each node's process belongs to, now; all others are clients
   */
  public ProxyNet(Supplier<Map<Long, String>> hostsOfProcesses) {
    this.hostsOfProcesses = hostsOfProcesses;
  }

  /** Carries what comes in at this address to the other one, which is on this host. */
  public void serve(String host, InetSocketAddress at, InetSocketAddress to) {
    try {
      ServerSocket server = new ServerSocket();
      server.setReuseAddress(true);
      server.bind(at);
      servers.add(server);
      Thread.ofVirtual().name("proxy-" + host).start(() -> accept(server, host, to));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen at " + at, e);
    }
  }

  private void accept(ServerSocket server, String host, InetSocketAddress to) {
    while (!server.isClosed()) {
      try {
        Socket dialled = server.accept();
        Thread.ofVirtual().start(() -> connect(dialled, host, to));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void connect(Socket dialled, String host, InetSocketAddress to) {
    sockets.add(dialled);
    String from = Diallers.host(dialled, hostsOfProcesses.get()).orElse(Link.CLIENTS);
    Socket inner = new Socket();
    sockets.add(inner);
    try {
      // A connection over a cut link is not refused, it is not made.
      holdBack(new Link(from, host));
      inner.connect(to);
      inner.setTcpNoDelay(true);
      dialled.setTcpNoDelay(true);
      Thread.ofVirtual().start(() -> pump(inner, dialled, new Link(host, from)));
      pump(dialled, inner, new Link(from, host));
    } catch (IOException | InterruptedException gone) {
      close(dialled, inner);
    }
  }

  private void pump(Socket from, Socket to, Link link) {
    byte[] chunk = new byte[CHUNK];
    try {
      for (int size = from.getInputStream().read(chunk);
          size >= 0;
          size = from.getInputStream().read(chunk)) {
        holdBack(link);
        to.getOutputStream().write(chunk, 0, size);
      }
    } catch (IOException | InterruptedException gone) {
      // Both ends learn it below.
    } finally {
      close(from, to);
    }
  }

  private void holdBack(Link link) throws InterruptedException {
    Slowness slowness = slow.getOrDefault(link.from(), slow.get(link.to()));
    if (slowness != null) {
      delayed.incrementAndGet();
      Thread.sleep(slowness.next());
    }
    while (ThreadLocalRandom.current().nextInt(100) < lossPercent.getOrDefault(link, 0)) {
      lost.incrementAndGet();
      Thread.sleep(RESEND_MILLIS);
    }
    if (cut.containsKey(link)) {
      dropped.incrementAndGet();
      while (cut.containsKey(link)) {
        Thread.sleep(CUT_LOOK_MILLIS);
      }
    }
  }

  @Override
  public List<String> enter(String host) {
    return List.of();
  }

  @Override
  public void cut(Collection<Link> links) {
    links.forEach(link -> cut.put(link, true));
  }

  @Override
  public void lose(Collection<Link> links, int percent) {
    links.forEach(link -> lossPercent.put(link, percent));
  }

  @Override
  public void delay(String host, Duration delay, Duration jitter) {
    slow.put(host, new Slowness(delay, jitter));
  }

  @Override
  public void mend(Collection<Link> links) {
    links.forEach(cut::remove);
    links.forEach(lossPercent::remove);
  }

  @Override
  public void mend(String host) {
    slow.remove(host);
  }

  @Override
  public void mendAll() {
    cut.clear();
    lossPercent.clear();
    slow.clear();
  }

  @Override
  public Counts counts() {
    return new Counts(dropped.get(), lost.get(), delayed.get());
  }

  @Override
  public void close() {
    mendAll();
    for (ServerSocket server : servers) {
      try {
        server.close();
      } catch (IOException closed) {
        continue;
      }
    }
    sockets.forEach(ProxyNet::close);
  }

  private static void close(Socket... sockets) {
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException closed) {
        continue;
      }
    }
  }
}
