package io.caxton.server.grpc;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.caxton.server.error.RefusedException;
import io.caxton.v1.Detail;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Errors;
import io.caxton.v1.Refusal;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one class that speaks gRPC status: turns refusals into codes and google.rpc details. */
final class GrpcErrors {
  static final String DOMAIN = "caxton.v1";

  private static final Logger LOG = LoggerFactory.getLogger(GrpcErrors.class);

  private GrpcErrors() {}

  static StatusRuntimeException of(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return switch (cause) {
      case RefusedException refused -> toStatus(refused);
      case TimeoutException timeout ->
          toStatus(
              RefusedException.retryLater(
                  ErrorReason.NO_QUORUM, "not answered in time by this cluster", 100));
      default -> {
        LOG.error("a call failed by a fault of the server", cause);
        yield toStatus(
            RefusedException.of(
                ErrorReason.INTERNAL, "a fault in the server; its log has the details"));
      }
    };
  }

  private static StatusRuntimeException toStatus(RefusedException refused) {
    Refusal refusal = refused.refusal();
    com.google.rpc.Status.Builder status =
        com.google.rpc.Status.newBuilder()
            .setCode(grpcCode(refusal.getReason()))
            .setMessage(refusal.getMessage());
    ErrorInfo.Builder info =
        ErrorInfo.newBuilder().setReason(refusal.getReason().name()).setDomain(DOMAIN);
    for (Detail detail : refusal.getDetailsList()) {
      info.putMetadata(detail.getKey(), detail.getValue());
    }
    status.addDetails(Any.pack(info.build()));
    if (!refusal.getField().isEmpty()) {
      status.addDetails(Any.pack(badRequest(refusal)));
    }
    retryMillis(refused).ifPresent(millis -> status.addDetails(Any.pack(retryInfo(millis))));
    return StatusProto.toStatusRuntimeException(status.build());
  }

  /** Of a refusal by the state it is among the details. */
  private static OptionalLong retryMillis(RefusedException refused) {
    for (Detail detail : refused.refusal().getDetailsList()) {
      if (detail.getKey().equals("retry_millis")) {
        return OptionalLong.of(Long.parseLong(detail.getValue()));
      }
    }
    return refused.retryDelayMillis();
  }

  private static int grpcCode(ErrorReason reason) {
    return reason.getValueDescriptor().getOptions().getExtension(Errors.rule).getGrpcCode();
  }

  private static BadRequest badRequest(Refusal refusal) {
    return BadRequest.newBuilder()
        .addFieldViolations(
            BadRequest.FieldViolation.newBuilder()
                .setField(refusal.getField())
                .setDescription(refusal.getMessage()))
        .build();
  }

  private static RetryInfo retryInfo(long millis) {
    return RetryInfo.newBuilder()
        .setRetryDelay(
            Duration.newBuilder()
                .setSeconds(millis / 1_000)
                .setNanos((int) (millis % 1_000) * 1_000_000))
        .build();
  }
}
