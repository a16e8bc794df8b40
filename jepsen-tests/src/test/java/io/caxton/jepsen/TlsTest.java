package io.caxton.jepsen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.ClientBuilder;
import io.caxton.client.NodeStatus;
import io.caxton.client.TlsFiles;
import io.caxton.jepsen.node.TestCluster;
import io.caxton.jepsen.node.TestNode;
import io.caxton.v1.GetNodeResponse;
import io.caxton.v1.NewTask;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Mutual TLS on the client port and the Raft port. */
@Tag("slow")
class TlsTest {
  @RegisterExtension final Clusters clusters = new Clusters();

  private Certificates ours;
  private Certificates strange;
  private TestCluster cluster;
  private CaxtonClient client;

  @BeforeEach
  void start() {
    Needs.openssl();
    ours = Certificates.make(clusters.folder().resolve("ours"));
    strange = Certificates.make(clusters.folder().resolve("strange"));
    cluster = clusters.of(3);
    cluster.nodes().forEach(node -> show(node, ours, ours));
    cluster.nodes().forEach(TestNode::start);
    client = clusters.closing(cluster.client(builder -> builder.tls(ours.trusting(ours))));
    awaitReady(3);
  }

  /** The node shows its own certificate and trusts this authority. */
  private static void show(TestNode node, Certificates own, Certificates trusted) {
    node.set("tls-certificate", own.certificate())
        .set("tls-key", own.key())
        .set("tls-ca", trusted.authority());
  }

  @Test
  void shouldServeWhomTheAuthorityKnowsAndNobodyElse() throws IOException {
    submit(client);

    // by the library
    refused(builder -> {});
    refused(builder -> builder.tls(TlsFiles.trusting(ours.authority())));
    refused(builder -> builder.tls(strange.trusting(ours)));
    refused(builder -> builder.tls(ours.trusting(strange)));

    // and on both ports by whoever speaks gRPC: plain, without, and with a strange certificate
    for (TestNode node : cluster.nodes()) {
      for (String address : new String[] {node.addresses().client(), node.addresses().raft()}) {
        refused(address, InsecureChannelCredentials.create());
        refused(address, credentials(Optional.empty()));
        refused(address, credentials(Optional.of(strange)));
      }
      // Known, so heard: the Raft port has no health service, the client port has.
      assertThat(ask(node.addresses().client(), credentials(Optional.of(ours)))).isEmpty();
      assertThat(ask(node.addresses().raft(), credentials(Optional.of(ours))))
          .contains(Status.Code.UNIMPLEMENTED);
    }
    submit(client);
  }

  private interface Setup {
    void apply(ClientBuilder builder);
  }

  private void refused(Setup setup) {
    try (CaxtonClient other =
        cluster.client(
            builder -> {
              builder.callTimeout(Duration.ofSeconds(2));
              setup.apply(builder);
            })) {
      assertThatThrownBy(() -> submit(other))
          .isInstanceOfSatisfying(
              CaxtonException.class, failure -> assertThat(failure.definite()).isTrue());
    }
  }

  private ChannelCredentials credentials(Optional<Certificates> shown) throws IOException {
    TlsChannelCredentials.Builder builder =
        TlsChannelCredentials.newBuilder().trustManager(ours.authority().toFile());
    if (shown.isPresent()) {
      builder.keyManager(shown.get().certificate().toFile(), shown.get().key().toFile());
    }
    return builder.build();
  }

  private static void refused(String address, ChannelCredentials credentials) {
    assertThat(ask(address, credentials)).as(address).contains(Status.Code.UNAVAILABLE);
  }

  /** The code of the refusal; empty for an answer. */
  private static Optional<Status.Code> ask(String address, ChannelCredentials credentials) {
    ManagedChannel channel = Grpc.newChannelBuilder(address, credentials).build();
    try {
      HealthGrpc.newBlockingStub(channel)
          .withDeadlineAfter(10, TimeUnit.SECONDS)
          .check(HealthCheckRequest.getDefaultInstance());
      return Optional.empty();
    } catch (StatusRuntimeException refused) {
      return Optional.of(refused.getStatus().getCode());
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void shouldNotHearANodeWithoutTheRightCertificate() {
    TestNode node = cluster.nodes().getFirst();
    node.kill();
    awaitReady(2);

    // given it comes back with a certificate of a strange authority, then with none
    show(node, strange, ours);
    assertLeftOut(node);
    node.set("tls-certificate", "").set("tls-key", "").set("tls-ca", "");
    assertLeftOut(node);

    // then with its own again, and it catches up
    show(node, ours, ours);
    node.start();
    awaitReady(3);
    submit(client);
  }

  /** It runs and hears nobody, and the others go on without it. */
  private void assertLeftOut(TestNode node) {
    submit(client);
    long before = views().mapToLong(GetNodeResponse::getPosition).max().orElseThrow();
    node.start();
    Awaitility.await().until(() -> node.lastWords(200).contains("serves clients at"));
    long until = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (System.nanoTime() < until) {
      submit(client);
    }
    // It says so itself where no TLS is asked for.
    assertThat(metric(node, "caxton_position")).isLessThan(before);
    assertThat(node.isAlive()).as(node.lastWords(5)).isTrue();
    node.kill();
  }

  private static long metric(TestNode node, String name) {
    URI metrics = URI.create("http://" + node.addresses().admin() + "/metrics");
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofLines())
          .body()
          .filter(line -> line.startsWith(name + " "))
          .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length() + 1)))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static void submit(CaxtonClient by) {
    CaxtonException.join(by.tasks().submit(NewTask.getDefaultInstance()));
  }

  private void awaitReady(int count) {
    Awaitility.await()
        .atMost(Clusters.PATIENCE)
        .until(() -> views().filter(GetNodeResponse::getReady).count() == count);
  }

  private Stream<GetNodeResponse> views() {
    return CaxtonException.join(client.cluster().status()).stream()
        .map(NodeStatus::view)
        .flatMap(Optional::stream);
  }
}
