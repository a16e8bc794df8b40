package io.caxton.server.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import io.caxton.server.error.RefusedException;
import io.caxton.state.Result;
import io.caxton.state.body.BodyReader;
import io.caxton.state.body.DamagedBodyException;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Message;
import io.caxton.v1.ReceiveMessagesResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Completes delivered messages, of which the outcome holds no more than the names, with their
 * content. That may come from the disk, so it is read on a thread that may wait.
 */
final class Deliveries {
  private final Supplier<BodyReader> bodies;
  private final Executor blocking;

  Deliveries(Supplier<BodyReader> bodies, Executor blocking) {
    this.bodies = bodies;
    this.blocking = blocking;
  }

  CompletableFuture<ReceiveMessagesResponse> complete(Result result, String receiver) {
    ReceiveMessagesResponse stored = result.reply().getReceiveMessages();
    if (stored.getMessagesCount() == 0) {
      return CompletableFuture.completedFuture(stored);
    }
    return CompletableFuture.supplyAsync(
        () -> complete(stored, result.deliveredStreams(), receiver), blocking);
  }

  private ReceiveMessagesResponse complete(
      ReceiveMessagesResponse stored, List<Long> streams, String receiver) {
    ReceiveMessagesResponse.Builder response =
        ReceiveMessagesResponse.newBuilder().setApplied(stored.getApplied());
    BodyReader reader = bodies.get();
    for (int i = 0; i < stored.getMessagesCount(); i++) {
      // 0 in a replayed answer: the message is not the agent's any more.
      if (streams.get(i) != 0) {
        response.addMessages(complete(reader, stored.getMessages(i), streams.get(i), receiver));
      }
    }
    return response.build();
  }

  private static Message complete(
      BodyReader reader, Message stored, long streamId, String receiver) {
    try {
      byte[] content =
          reader
              .get(streamId, stored.getSeq())
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "the content of a delivered message is not there: stream "
                              + streamId
                              + ", seq "
                              + stored.getSeq()));
      return Message.parseFrom(content).toBuilder()
          .setToAgent(receiver)
          .setDeliveryCount(stored.getDeliveryCount())
          .build();
    } catch (DamagedBodyException e) {
      throw damaged(e);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a stored message cannot be read", e);
    }
  }

  /** Other nodes have it whole; this one has to be mended. */
  static RefusedException damaged(DamagedBodyException e) {
    return RefusedException.retryLater(
        ErrorReason.NOT_READY, "damaged on this node's disk, ask another one: " + e, 1_000);
  }
}
