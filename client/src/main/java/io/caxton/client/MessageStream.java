package io.caxton.client;

import io.caxton.v1.ConversationsGrpc;
import io.caxton.v1.OpenInbox;
import io.caxton.v1.StreamMessagesRequest;
import io.caxton.v1.StreamMessagesResponse;

/** An open stream of messages; credit says how many more the agent will take. */
public final class MessageStream implements AutoCloseable {
  private final CreditStream<StreamMessagesRequest, StreamMessagesResponse> stream;

  MessageStream(Core core, OpenInbox open, MessageListener listener) {
    stream =
        new CreditStream<>(
            core,
            ConversationsGrpc.getStreamMessagesMethod(),
            StreamMessagesRequest.newBuilder().setOpen(open).build(),
            response -> listener.onMessages(response.getMessagesList()),
            listener::onEnd);
  }

  /** Takes so many more messages. */
  public void credit(int messages) {
    stream.send(StreamMessagesRequest.newBuilder().setCredit(messages).build());
  }

  /** Ends the stream; the listener hears nothing more. Messages under way are delivered again. */
  @Override
  public void close() {
    stream.close();
  }
}
