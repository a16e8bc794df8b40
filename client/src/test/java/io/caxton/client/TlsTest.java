package io.caxton.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.client.fake.FakeCluster;
import io.caxton.v1.NewTask;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Certificates in src/test/resources/tls: an authority, and one it signed for 127.0.0.1. */
class TlsTest {
  private static final Path AUTHORITY = file("ca.pem");
  private static final Path CERTIFICATE = file("certificate.pem");
  private static final Path KEY = file("key.pem");

  @Test
  void shouldTalkToServersThatAskForACertificate() throws IOException {
    TlsFiles files =
        new TlsFiles(Optional.of(AUTHORITY), Optional.of(CERTIFICATE), Optional.of(KEY));
    try (FakeCluster cluster = new FakeCluster(2, mutual());
        CaxtonClient client = builder(cluster).tls(files).build()) {
      assertThat(client.tasks().submit(NewTask.getDefaultInstance()).join().getCreated()).isTrue();
    }
  }

  @Test
  void shouldFailDefinitelyWithoutACertificate() throws IOException {
    try (FakeCluster cluster = new FakeCluster(1, mutual());
        CaxtonClient client =
            builder(cluster)
                .tls(TlsFiles.trusting(AUTHORITY))
                .callTimeout(Duration.ofMillis(500))
                .build()) {
      assertThat(client.tasks().submit(NewTask.getDefaultInstance()))
          .failsWithin(Duration.ofSeconds(10))
          .withThrowableThat()
          .withCauseInstanceOf(DefiniteFailure.class);
    }
  }

  private static ClientBuilder builder(FakeCluster cluster) {
    return CaxtonClient.builder().addresses(cluster.addresses());
  }

  private static ServerCredentials mutual() throws IOException {
    return TlsServerCredentials.newBuilder()
        .keyManager(CERTIFICATE.toFile(), KEY.toFile())
        .trustManager(AUTHORITY.toFile())
        .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
        .build();
  }

  private static Path file(String name) {
    try {
      return Path.of(TlsTest.class.getResource("/tls/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
