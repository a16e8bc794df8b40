package io.caxton.client;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Makes channels that share one network thread: nearly all traffic goes to the one leader, and a
 * second thread would only add hand-overs.
 */
final class Channels implements AutoCloseable {
  private static final int FLOW_CONTROL_BYTES = 4 << 20;

  /** A peer that went away without a word is found out by a ping without an answer. */
  private static final int KEEP_ALIVE_SECONDS = 10;

  private static final int KEEP_ALIVE_TIMEOUT_SECONDS = 3;

  private final EventLoopGroup network;
  private final Class<? extends Channel> type;
  private final ChannelCredentials credentials;
  private final Executor blocking;
  private volatile Thread networkThread;

  /**
   * @param blocking for what gRPC must not do on the network thread, such as resolving names
   */
  Channels(Optional<TlsFiles> tls, Executor blocking) {
    this.blocking = blocking;
    boolean epoll = Epoll.isAvailable();
    network =
        new MultiThreadIoEventLoopGroup(
            1, this::newThread, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    type = epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    credentials = tls.map(Channels::credentials).orElseGet(InsecureChannelCredentials::create);
  }

  private Thread newThread(Runnable run) {
    Thread thread = new Thread(run, "caxton-client-network");
    thread.setDaemon(true);
    networkThread = thread;
    return thread;
  }

  ManagedChannel open(String address) {
    int colon = address.lastIndexOf(':');
    return NettyChannelBuilder.forAddress(
            address.substring(0, colon),
            Integer.parseInt(address.substring(colon + 1)),
            credentials)
        .eventLoopGroup(network)
        .channelType(type)
        .directExecutor()
        .offloadExecutor(blocking)
        .disableRetry()
        .disableServiceConfigLookUp()
        .maxInboundMessageSize(ClientConfig.ANSWER_BYTES_MAX)
        .flowControlWindow(FLOW_CONTROL_BYTES)
        .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
        .keepAliveTimeout(KEEP_ALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .keepAliveWithoutCalls(true)
        .idleTimeout(Long.MAX_VALUE, TimeUnit.NANOSECONDS)
        .build();
  }

  boolean onNetworkThread() {
    return Thread.currentThread() == networkThread;
  }

  @Override
  public void close() {
    network.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  private static ChannelCredentials credentials(TlsFiles files) {
    try {
      TlsChannelCredentials.Builder tls = TlsChannelCredentials.newBuilder();
      if (files.trusted().isPresent()) {
        tls.trustManager(files.trusted().get().toFile());
      }
      if (files.own().isPresent()) {
        tls.keyManager(files.own().get().toFile(), files.ownKey().orElseThrow().toFile());
      }
      return tls.build();
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read the TLS files " + files, unreadable);
    }
  }
}
