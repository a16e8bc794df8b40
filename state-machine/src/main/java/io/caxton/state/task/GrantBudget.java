package io.caxton.state.task;

import io.caxton.v1.Label;
import io.caxton.v1.Task;

/**
 * How much the grants of one answer may carry. They go out with payloads and labels, so a thousand
 * of them could be a gigabyte, which no client takes. At least one is given: so an answer has at
 * most this much and one more payload.
 */
public final class GrantBudget {
  /** With a payload of at most 1 MiB on top, well below the 4 MiB that gRPC takes by default. */
  public static final int BYTES_MAX = 1 << 20;

  // Id, fence, attempt, lease and queue, roughly.
  private static final int GRANT_BYTES = 64;

  private long left = BYTES_MAX;

  public boolean isSpent() {
    return left <= 0;
  }

  public void spend(Task task) {
    left -= GRANT_BYTES + task.getPayload().size();
    for (Label label : task.getLabelsList()) {
      left -= label.getSerializedSize();
    }
  }
}
