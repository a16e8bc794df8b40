package io.caxton.state.task;

import io.caxton.v1.ItemResult;
import io.caxton.v1.Refusal;
import io.caxton.v1.TaskState;

/** Results of single items. Those of success are shared. */
final class ItemResults {
  private static final ItemResult[] BY_STATE = new ItemResult[TaskState.values().length];

  static {
    for (TaskState state : TaskState.values()) {
      if (state != TaskState.UNRECOGNIZED) {
        BY_STATE[state.getNumber()] = ItemResult.newBuilder().setState(state).build();
      }
    }
  }

  private ItemResults() {}

  static ItemResult of(TaskState state) {
    return BY_STATE[state.getNumber()];
  }

  static ItemResult of(Refusal refusal) {
    return ItemResult.newBuilder().setRefusal(refusal).build();
  }
}
