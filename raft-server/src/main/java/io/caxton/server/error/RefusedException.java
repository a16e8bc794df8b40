package io.caxton.server.error;

import io.caxton.v1.Detail;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Refusal;
import java.util.Optional;
import java.util.OptionalLong;

/** A call is not answered with a result; whether that is definite follows from the reason. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN_MAX = 64;

  private final transient Refusal refusal;
  private final transient OptionalLong retryDelayMillis;

  private RefusedException(Refusal refusal, OptionalLong retryDelayMillis) {
    super(refusal.getMessage(), null, false, false);
    this.refusal = refusal;
    this.retryDelayMillis = retryDelayMillis;
  }

  public static RefusedException of(Refusal refusal) {
    return new RefusedException(refusal, OptionalLong.empty());
  }

  public static RefusedException of(ErrorReason reason, String message) {
    return of(Refusal.newBuilder().setReason(reason).setMessage(message).build());
  }

  public static void throwIf(Optional<Refusal> refusal) {
    if (refusal.isPresent()) {
      throw of(refusal.get());
    }
  }

  public static RefusedException invalid(String field, String message) {
    return of(
        Refusal.newBuilder()
            .setReason(ErrorReason.INVALID_ARGUMENT)
            .setField(field)
            .setMessage(field + ": " + message)
            .build());
  }

  public static RefusedException notFound(String noun, String id) {
    return of(ErrorReason.NOT_FOUND, noun + " " + shown(id) + " is not known");
  }

  /**
   * Reads do not bound ids, but a message that is too long breaks the HTTP/2 headers it goes in.
   */
  private static String shown(String id) {
    return id.length() <= SHOWN_MAX
        ? '"' + id + '"'
        : '"' + id.substring(0, SHOWN_MAX) + "\"… (" + id.length() + " characters)";
  }

  public static RefusedException retryLater(
      ErrorReason reason, String message, long retryDelayMillis) {
    return new RefusedException(
        Refusal.newBuilder().setReason(reason).setMessage(message).build(),
        OptionalLong.of(retryDelayMillis));
  }

  public static RefusedException notLeader(Optional<String> leaderId, Optional<String> address) {
    Refusal.Builder refusal =
        Refusal.newBuilder()
            .setReason(ErrorReason.NOT_LEADER)
            .setMessage(
                leaderId
                    .map(id -> "this node does not lead; " + id + " does")
                    .orElse("this node does not lead and knows no leader at the moment"));
    address.ifPresent(a -> refusal.addDetails(detail("leader_address", a)));
    leaderId.ifPresent(id -> refusal.addDetails(detail("leader_id", id)));
    return new RefusedException(
        refusal.build(), leaderId.isPresent() ? OptionalLong.empty() : OptionalLong.of(20));
  }

  private static Detail detail(String key, String value) {
    return Detail.newBuilder().setKey(key).setValue(value).build();
  }

  public Refusal refusal() {
    return refusal;
  }

  /** How long to wait before the next try, where there is a guess. */
  public OptionalLong retryDelayMillis() {
    return retryDelayMillis;
  }
}
