package io.caxton.client.fake;

import com.google.protobuf.Any;
import com.google.protobuf.util.Durations;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Errors;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Map;

/** Errors as a Caxton server sends them. */
public final class FakeErrors {
  private FakeErrors() {}

  public static StatusRuntimeException of(ErrorReason reason) {
    return of(reason, Map.of());
  }

  public static StatusRuntimeException of(ErrorReason reason, Map<String, String> metadata) {
    return StatusProto.toStatusRuntimeException(status(reason, metadata).build());
  }

  public static StatusRuntimeException retryAfter(ErrorReason reason, int millis) {
    return StatusProto.toStatusRuntimeException(
        status(reason, Map.of())
            .addDetails(
                Any.pack(
                    RetryInfo.newBuilder().setRetryDelay(Durations.fromMillis(millis)).build()))
            .build());
  }

  public static StatusRuntimeException badField(String field) {
    return badField(ErrorReason.INVALID_ARGUMENT, field);
  }

  public static StatusRuntimeException badField(ErrorReason reason, String field) {
    return StatusProto.toStatusRuntimeException(
        status(reason, Map.of())
            .addDetails(
                Any.pack(
                    BadRequest.newBuilder()
                        .addFieldViolations(
                            BadRequest.FieldViolation.newBuilder()
                                .setField(field)
                                .setDescription("is bad"))
                        .build()))
            .build());
  }

  private static Status.Builder status(ErrorReason reason, Map<String, String> metadata) {
    int code = reason.getValueDescriptor().getOptions().getExtension(Errors.rule).getGrpcCode();
    return Status.newBuilder()
        .setCode(code)
        .setMessage("fake " + reason)
        .addDetails(
            Any.pack(
                ErrorInfo.newBuilder()
                    .setDomain("caxton.v1")
                    .setReason(reason.name())
                    .putAllMetadata(metadata)
                    .build()));
  }
}
