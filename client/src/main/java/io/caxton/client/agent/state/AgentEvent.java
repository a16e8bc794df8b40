package io.caxton.client.agent.state;

import com.google.protobuf.ByteString;
import io.caxton.v1.Event;
import io.caxton.v1.NewEvent;

/**
 * An event as a state sees it: only what is the same when it happens and when it is replayed, so
 * that no apply function can depend on anything else.
 *
 * @param seq its place in the journal, dense from 1
 * @param partitionKey empty for the one default partition
 */
public record AgentEvent(long seq, String partitionKey, ByteString body) {
  public static AgentEvent of(Event event) {
    return new AgentEvent(event.getSeq(), event.getPartitionKey(), event.getBody());
  }

  public static AgentEvent of(long seq, NewEvent event) {
    return new AgentEvent(seq, event.getPartitionKey(), event.getBody());
  }
}
