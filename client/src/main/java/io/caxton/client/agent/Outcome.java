package io.caxton.client.agent;

import com.google.protobuf.ByteString;

/** How a handler ended. */
sealed interface Outcome {
  record Completed(ByteString result) implements Outcome {}

  record Failed(String message, boolean last) implements Outcome {}

  /** Interrupted without its own fault: the task goes back without a charge. */
  record GivenBack() implements Outcome {}
}
