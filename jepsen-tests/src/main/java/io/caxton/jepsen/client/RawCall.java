package io.caxton.jepsen.client;

import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Grpc;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One request, to be sent as it is to any node, any number of times. */
public record RawCall<Q extends Message, R extends Message>(
    MethodDescriptor<Q, R> method, Q request) {
  private static final long DEADLINE_SECONDS = 10;

  public RawAnswer send(RawNode node) {
    return send(node, Duration.ofSeconds(DEADLINE_SECONDS));
  }

  public RawAnswer send(RawNode node, Duration atMost) {
    ClientCall<Q, R> call =
        node.channel()
            .newCall(
                method,
                CallOptions.DEFAULT.withDeadlineAfter(atMost.toNanos(), TimeUnit.NANOSECONDS));
    try {
      return new RawAnswer(
          Optional.of(ClientCalls.blockingUnaryCall(call, request)), Optional.empty());
    } catch (StatusRuntimeException refused) {
      boolean sent = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) != null;
      return new RawAnswer(Optional.empty(), Optional.of(RawError.of(refused, sent)));
    }
  }

  public String name() {
    return method.getBareMethodName();
  }
}
