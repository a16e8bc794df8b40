package io.caxton.state.session;

import io.caxton.state.Refusals;
import io.caxton.state.core.Core;
import io.caxton.state.core.SessionState;
import io.caxton.v1.Call;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Outcome;
import io.caxton.v1.Refusal;
import io.caxton.v1.Reply;
import java.util.Locale;

/**
 * Lets a call through once. What it refuses itself is not executed, leaves no outcome and changes
 * nothing but the session's last use.
 */
public final class DedupGate {
  /** How far a sequence may be above the lowest open one. */
  public static final int SEQUENCES_MAX = 65_536;

  private final Core core;

  public DedupGate(Core core) {
    this.core = core;
  }

  /** What to do with a call. */
  public sealed interface Verdict {}

  /** Execute it, then {@link #store} its reply. */
  public record Execute(SessionState session) implements Verdict {}

  /** It was executed before and answered so. */
  public record Replay(Reply reply) implements Verdict {}

  /** It must not be executed. */
  public record Refuse(Refusal refusal) implements Verdict {}

  public Verdict check(Call call, long fingerprint) {
    SessionState session = core.sessions().get(call.getSessionId());
    if (session == null) {
      return new Refuse(sessionExpired(call.getSessionId()));
    }
    core.sessions().use(session, core.progress().tick());

    long sequence = call.getSequence();
    long firstOpen = Math.max(session.firstOpen(), call.getFirstOpen());
    if (sequence < firstOpen) {
      return new Refuse(tooOld(sequence, firstOpen));
    }
    if (sequence - firstOpen > SEQUENCES_MAX) {
      return new Refuse(tooFar(sequence, firstOpen));
    }
    core.sessions().raiseFirstOpen(session, firstOpen);

    Outcome outcome = core.sessions().outcome(session, sequence);
    if (outcome != null) {
      return outcome.getFingerprint() == fingerprint
          ? new Replay(outcome.getReply())
          : new Refuse(mismatch(sequence));
    }
    int outcomesMax = core.limits().outcomesPerSessionMax();
    if (session.outcomes() >= outcomesMax) {
      return new Refuse(Refusals.limit("outcomes of a session", outcomesMax));
    }
    return new Execute(session);
  }

  /** Keeps the reply of an executed call for its repeats. */
  public void store(SessionState session, long sequence, long fingerprint, Reply reply) {
    core.sessions()
        .store(
            session,
            sequence,
            Outcome.newBuilder().setFingerprint(fingerprint).setReply(reply).build());
  }

  static Refusal sessionExpired(long sessionId) {
    return Refusals.of(
        ErrorReason.SESSION_EXPIRED,
        "session " + sessionId + " is unknown: expired, closed or never opened",
        "session_id",
        Long.toUnsignedString(sessionId));
  }

  private static Refusal tooOld(long sequence, long firstOpen) {
    return Refusals.of(
        ErrorReason.SEQUENCE_TOO_OLD,
        "sequence " + sequence + " is below first_open " + firstOpen,
        "first_open",
        Long.toString(firstOpen));
  }

  private static Refusal tooFar(long sequence, long firstOpen) {
    return Refusals.of(
            ErrorReason.INVALID_ARGUMENT,
            String.format(
                Locale.ROOT,
                "call.sequence is %d; at most %d, which is %d above first_open",
                sequence,
                firstOpen + SEQUENCES_MAX,
                SEQUENCES_MAX))
        .toBuilder()
        .setField("call.sequence")
        .build();
  }

  private static Refusal mismatch(long sequence) {
    return Refusals.of(
        ErrorReason.IDEMPOTENCY_MISMATCH, "sequence " + sequence + " was used for another request");
  }
}
