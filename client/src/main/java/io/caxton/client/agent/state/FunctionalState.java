package io.caxton.client.agent.state;

import com.google.protobuf.ByteString;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** A state type whose parts were given as functions. */
record FunctionalState<S>(
    String schemaId,
    Supplier<S> first,
    BiFunction<S, AgentEvent, S> change,
    Function<S, ByteString> encoder,
    Function<ByteString, S> decoder)
    implements StateType<S> {
  @Override
  public S initial() {
    return first.get();
  }

  @Override
  public S apply(S state, AgentEvent event) {
    return change.apply(state, event);
  }

  @Override
  public ByteString encode(S state) {
    return encoder.apply(state);
  }

  @Override
  public S decode(String schema, ByteString bytes) {
    return decoder.apply(bytes);
  }
}
