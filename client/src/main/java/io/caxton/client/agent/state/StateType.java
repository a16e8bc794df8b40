package io.caxton.client.agent.state;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What an agent remembers, and how an event changes it. Everything must depend on the arguments
 * alone: no clock, no randomness, no order of a hash map. The same events must give the same bytes,
 * in this process and in the next, or the agent does not come back (DIGEST_MISMATCH).
 *
 * <p>A state may be immutable or be changed in place; the library calls one method at a time for
 * one state, unless it is a {@link PartitionedState}.
 */
public interface StateType<S> {
  /** The state before the first event; a new one each time if it is changed in place. */
  S initial();

  /** The state after the event: another one, or the same one changed. */
  S apply(S state, AgentEvent event);

  /** For a checkpoint; equal states must give equal bytes. */
  ByteString encode(S state);

  /**
   * @param schemaId one of {@link #readableSchemaIds}
   * @throws RuntimeException if the bytes are no state: the checkpoint counts as damaged
   */
  S decode(String schemaId, ByteString bytes);

  /** Names the form of the encoded state, 1 to 128 characters; a new one whenever it changes. */
  String schemaId();

  /** Schemas of checkpoints that this build reads, its own among them. */
  default List<String> readableSchemaIds() {
    return List.of(schemaId());
  }

  /** Names the state's content; compared by the cluster when the same events are replayed. */
  default ByteString digest(S state) {
    return Sha256.of(encode(state));
  }

  /** A state type made of functions. */
  static <S> StateType<S> of(
      String schemaId,
      Supplier<S> initial,
      BiFunction<S, AgentEvent, S> apply,
      Function<S, ByteString> encode,
      Function<ByteString, S> decode) {
    return new FunctionalState<>(schemaId, initial, apply, encode, decode);
  }
}
