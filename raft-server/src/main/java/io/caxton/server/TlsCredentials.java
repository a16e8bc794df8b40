package io.caxton.server;

import io.caxton.server.config.Config;
import io.caxton.server.config.ConfigException;
import io.caxton.server.config.Settings;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsChannelCredentials;
import io.grpc.TlsServerCredentials;
import java.io.File;
import java.io.IOException;

/** Mutual TLS for the client port, and for speaking with the peers' client ports. */
record TlsCredentials(ServerCredentials server, ChannelCredentials channel) {

  static TlsCredentials of(Config config) {
    if (!config.tls()) {
      return new TlsCredentials(
          InsecureServerCredentials.create(), InsecureChannelCredentials.create());
    }
    File certificate = new File(config.get(Settings.TLS_CERTIFICATE));
    File key = new File(config.get(Settings.TLS_KEY));
    File ca = new File(config.get(Settings.TLS_CA));
    try {
      return new TlsCredentials(
          TlsServerCredentials.newBuilder()
              .keyManager(certificate, key)
              .trustManager(ca)
              .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
              .build(),
          TlsChannelCredentials.newBuilder().keyManager(certificate, key).trustManager(ca).build());
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigException("the TLS files cannot be used: " + e.getMessage());
    }
  }
}
