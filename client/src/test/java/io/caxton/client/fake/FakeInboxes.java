package io.caxton.client.fake;

import io.caxton.v1.Message;
import io.caxton.v1.MessageId;
import io.caxton.v1.OpenInbox;
import io.caxton.v1.StreamMessagesRequest;
import io.caxton.v1.StreamMessagesResponse;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The message streams of one node: each gets what is not acked and not held, as credit allows. */
public final class FakeInboxes {
  private final FakeNode node;
  private final List<Stream> streams = new ArrayList<>();
  private final Map<Long, Integer> deliveries = new HashMap<>();

  FakeInboxes(FakeNode node) {
    this.node = node;
  }

  synchronized StreamObserver<StreamMessagesRequest> open(
      StreamObserver<StreamMessagesResponse> out) {
    return new Stream(out);
  }

  public synchronized int open() {
    return streams.size();
  }

  /** Messages were sent. */
  synchronized void pump() {
    streams.forEach(Stream::deliver);
  }

  /** Given back: they come again at once. */
  synchronized void nacked(List<MessageId> ids) {
    for (Stream stream : streams) {
      ids.forEach(id -> stream.delivered.remove(id.getSeq()));
      stream.deliver();
    }
  }

  private final class Stream implements StreamObserver<StreamMessagesRequest> {
    private final StreamObserver<StreamMessagesResponse> out;
    private final Set<Long> delivered = new HashSet<>();
    private int credit;

    Stream(StreamObserver<StreamMessagesResponse> out) {
      this.out = out;
    }

    @Override
    public void onNext(StreamMessagesRequest message) {
      synchronized (FakeInboxes.this) {
        if (message.hasOpen()) {
          if (node.refuses(out)) {
            return;
          }
          OpenInbox open = message.getOpen();
          open.getHeldList().forEach(id -> delivered.add(id.getSeq()));
          credit = open.getCredit();
          streams.add(this);
        } else {
          credit += message.getCredit();
        }
        deliver();
      }
    }

    private void deliver() {
      FakeState state = node.cluster.state();
      List<Message> batch = new ArrayList<>();
      for (Message message : state.messages) {
        if (credit > 0
            && !state.acked.contains(message.getSeq())
            && delivered.add(message.getSeq())) {
          credit--;
          int count = deliveries.merge(message.getSeq(), 1, Integer::sum);
          batch.add(message.toBuilder().setDeliveryCount(count).build());
        }
      }
      if (!batch.isEmpty()) {
        out.onNext(StreamMessagesResponse.newBuilder().addAllMessages(batch).build());
      }
    }

    @Override
    public void onError(Throwable error) {
      synchronized (FakeInboxes.this) {
        streams.remove(this);
      }
    }

    @Override
    public void onCompleted() {
      onError(null);
      out.onCompleted();
    }
  }
}
