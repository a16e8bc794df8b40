package io.caxton.jepsen.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Errors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Map;

/**
 * A refused call as it came over the wire.
 *
 * @param reason UNSPECIFIED if the status carries none
 * @param field the first field to blame; empty if none is
 * @param sent false if the request surely never left
 */
public record RawError(
    Status.Code code,
    ErrorReason reason,
    String field,
    String message,
    Map<String, String> facts,
    boolean sent) {

  public static RawError of(StatusRuntimeException thrown) {
    return of(thrown, true);
  }

  static RawError of(StatusRuntimeException thrown, boolean sent) {
    ErrorReason reason = ErrorReason.ERROR_REASON_UNSPECIFIED;
    String field = "";
    Map<String, String> facts = Map.of();
    com.google.rpc.Status status = StatusProto.fromThrowable(thrown);
    try {
      for (Any detail : status == null ? java.util.List.<Any>of() : status.getDetailsList()) {
        if (detail.is(ErrorInfo.class)) {
          ErrorInfo info = detail.unpack(ErrorInfo.class);
          reason = ErrorReason.valueOf(info.getReason());
          facts = info.getMetadataMap();
        } else if (detail.is(BadRequest.class)) {
          field = detail.unpack(BadRequest.class).getFieldViolations(0).getField();
        }
      }
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new IllegalStateException("not our error: " + thrown, e);
    }
    return new RawError(
        thrown.getStatus().getCode(),
        reason,
        field,
        String.valueOf(thrown.getStatus().getDescription()),
        facts,
        sent);
  }

  /** This try had no effect and will have none. */
  public boolean definite() {
    return reason == ErrorReason.ERROR_REASON_UNSPECIFIED
        ? !sent
        : reason.getValueDescriptor().getOptions().getExtension(Errors.rule).getDefinite();
  }
}
