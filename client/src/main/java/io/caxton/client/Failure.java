package io.caxton.client;

import io.caxton.v1.Detail;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Refusal;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Why one try of a call, or one item of it, did not succeed.
 *
 * @param definite this try had no effect and will have none; says nothing of earlier tries
 * @param retryMillis what the server asks to wait, 0 if it said nothing
 */
record Failure(
    Cause cause,
    ErrorReason reason,
    boolean definite,
    String message,
    int retryMillis,
    List<FieldViolation> violations,
    Map<String, String> details)
    implements Serializable {

  enum Cause {
    /** A server (or this library, in its place) said no, with a reason. */
    REFUSED,
    /** No connection, or the connection broke. */
    CONNECTION,
    /** No answer within the try's deadline. */
    TIMEOUT,
    /** The server failed without saying why. */
    FAULT,
    /** The two sides do not understand each other; trying again would not help. */
    PROTOCOL
  }

  Failure {
    violations = List.copyOf(violations);
    details = Map.copyOf(details);
  }

  static Failure of(Cause cause, boolean definite, String message) {
    return new Failure(
        cause, ErrorReason.ERROR_REASON_UNSPECIFIED, definite, message, 0, List.of(), Map.of());
  }

  static Failure refused(ErrorReason reason, String message) {
    return new Failure(
        Cause.REFUSED, reason, Reasons.definite(reason), message, 0, List.of(), Map.of());
  }

  static Failure refused(ErrorReason reason, String field, String message) {
    return new Failure(
        Cause.REFUSED,
        reason,
        Reasons.definite(reason),
        message,
        0,
        List.of(new FieldViolation(field, message)),
        Map.of());
  }

  /** Of one item of a plural call. */
  static Failure of(Refusal refusal) {
    Map<String, String> details = new LinkedHashMap<>();
    for (Detail detail : refusal.getDetailsList()) {
      details.put(detail.getKey(), detail.getValue());
    }
    return new Failure(
        Cause.REFUSED,
        refusal.getReason(),
        Reasons.definite(refusal.getReason()),
        refusal.getMessage(),
        retryMillis(details),
        refusal.getField().isEmpty()
            ? List.of()
            : List.of(new FieldViolation(refusal.getField(), refusal.getMessage())),
        details);
  }

  /** Where waiting helps, the state says for how long. */
  private static int retryMillis(Map<String, String> details) {
    try {
      return Math.clamp(Long.parseLong(details.getOrDefault("retry_millis", "0")), 0, 60_000);
    } catch (NumberFormatException notANumber) {
      return 0;
    }
  }

  static CaxtonException exception(Refusal refusal) {
    Failure failure = of(refusal);
    return failure.definite ? new DefiniteFailure(failure) : new OutcomeUnknown(failure);
  }

  Failure withMessage(String text) {
    return new Failure(cause, reason, definite, text, retryMillis, violations, details);
  }

  String text() {
    return reason == ErrorReason.ERROR_REASON_UNSPECIFIED ? message : reason + ": " + message;
  }
}
