package io.caxton.server.peer;

import io.grpc.ChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Channels to the other nodes' client ports, one each, kept open. Thread-safe. */
public final class PeerChannels implements AutoCloseable {
  private static final int MESSAGE_BYTES_MAX = 4 << 20;

  private final ChannelCredentials credentials;
  private final Map<String, ManagedChannel> channels = new HashMap<>();

  public PeerChannels(ChannelCredentials credentials) {
    this.credentials = credentials;
  }

  synchronized ManagedChannel to(String address) {
    return channels.computeIfAbsent(
        address,
        target ->
            NettyChannelBuilder.forTarget("dns:///" + target, credentials)
                .directExecutor()
                .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                .keepAliveTime(10, TimeUnit.SECONDS)
                .build());
  }

  @Override
  public synchronized void close() {
    channels.values().forEach(ManagedChannel::shutdownNow);
  }
}
