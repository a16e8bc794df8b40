package io.caxton.server.peer;

import io.caxton.server.read.TermProbe;
import io.caxton.v1.GetTermRequest;
import io.caxton.v1.GetTermResponse;
import io.caxton.v1.NodeAddress;
import io.caxton.v1.NodeGrpc;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the voters over gRPC; see {@link TermProbe}. */
public final class GrpcTermProbe implements TermProbe {
  private static final Logger LOG = LoggerFactory.getLogger(GrpcTermProbe.class);
  private static final long TIMEOUT_MILLIS = 500;

  private final PeerChannels channels;
  private final PeerClocks clocks;
  private final GetTermRequest request;

  public GrpcTermProbe(PeerChannels channels, PeerClocks clocks, String clusterId) {
    this.channels = channels;
    this.clocks = clocks;
    this.request = GetTermRequest.newBuilder().setClusterId(clusterId).build();
  }

  @Override
  public CompletableFuture<Answer> confirm(long term, List<NodeAddress> others) {
    Round round = new Round(term, others.size());
    for (NodeAddress other : others) {
      ask(other, round);
    }
    return round.answer;
  }

  private void ask(NodeAddress other, Round round) {
    try {
      NodeGrpc.newStub(channels.to(other.getClientAddress()))
          .withDeadlineAfter(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
          .getTerm(request, new Vote(round, other));
    } catch (RuntimeException e) {
      // An address that no channel can be made for must not stop the reads of the others.
      LOG.warn("could not ask {} for its term: {}", other.getNodeId(), e.toString());
      round.count(false, 0);
    }
  }

  /** Counts until it is decided. */
  private static final class Round {
    final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private final long term;
    private final int needed;
    private final int asked;
    private int confirmed;
    private int answered;

    Round(long term, int others) {
      this.term = term;
      // This node counts itself, so half of the voters, rounded down, make a majority with it.
      this.needed = (others + 1) / 2;
      this.asked = others;
    }

    synchronized void count(boolean voter, long peerTerm) {
      answered++;
      if (peerTerm > term) {
        answer.complete(Answer.SUPERSEDED);
      } else if (voter && peerTerm == term && ++confirmed >= needed) {
        answer.complete(Answer.CONFIRMED);
      } else if (answered == asked) {
        answer.complete(Answer.UNDECIDED);
      }
    }
  }

  private final class Vote implements StreamObserver<GetTermResponse> {
    private final Round round;
    private final NodeAddress peer;

    Vote(Round round, NodeAddress peer) {
      this.round = round;
      this.peer = peer;
    }

    @Override
    public void onNext(GetTermResponse response) {
      clocks.heard(peer.getNodeId(), response.getWallMillis());
      boolean itself = response.getNodeId().equals(peer.getNodeId());
      round.count(itself && response.getVoter(), response.getTerm());
    }

    @Override
    public void onError(Throwable cause) {
      channels.redial(peer.getClientAddress());
      round.count(false, 0);
    }

    @Override
    public void onCompleted() {}
  }
}
