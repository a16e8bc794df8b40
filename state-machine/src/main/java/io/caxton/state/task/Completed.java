package io.caxton.state.task;

import com.google.protobuf.ByteString;
import io.caxton.state.core.Progress;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;

/** A task as it is once it is completed. */
final class Completed {
  private Completed() {}

  static Task of(Task task, ByteString result, Progress now) {
    return task.toBuilder()
        .setState(TaskState.TASK_STATE_COMPLETED)
        .clearPayload()
        .clearParked()
        .setResult(result)
        .setLeaseUntilTick(0)
        .setNotBeforeTick(0)
        .setOrder(now.nextOrder())
        .setRevision(now.position())
        .setFinishedTick(now.tick())
        .build();
  }
}
