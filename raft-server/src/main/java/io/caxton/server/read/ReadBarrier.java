package io.caxton.server.read;

import io.caxton.server.consensus.Consensus;
import io.caxton.server.consensus.ConsensusStatus;
import io.caxton.server.engine.Views;
import io.caxton.server.error.RefusedException;
import io.caxton.server.propose.Priority;
import io.caxton.server.propose.Proposer;
import io.caxton.state.State;
import io.caxton.v1.Command;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.NoOp;
import io.caxton.v1.NodeAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Linearizable reads, proven and not believed. After a read arrived, the voters are asked for their
 * current term; if a majority, this node included, is still in the term in which this node leads,
 * then no other leader can have acknowledged anything before the read arrived, and the state at the
 * commit index taken then is current. Reads that wait together share one round. While the
 * membership changes, or if a round does not end, one no-op goes through the log instead.
 *
 * <p>The proof needs votes that survive power loss, and a term that rises in memory before a vote
 * is given. Thread-safe; answers complete on a reply thread.
 */
public final class ReadBarrier {
  private final Consensus consensus;
  private final Views views;
  private final Proposer proposer;
  private final TermProbe probe;
  private final Executor replies;
  private final String selfId;

  // Guarded by this.
  private List<CompletableFuture<State>> waiting = new ArrayList<>();
  private boolean roundUnderWay;

  public ReadBarrier(
      Consensus consensus,
      Views views,
      Proposer proposer,
      TermProbe probe,
      Executor replies,
      String selfId) {
    this.consensus = consensus;
    this.views = views;
    this.proposer = proposer;
    this.probe = probe;
    this.replies = replies;
    this.selfId = selfId;
  }

  /** The state with everything that was acknowledged before this call. */
  public CompletableFuture<State> current() {
    CompletableFuture<State> read = new CompletableFuture<>();
    List<CompletableFuture<State>> round = null;
    synchronized (this) {
      waiting.add(read);
      if (!roundUnderWay) {
        roundUnderWay = true;
        round = takeWaiting();
      }
    }
    if (round != null) {
      begin(round);
    }
    return read;
  }

  private List<CompletableFuture<State>> takeWaiting() {
    List<CompletableFuture<State>> round = waiting;
    waiting = new ArrayList<>();
    return round;
  }

  private void begin(List<CompletableFuture<State>> round) {
    try {
      ask(round);
    } catch (RuntimeException e) {
      // A round that never ended would hold up every later read.
      end(round, CompletableFuture.failedFuture(e));
    }
  }

  private void ask(List<CompletableFuture<State>> round) {
    ConsensusStatus status = consensus.status();
    if (!status.leaderReady()) {
      end(round, CompletableFuture.failedFuture(notLeader(status)));
      return;
    }
    long commitIndex = status.commitIndex();
    List<NodeAddress> others = otherVoters(status);
    if (!status.membershipStable()) {
      end(round, throughTheLog());
    } else if (others.isEmpty()) {
      end(round, views.atIndex(commitIndex));
    } else {
      probe
          .confirm(status.term(), others)
          .whenComplete(
              (confirmed, failure) ->
                  replies.execute(() -> decide(round, status, commitIndex, confirmed, failure)));
    }
  }

  private void decide(
      List<CompletableFuture<State>> round,
      ConsensusStatus status,
      long commitIndex,
      TermProbe.Answer answer,
      Throwable failure) {
    if (failure == null && answer == TermProbe.Answer.CONFIRMED && stillLeads(status)) {
      end(round, views.atIndex(commitIndex));
    } else if (failure == null && answer == TermProbe.Answer.SUPERSEDED) {
      end(round, CompletableFuture.failedFuture(notLeader(consensus.status())));
    } else {
      end(round, throughTheLog());
    }
  }

  /** And among the same voters: a majority of others could have elected somebody else. */
  private boolean stillLeads(ConsensusStatus then) {
    ConsensusStatus now = consensus.status();
    return now.leaderReady()
        && now.term() == then.term()
        && now.membershipStable()
        && now.members().equals(then.members());
  }

  /** Lets the next round begin, then answers this one. */
  private void end(List<CompletableFuture<State>> round, CompletableFuture<State> state) {
    List<CompletableFuture<State>> next = null;
    synchronized (this) {
      if (waiting.isEmpty()) {
        roundUnderWay = false;
      } else {
        next = takeWaiting();
      }
    }
    if (next != null) {
      List<CompletableFuture<State>> nextRound = next;
      replies.execute(() -> begin(nextRound));
    }
    state.whenComplete(
        (view, failure) -> {
          for (CompletableFuture<State> read : round) {
            if (failure == null) {
              read.complete(view);
            } else {
              read.completeExceptionally(failure);
            }
          }
        });
  }

  private CompletableFuture<State> throughTheLog() {
    Command noOp = Command.newBuilder().setNoOp(NoOp.getDefaultInstance()).build();
    return proposer
        .propose(noOp, Priority.ORDINARY)
        .handle(
            (result, failure) ->
                failure == null
                    ? views.atPosition(result.position())
                    : CompletableFuture.<State>failedFuture(
                        RefusedException.retryLater(
                            ErrorReason.NO_QUORUM,
                            "this node could not prove that it still leads",
                            50)))
        .thenCompose(state -> state);
  }

  private List<NodeAddress> otherVoters(ConsensusStatus status) {
    List<NodeAddress> others = new ArrayList<>();
    for (NodeAddress member : status.members()) {
      if (!member.getListener() && !member.getNodeId().equals(selfId)) {
        others.add(member);
      }
    }
    return others;
  }

  private RuntimeException notLeader(ConsensusStatus status) {
    Optional<String> leader = status.leaderId().filter(id -> !id.equals(selfId));
    Optional<String> address =
        leader.flatMap(
            id ->
                status.members().stream()
                    .filter(member -> member.getNodeId().equals(id))
                    .map(NodeAddress::getClientAddress)
                    .findFirst());
    return RefusedException.notLeader(leader, address);
  }
}
