package io.caxton.client.agent.state;

import com.google.protobuf.ByteString;
import java.util.HexFormat;

/**
 * Replaying by partition gave another state than replaying in order: the state declares its
 * partitions wrongly.
 */
public final class ReplayDifference extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient AgentEvent event;

  ReplayDifference(AgentEvent event, ByteString sequential, ByteString parallel) {
    super(
        "after event "
            + event.seq()
            + " of partition '"
            + event.partitionKey()
            + "' the replay by partition has another state than the sequential one: "
            + hex(parallel)
            + " instead of "
            + hex(sequential)
            + "; the event reads or changes what belongs to another partition, or part and merge"
            + " leave something out");
    this.event = event;
  }

  private static String hex(ByteString digest) {
    return HexFormat.of().formatHex(digest.substring(0, Math.min(8, digest.size())).toByteArray());
  }

  /** The first event after which the two states differ. */
  public AgentEvent event() {
    return event;
  }
}
