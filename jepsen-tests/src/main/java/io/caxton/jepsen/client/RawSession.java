package io.caxton.jepsen.client;

import io.caxton.v1.Call;
import io.caxton.v1.OpenSessionRequest;
import io.caxton.v1.OpenSessionResponse;
import io.caxton.v1.SessionsGrpc;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** A session whose sequences the caller sees, so that the very same call can be sent again. */
public final class RawSession {
  private final long id;
  private final AtomicLong lastSequence = new AtomicLong();

  private RawSession(long id) {
    this.id = id;
  }

  /** Opened at the leader. */
  public static RawSession open(RawNode leader) {
    return new RawSession(
        leader
            .sessions()
            .openSession(OpenSessionRequest.newBuilder().setClientName("raw").build())
            .getSessionId());
  }

  /** Opened by whoever leads; empty if nobody answers in time. */
  public static Optional<RawSession> open(Stubborn cluster, Duration atMost) {
    OpenSessionRequest request = OpenSessionRequest.newBuilder().setClientName("raw").build();
    return cluster
        .send(new RawCall<>(SessionsGrpc.getOpenSessionMethod(), request), atMost)
        .answer()
        .response()
        .map(opened -> new RawSession(((OpenSessionResponse) opened).getSessionId()));
  }

  public long id() {
    return id;
  }

  /** The next sequence; every answer stays open, so that each can be asked for again. */
  public Call next() {
    return at(lastSequence.incrementAndGet());
  }

  public Call at(long sequence) {
    return Call.newBuilder().setSessionId(id).setSequence(sequence).setFirstOpen(1).build();
  }
}
