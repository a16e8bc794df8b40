package io.caxton.jepsen.client;

import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One request, to be sent as it is to any node, any number of times. */
public record RawCall<Q extends Message, R extends Message>(
    MethodDescriptor<Q, R> method, Q request) {
  private static final long DEADLINE_SECONDS = 10;

  public RawAnswer send(RawNode node) {
    try {
      R response =
          ClientCalls.blockingUnaryCall(
              node.channel(),
              method,
              CallOptions.DEFAULT.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS),
              request);
      return new RawAnswer(Optional.of(response), Optional.empty());
    } catch (StatusRuntimeException refused) {
      return new RawAnswer(Optional.empty(), Optional.of(RawError.of(refused)));
    }
  }

  public String name() {
    return method.getBareMethodName();
  }
}
