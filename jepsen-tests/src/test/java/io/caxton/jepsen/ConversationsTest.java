package io.caxton.jepsen;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.caxton.client.AgentEpoch;
import io.caxton.client.AgentMessages;
import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.MessageListener;
import io.caxton.client.MessageStream;
import io.caxton.jepsen.node.TestCluster;
import io.caxton.v1.Message;
import io.caxton.v1.NewMessage;
import io.caxton.v1.OpenConversationRequest;
import io.caxton.v1.OpenInbox;
import io.caxton.v1.Performative;
import io.caxton.v1.ReadHistoryRequest;
import io.caxton.v1.ReadOptions;
import io.caxton.v1.RegisterAgentRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Messages between agents through real servers, whose leaders die and whose disks are used. */
class ConversationsTest {
  private static final Duration WAIT = Duration.ofSeconds(20);

  @RegisterExtension final Clusters clusters = new Clusters();

  private TestCluster cluster;
  private CaxtonClient client;
  private AgentMessages alice;
  private AgentMessages bob;

  @BeforeEach
  void start() {
    // Contents go to the disk early, so that they are read from there.
    cluster = clusters.of(3).set("snapshot-log-bytes", 65_536).start();
    client = clusters.closing(cluster.client());
    alice = register("alice");
    bob = register("bob");
    alice.open(OpenConversationRequest.newBuilder().setConversationId("talk").build()).join();
  }

  private AgentMessages register(String id) {
    RegisterAgentRequest request =
        RegisterAgentRequest.newBuilder().setAgentId(id).setLeaseMillis(600_000).build();
    return client
        .conversations()
        .of(AgentEpoch.of(CaxtonException.join(client.agents().register(request))));
  }

  private static NewMessage to(String agent, String text) {
    return NewMessage.newBuilder()
        .setConversationId("talk")
        .setToAgent(agent)
        .setPerformative(Performative.PERFORMATIVE_INFORM)
        .setBody(ByteString.copyFromUtf8(text))
        .build();
  }

  private static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  @Test
  void shouldDeliverEachMessageOnceInOrderOverAChangeOfLeaders() {
    // given messages of which a part has been received and acked
    String text = "x".repeat(2_000);
    List<Long> received = new ArrayList<>();
    for (int i = 1; i <= 100; i++) {
      alice.send(to("bob", i + text)).join();
      if (i == 60) {
        takeAll(received, 40);
        cluster.awaitLeader().kill();
      }
    }

    // when the rest is received
    takeAll(received, 100);

    // then nothing came twice or out of order, and the history has it all
    assertThat(received).isEqualTo(upTo(100));
    assertThat(bob.receive(10, Duration.ofMillis(100)).join()).isEmpty();
    List<String> told = new CopyOnWriteArrayList<>();
    client
        .conversations()
        .history(
            ReadHistoryRequest.newBuilder().setConversationId("talk").build(),
            messages -> messages.forEach(m -> told.add(m.getBody().toStringUtf8())))
        .done()
        .join();
    assertThat(told).hasSize(100);
    for (int i = 1; i <= 100; i++) {
      assertThat(told.get(i - 1)).isEqualTo(i + text);
    }
  }

  private void takeAll(List<Long> received, int until) {
    while (received.size() < until) {
      List<Message> messages = bob.receive(7, WAIT).join();
      assertThat(messages).isNotEmpty();
      for (Message message : messages) {
        assertThat(message.getBody().toStringUtf8()).startsWith(message.getSeq() + "x");
        received.add(message.getSeq());
        bob.ack(AgentMessages.id(message)).join();
      }
    }
  }

  @Test
  void shouldAnswerAWaitingReceiveAsSoonAsAMessageCame() throws Exception {
    CompletableFuture<List<Message>> waiting = bob.receive(1, Duration.ofSeconds(60));
    Awaitility.await().pollDelay(Duration.ofMillis(300)).until(() -> true);
    assertThat(waiting).isNotDone();

    alice.send(to("bob", "at last")).join();

    List<Message> messages = waiting.get(10, TimeUnit.SECONDS);
    assertThat(messages.getFirst().getBody().toStringUtf8()).isEqualTo("at last");
    assertThat(messages.getFirst().getFromAgent()).isEqualTo("alice");
    assertThat(messages.getFirst().getDeliveryCount()).isEqualTo(1);
  }

  @Test
  void shouldPushNoMoreThanTheCreditAndAgainWhatWasNacked() {
    List<Message> pushed = new CopyOnWriteArrayList<>();
    CompletableFuture<CaxtonException> end = new CompletableFuture<>();
    MessageListener listener =
        new MessageListener() {
          @Override
          public void onMessages(List<Message> messages) {
            pushed.addAll(messages);
          }

          @Override
          public void onEnd(CaxtonException failure) {
            end.complete(failure);
          }
        };
    try (MessageStream stream = bob.stream(OpenInbox.newBuilder().setCredit(2).build(), listener)) {
      for (int i = 1; i <= 5; i++) {
        alice.send(to("bob", i + "x")).join();
      }
      Awaitility.await().until(() -> pushed.size() == 2);
      bob.nack(List.of(AgentMessages.id(pushed.get(1))), Duration.ZERO).join();
      stream.credit(10);
      Awaitility.await().until(() -> pushed.size() == 6);
    }
    assertThat(pushed.stream().map(Message::getSeq)).containsExactly(1L, 2L, 2L, 3L, 4L, 5L);
    assertThat(pushed.get(2).getDeliveryCount()).isEqualTo(2);
    assertThat(end).isNotDone();

    // when bob's next stream says that he holds only the first one, the others come again
    pushed.clear();
    OpenInbox open =
        OpenInbox.newBuilder()
            .setCredit(10)
            .addHeld(io.caxton.v1.MessageId.newBuilder().setConversationId("talk").setSeq(1))
            .build();
    try (MessageStream stream = bob.stream(open, listener)) {
      Awaitility.await().until(() -> pushed.size() == 4);
      stream.credit(1);
    }
    assertThat(pushed.stream().map(Message::getSeq)).containsExactly(2L, 3L, 4L, 5L);
  }

  @Test
  void shouldEndTheStreamOfAnOlderInstance() {
    CompletableFuture<CaxtonException> end = new CompletableFuture<>();
    bob.stream(
        OpenInbox.newBuilder().setCredit(5).build(),
        new MessageListener() {
          @Override
          public void onMessages(List<Message> messages) {}

          @Override
          public void onEnd(CaxtonException failure) {
            end.complete(failure);
          }
        });
    register("bob");

    assertThat(end).succeedsWithin(Clusters.PATIENCE);
    assertThat(end.join().reason()).isEqualTo(io.caxton.v1.ErrorReason.STALE_EPOCH);
  }

  @Test
  void shouldListWhatIsOwed() {
    NewMessage question =
        to("bob", "well?").toBuilder()
            .setPerformative(Performative.PERFORMATIVE_QUERY)
            .setReplyWith("q1")
            .build();
    alice.send(question).join();

    var owed = client.conversations().obligations("bob", ReadOptions.getDefaultInstance()).join();
    assertThat(owed.getOwesTotal()).isEqualTo(1);
    assertThat(owed.getOwes(0).getCreditor()).isEqualTo("alice");

    Message asked = bob.receive(1, WAIT).join().getFirst();
    bob.send(to("alice", "yes").toBuilder().setInReplyTo(asked.getReplyWith()).build()).join();
    owed = client.conversations().obligations("bob", ReadOptions.getDefaultInstance()).join();
    assertThat(owed.getOwesTotal()).isZero();
  }
}
