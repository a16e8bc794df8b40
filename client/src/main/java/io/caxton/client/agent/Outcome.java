package io.caxton.client.agent;

import com.google.protobuf.ByteString;

/** How a handler ended. */
sealed interface Outcome {
  /** What the cluster has to be told. */
  sealed interface Told extends Outcome {}

  record Completed(ByteString result) implements Told {}

  record Failed(String message, boolean last) implements Told {}

  /** Interrupted without its own fault: the task goes back without a charge. */
  record GivenBack() implements Told {}

  /** Completed as a part of a committed step: nothing is left to say. */
  record Settled() implements Outcome {}
}
