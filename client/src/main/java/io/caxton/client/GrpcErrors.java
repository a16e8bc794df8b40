package io.caxton.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.Durations;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.caxton.client.Failure.Cause;
import io.caxton.v1.ErrorReason;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The one class that speaks gRPC Status: turns what gRPC throws into a {@link Failure}. */
final class GrpcErrors {
  static final String DOMAIN = "caxton.v1";

  private GrpcErrors() {}

  /**
   * @param sent whether the request may have left this process; if not, the failure is definite
   */
  static Failure failure(Throwable error, boolean sent) {
    Status status = Status.fromThrowable(error);
    com.google.rpc.Status details = StatusProto.fromThrowable(error);
    if (details == null) {
      return bare(status, sent);
    }
    try {
      return detailed(details, status, sent);
    } catch (InvalidProtocolBufferException garbled) {
      return bare(status, sent);
    }
  }

  private static Failure detailed(com.google.rpc.Status details, Status status, boolean sent)
      throws InvalidProtocolBufferException {
    ErrorInfo info = null;
    int retryMillis = 0;
    List<FieldViolation> violations = new ArrayList<>();
    for (Any any : details.getDetailsList()) {
      if (any.is(ErrorInfo.class)) {
        info = any.unpack(ErrorInfo.class);
      } else if (any.is(RetryInfo.class)) {
        long millis = Durations.toMillis(any.unpack(RetryInfo.class).getRetryDelay());
        retryMillis = (int) Math.clamp(millis, 0L, 60_000L);
      } else if (any.is(BadRequest.class)) {
        for (BadRequest.FieldViolation field :
            any.unpack(BadRequest.class).getFieldViolationsList()) {
          violations.add(new FieldViolation(field.getField(), field.getDescription()));
        }
      }
    }
    if (info == null || !info.getDomain().equals(DOMAIN)) {
      return bare(status, sent);
    }
    ErrorReason reason = reason(info.getReason());
    if (reason == ErrorReason.ERROR_REASON_UNSPECIFIED) {
      return bare(status, sent).withMessage(info.getReason() + ": " + status.getDescription());
    }
    return new Failure(
        Cause.REFUSED,
        reason,
        Reasons.definite(reason),
        details.getMessage(),
        retryMillis,
        violations,
        info.getMetadataMap());
  }

  private static ErrorReason reason(String name) {
    try {
      return ErrorReason.valueOf(name);
    } catch (IllegalArgumentException ofNewerServer) {
      return ErrorReason.ERROR_REASON_UNSPECIFIED;
    }
  }

  /** What gRPC itself says, or something between us and the server. */
  private static Failure bare(Status status, boolean sent) {
    String message =
        status.getCode() + (status.getDescription() == null ? "" : ": " + status.getDescription());
    if (status.getCause() != null && status.getCause().getMessage() != null) {
      message += " (" + status.getCause().getMessage() + ")";
    }
    return switch (status.getCode()) {
      // CANCELLED too: whoever cancels on our own side does not wait for the answer.
      case UNAVAILABLE, CANCELLED -> Failure.of(Cause.CONNECTION, !sent, message);
      case DEADLINE_EXCEEDED -> Failure.of(Cause.TIMEOUT, !sent, message);
      case INTERNAL, UNKNOWN, ABORTED -> Failure.of(Cause.FAULT, !sent, message);
      case UNIMPLEMENTED ->
          new Failure(
              Cause.REFUSED, ErrorReason.UNSUPPORTED, true, message, 0, List.of(), Map.of());
      case UNAUTHENTICATED, PERMISSION_DENIED -> Failure.of(Cause.PROTOCOL, true, message);
      default -> Failure.of(Cause.PROTOCOL, !sent, message);
    };
  }
}
