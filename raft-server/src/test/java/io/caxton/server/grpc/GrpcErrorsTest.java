package io.caxton.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.RetryInfo;
import io.caxton.server.error.RefusedException;
import io.caxton.v1.Detail;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Refusal;
import io.grpc.protobuf.StatusProto;
import org.junit.jupiter.api.Test;

class GrpcErrorsTest {
  @Test
  void shouldSayWhenToComeAgainAsTheStateDid() throws InvalidProtocolBufferException {
    Refusal busy =
        Refusal.newBuilder()
            .setReason(ErrorReason.RECOVERY_BUSY)
            .addDetails(Detail.newBuilder().setKey("retry_millis").setValue("1250"))
            .build();

    com.google.rpc.Status status =
        StatusProto.fromThrowable(GrpcErrors.of(RefusedException.of(busy)));

    Any last = status.getDetailsList().getLast();
    RetryInfo retry = last.unpack(RetryInfo.class);
    assertThat(retry.getRetryDelay().getSeconds()).isEqualTo(1);
    assertThat(retry.getRetryDelay().getNanos()).isEqualTo(250_000_000);
  }
}
