package io.caxton.jepsen.workload;

import com.google.protobuf.ByteString;
import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.SequenceStream;
import io.caxton.v1.Message;
import io.caxton.v1.NewEvent;
import io.caxton.v1.NewMessage;
import io.caxton.v1.Performative;
import io.caxton.v1.ReadEventsRequest;
import io.caxton.v1.ReadHistoryRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Numbers as bodies of events and messages, and logs of them read as lists of place and number. */
final class Bodies {
  private static final long READ_SECONDS = 10;

  private Bodies() {}

  static ByteString of(long number) {
    return ByteString.copyFromUtf8(Long.toString(number));
  }

  static long number(ByteString body) {
    return Long.parseLong(body.toStringUtf8());
  }

  static NewEvent event(long number) {
    return NewEvent.newBuilder().setBody(of(number)).build();
  }

  static NewMessage message(String conversation, String toAgent, long number) {
    return NewMessage.newBuilder()
        .setConversationId(conversation)
        .setToAgent(toAgent)
        .setPerformative(Performative.PERFORMATIVE_INFORM)
        .setBody(of(number))
        .build();
  }

  static List<Object> entry(Message message) {
    return List.of(message.getSeq(), number(message.getBody()));
  }

  /**
   * @param fromSeq 0: the first kept
   */
  static List<Object> journal(CaxtonClient client, String agent, long fromSeq) {
    List<Object> entries = Collections.synchronizedList(new ArrayList<>());
    ReadEventsRequest request =
        ReadEventsRequest.newBuilder().setAgentId(agent).setFromSeq(fromSeq).build();
    try (SequenceStream stream =
        client
            .journals()
            .read(
                request,
                (events, last) ->
                    events.forEach(
                        event -> entries.add(List.of(event.getSeq(), number(event.getBody())))))) {
      await(stream);
    }
    return List.copyOf(entries);
  }

  static List<Object> history(CaxtonClient client, String conversation) {
    List<Object> entries = Collections.synchronizedList(new ArrayList<>());
    ReadHistoryRequest request =
        ReadHistoryRequest.newBuilder().setConversationId(conversation).build();
    try (SequenceStream stream =
        client
            .conversations()
            .history(
                request, messages -> messages.forEach(message -> entries.add(entry(message))))) {
      await(stream);
    }
    return List.copyOf(entries);
  }

  /** It takes as long as it makes progress; a reader of a history does not wait that long. */
  private static void await(SequenceStream stream) {
    try {
      CaxtonException.join(stream.done().orTimeout(READ_SECONDS, TimeUnit.SECONDS));
    } catch (CompletionException tooSlow) {
      throw new Caller.NoAnswer("not read: " + tooSlow.getCause(), true);
    }
  }
}
