package io.caxton.client.fake;

import io.caxton.v1.Grant;
import io.caxton.v1.OpenGrants;
import io.caxton.v1.StreamGrantsRequest;
import io.caxton.v1.StreamGrantsResponse;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;

/** The grant streams of one node. */
public final class FakeGrants {
  private final FakeNode node;
  private final List<Stream> streams = new ArrayList<>();
  private boolean losing;

  FakeGrants(FakeNode node) {
    this.node = node;
  }

  /** Grants are made but never reach the agent. */
  public synchronized void loseGrants(boolean on) {
    losing = on;
  }

  public synchronized int open() {
    return streams.size();
  }

  synchronized StreamObserver<StreamGrantsRequest> open(StreamObserver<StreamGrantsResponse> out) {
    return new Stream(out);
  }

  synchronized void pump() {
    for (Stream stream : List.copyOf(streams)) {
      List<Grant> grants =
          node.cluster
              .state()
              .grant(
                  stream.open.getAgentId(),
                  stream.open.getEpoch(),
                  stream.credit,
                  stream.open.getLeaseMillis());
      stream.credit -= grants.size();
      if (!grants.isEmpty() && !losing) {
        stream.out.onNext(StreamGrantsResponse.newBuilder().addAllGrants(grants).build());
      }
    }
  }

  private final class Stream implements StreamObserver<StreamGrantsRequest> {
    private final StreamObserver<StreamGrantsResponse> out;
    private OpenGrants open;
    private int credit;

    Stream(StreamObserver<StreamGrantsResponse> out) {
      this.out = out;
    }

    @Override
    public void onNext(StreamGrantsRequest message) {
      synchronized (FakeGrants.this) {
        if (message.hasOpen()) {
          if (node.refuses(out)) {
            return;
          }
          open = message.getOpen();
          credit = open.getCredit();
          streams.add(this);
        } else {
          credit += message.getCredit();
        }
      }
      pump();
    }

    @Override
    public void onError(Throwable error) {
      synchronized (FakeGrants.this) {
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
