package io.caxton.server.peer;

import io.grpc.ChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Channels to the other nodes' client ports, one each, kept open. Thread-safe. */
public final class PeerChannels implements AutoCloseable {
  private static final int MESSAGE_BYTES_MAX = 4 << 20;
  private static final long KEEP_ALIVE_SECONDS = 10;
  private static final long KEEP_ALIVE_TIMEOUT_SECONDS = 3;

  /** One that is younger is not dialled anew: the peer itself may be slow. */
  static final long YOUNG_NANOS = 1_500_000_000;

  private record Line(ManagedChannel channel, long sinceNanos) {}

  private final ChannelCredentials credentials;
  private final LongSupplier nanoTime;
  private final Map<String, Line> lines = new HashMap<>();
  private boolean closed;

  public PeerChannels(ChannelCredentials credentials, LongSupplier nanoTime) {
    this.credentials = credentials;
    this.nanoTime = nanoTime;
  }

  synchronized ManagedChannel to(String address) {
    return lines.computeIfAbsent(address, this::dial).channel();
  }

  /**
   * The next call gets a new connection. After a partition the old one is of no use for as long as
   * that lasted: TCP doubles its pauses. Calls under way keep the one they have.
   */
  synchronized void redial(String address) {
    Line old = lines.get(address);
    if (old != null && !closed && nanoTime.getAsLong() - old.sinceNanos() > YOUNG_NANOS) {
      lines.put(address, dial(address));
      old.channel().shutdown();
    }
  }

  private Line dial(String address) {
    ManagedChannel channel =
        NettyChannelBuilder.forTarget("dns:///" + address, credentials)
            .directExecutor()
            .maxInboundMessageSize(MESSAGE_BYTES_MAX)
            .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
            .keepAliveTimeout(KEEP_ALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
            .build();
    return new Line(channel, nanoTime.getAsLong());
  }

  @Override
  public synchronized void close() {
    closed = true;
    lines.values().forEach(line -> line.channel().shutdownNow());
  }
}
