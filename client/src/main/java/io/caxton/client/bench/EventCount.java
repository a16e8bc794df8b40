package io.caxton.client.bench;

import com.google.protobuf.ByteString;
import io.caxton.client.agent.state.AgentEvent;
import io.caxton.client.agent.state.StateType;
import java.nio.ByteBuffer;

/**
 * A state that looks at every byte of every event and is small: what is measured is the delivery.
 *
 * @param hash of all events in their order
 */
record EventCount(long events, long hash) {
  static final StateType<EventCount> TYPE =
      StateType.of(
          "event-count-1",
          () -> new EventCount(0, 0),
          (count, event) -> count.and(event),
          count -> ByteString.copyFrom(count.bytes()),
          EventCount::of);

  private EventCount and(AgentEvent event) {
    return new EventCount(events + 1, hash * 1_000_003 + event.body().hashCode());
  }

  private byte[] bytes() {
    return ByteBuffer.allocate(16).putLong(events).putLong(hash).array();
  }

  private static EventCount of(ByteString bytes) {
    ByteBuffer buffer = bytes.asReadOnlyByteBuffer();
    return new EventCount(buffer.getLong(), buffer.getLong());
  }
}
