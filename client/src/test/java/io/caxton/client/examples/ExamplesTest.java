package io.caxton.client.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.caxton.client.AgentEpoch;
import io.caxton.client.CaxtonClient;
import io.caxton.client.agent.StatefulAgent;
import io.caxton.client.fake.FakeCluster;
import io.caxton.v1.Message;
import io.caxton.v1.NewMessage;
import io.caxton.v1.NewTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the agents that docs/agents.md shows, and checks that it shows what runs. */
class ExamplesTest {
  private final FakeCluster cluster = new FakeCluster(1);
  private final CaxtonClient client = CaxtonClient.builder().addresses(cluster.addresses()).build();

  @AfterEach
  void closeAll() {
    client.close();
    cluster.close();
  }

  private void send(String agentId, String... texts) {
    for (String text : texts) {
      client
          .conversations()
          .of(new AgentEpoch("customer", 1))
          .send(
              NewMessage.newBuilder()
                  .setConversationId("c")
                  .setToAgent(agentId)
                  .setReplyWith(text)
                  .setBody(ByteString.copyFromUtf8(text))
                  .build())
          .join();
    }
  }

  private List<String> replies() {
    return cluster.state().sent().stream()
        .map(Message::getBody)
        .map(ByteString::toStringUtf8)
        .toList();
  }

  private void awaitReplies(String... texts) {
    await().untilAsserted(() -> assertThat(replies()).containsExactly(texts));
  }

  @Test
  void shouldCount() {
    try (StatefulAgent<Long> agent = Counter.start(client)) {
      send("counter", "a", "b");
      awaitReplies("number 1", "number 2");
    }
    try (StatefulAgent<Long> agent = Counter.start(client)) {
      send("counter", "c");
      awaitReplies("number 1", "number 2", "number 3");
    }
  }

  @Test
  void shouldKeepAccounts() {
    try (var agent = Bank.start(client)) {
      send("bank", "ann 10", "bob 5", "ann -7", "bob -6", "nonsense");
      awaitReplies(
          "balance 10",
          "balance 5",
          "balance 3",
          "refused",
          "io.caxton.client.agent.FinalFailure: 'account amount' is wanted");
    }
    try (var agent = Bank.start(client)) {
      assertThat(agent.read(Object::toString)).isEqualTo("{ann=3, bob=5}");
    }
  }

  @Test
  void shouldAnswerAnOrderWhenItIsPacked() {
    try (StatefulAgent<SortedMap<String, String>> desk = OrderDesk.start(client)) {
      send("order-desk", "two-books");
      await().until(() -> desk.read(SortedMap::size) == 1);
    }
    try (StatefulAgent<SortedMap<String, String>> desk = OrderDesk.start(client)) {
      client
          .tasks()
          .submit(
              NewTask.newBuilder()
                  .setQueue("packed")
                  .setPayload(ByteString.copyFromUtf8("c-1"))
                  .build())
          .join();

      awaitReplies("packed c-1");
      assertThat(cluster.state().sent().getFirst().getInReplyTo()).isEqualTo("two-books");
      await().until(() -> desk.read(SortedMap::isEmpty));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Counter", "Bank", "OrderDesk"})
  void shouldBeShownAsItRuns(String example) throws IOException {
    Path source = Path.of("src/test/java/io/caxton/client/examples", example + ".java");

    assertThat(Files.readString(Path.of("../docs/agents.md")))
        .contains("```java\n" + Files.readString(source) + "```");
  }
}
