package io.caxton.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.caxton.client.fake.Fault;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Message;
import io.caxton.v1.MessageId;
import io.caxton.v1.NewMessage;
import io.caxton.v1.OpenInbox;
import io.caxton.v1.Sent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MessagesTest extends ClientTestBase {
  private static final class Inbox implements MessageListener {
    final List<Long> seqs = new CopyOnWriteArrayList<>();
    final CompletableFuture<CaxtonException> end = new CompletableFuture<>();

    @Override
    public void onMessages(List<Message> messages) {
      messages.forEach(message -> seqs.add(message.getSeq()));
    }

    @Override
    public void onEnd(CaxtonException failure) {
      end.complete(failure);
    }
  }

  private final AgentMessages messages = client().conversations().of(new AgentEpoch("a", 1));

  private static NewMessage to(String agent) {
    return NewMessage.newBuilder()
        .setConversationId("c")
        .setToAgent(agent)
        .setBody(ByteString.copyFromUtf8("hello"))
        .build();
  }

  @Test
  void shouldGiveEachOfManySendsItsOwnPlace() {
    List<CompletableFuture<Sent>> sends =
        IntStream.range(0, 500).mapToObj(i -> messages.send(to("b"))).toList();

    assertThat(sends.stream().map(send -> send.join().getSeq()).distinct()).hasSize(500);
    assertThat(cluster.state().executions()).isLessThan(100);
  }

  @Test
  void shouldSendOnceWhenTheAnswerWasLost() {
    cluster.node(0).faults(new Fault.ExecuteInSilence());

    assertThat(messages.send(to("b")).join().getSeq()).isEqualTo(1);
    assertThat(messages.send(to("b")).join().getSeq()).isEqualTo(2);
  }

  @Test
  void shouldFailOneSendWithoutTheOthersAndSayWhenToComeAgain() {
    CompletableFuture<Sent> first = messages.send(to("b"));
    CompletableFuture<Sent> refused = messages.send(to("full"));
    CompletableFuture<Sent> last = messages.send(to("b"));

    assertThat(failure(refused).reason()).isEqualTo(ErrorReason.INBOX_FULL);
    assertThat(failure(refused).retryDelay()).contains(Duration.ofMillis(250));
    assertThat(first.join().getSeq() + last.join().getSeq()).isEqualTo(3);
  }

  @Test
  void shouldTellAFirstAckFromASecond() {
    MessageId id = MessageId.newBuilder().setConversationId("c").setSeq(1).build();

    assertThat(messages.ack(id).join()).isTrue();
    assertThat(messages.ack(id).join()).isFalse();
  }

  @Test
  void shouldReceiveNoMoreThanItsCredit() {
    IntStream.range(0, 5).forEach(i -> messages.send(to("b")).join());
    Inbox inbox = new Inbox();

    try (MessageStream stream =
        messages.stream(OpenInbox.newBuilder().setCredit(2).build(), inbox)) {
      await().until(() -> inbox.seqs.size() == 2);
      stream.credit(2);
      await().until(() -> inbox.seqs.size() == 4);
    }
    assertThat(inbox.seqs).containsExactly(1L, 2L, 3L, 4L);
    assertThat(inbox.end).isNotDone();
  }

  @Test
  void shouldEndAStreamWhenAnotherNodeLeads() {
    messages.send(to("b")).join();
    Inbox inbox = new Inbox();
    messages.stream(OpenInbox.newBuilder().setCredit(1).build(), inbox);
    await().until(() -> inbox.seqs.size() == 1);

    cluster.lead(1);
    messages.send(to("b")).join();

    assertThat(inbox.end).succeedsWithin(Duration.ofSeconds(5));
  }
}
