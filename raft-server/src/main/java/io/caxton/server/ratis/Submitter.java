package io.caxton.server.ratis;

import io.caxton.server.consensus.NotAppendedException;
import io.caxton.server.consensus.Proposal;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientAsynchronousProtocol;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;

/**
 * Gives proposals to the division of this very process. Not through {@code
 * RaftServer.submitClientRequestAsync}: that hops threads and blocks the caller, at a fifth of the
 * throughput.
 */
final class Submitter {
  private final RaftClientAsynchronousProtocol division;
  private final RaftPeerId self;
  private final RaftGroupId group;

  /** New for each start: Ratis answers a repeated (client, call) with the old reply. */
  private final ClientId client = ClientId.randomId();

  private final AtomicLong calls = new AtomicLong();

  Submitter(RaftServer.Division division) {
    this.division = (RaftClientAsynchronousProtocol) division;
    this.self = division.getId();
    this.group = division.getMemberId().getGroupId();
  }

  ClientId client() {
    return client;
  }

  long nextCall() {
    return calls.incrementAndGet();
  }

  CompletableFuture<Void> submit(Proposal proposal) {
    Submission submission = new Submission(proposal);
    if (submission.size() > RatisProperties.RECORD_BYTES_MAX) {
      return CompletableFuture.failedFuture(
          new NotAppendedException(
              NotAppendedException.Reason.TOO_LARGE,
              "a record of "
                  + submission.size()
                  + " bytes is above the "
                  + RatisProperties.RECORD_BYTES_MAX
                  + " the log takes"));
    }
    RaftClientRequest request =
        RaftClientRequest.newBuilder()
            .setClientId(client)
            .setServerId(self)
            .setGroupId(group)
            .setCallId(nextCall())
            .setMessage(submission)
            .setType(RaftClientRequest.writeRequestType())
            .build();
    CompletableFuture<RaftClientReply> reply;
    try {
      reply = division.submitClientRequestAsync(request);
    } catch (IOException | RuntimeException e) {
      return CompletableFuture.failedFuture(Failures.of(submission, e));
    }
    CompletableFuture<Void> outcome = new CompletableFuture<>();
    reply.whenComplete((answer, thrown) -> complete(outcome, submission, answer, thrown));
    return outcome;
  }

  /** Ratis fails in three ways: it throws, the future fails, or the reply carries an exception. */
  private static void complete(
      CompletableFuture<Void> outcome,
      Submission submission,
      RaftClientReply answer,
      Throwable thrown) {
    if (thrown != null) {
      outcome.completeExceptionally(Failures.of(submission, thrown));
    } else if (answer.getException() != null) {
      outcome.completeExceptionally(Failures.of(submission, answer.getException()));
    } else {
      outcome.complete(null);
    }
  }
}
