package io.caxton.client;

import com.google.protobuf.ByteString;
import io.caxton.client.fake.FakeCluster;
import io.caxton.v1.NewTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;

/** Three fake nodes and clients that are closed after each test. */
abstract class ClientTestBase {
  protected final FakeCluster cluster = new FakeCluster(3);
  private final List<CaxtonClient> clients = new ArrayList<>();

  @AfterEach
  void closeAll() {
    clients.forEach(CaxtonClient::close);
    cluster.close();
  }

  protected ClientBuilder builder() {
    return CaxtonClient.builder()
        .addresses(cluster.addresses())
        .callTimeout(Duration.ofSeconds(20));
  }

  protected CaxtonClient client() {
    return open(builder());
  }

  protected CaxtonClient open(ClientBuilder builder) {
    CaxtonClient client = builder.build();
    clients.add(client);
    return client;
  }

  protected static NewTask task(String id) {
    return NewTask.newBuilder().setId(id).setPayload(ByteString.copyFromUtf8(id)).build();
  }

  /** The exception that the call ends with. */
  protected static CaxtonException failure(CompletableFuture<?> call) {
    try {
      Object result = call.join();
      throw new AssertionError("succeeded with " + result);
    } catch (CompletionException e) {
      if (e.getCause() instanceof CaxtonException failure) {
        return failure;
      }
      throw e;
    }
  }
}
