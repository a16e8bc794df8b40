package io.caxton.client.agent;

import com.google.protobuf.ByteString;
import io.caxton.v1.Label;
import java.time.Duration;
import java.util.List;

/** The task that a handler works on. */
public interface TaskContext {
  String taskId();

  String queue();

  /** From 1. */
  int attempt();

  /** The position of the grant; only rises. Hand it to outside systems that can check it. */
  long fence();

  ByteString payload();

  List<Label> labels();

  /** The task that this one undoes, if it is a compensation; else empty. */
  String compensatesTaskId();

  /**
   * How long the handler may go on unless the lease is extended further, which happens by itself.
   * Zero when it must have stopped.
   */
  Duration timeLeft();

  /** True when the handler must stop; it is also interrupted. */
  boolean cancelled();

  /**
   * Asks for a lease of this length from now, beyond the automatic extensions, and waits for the
   * answer. False: the grant is gone, or the cluster did not answer; the handler must be ready to
   * stop.
   */
  boolean extend(Duration lease);
}
