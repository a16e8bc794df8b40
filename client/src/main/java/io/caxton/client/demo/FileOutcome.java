package io.caxton.client.demo;

import io.caxton.client.console.Text;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;

/**
 * What became of one file's task, beside what a plain sequential pass found.
 *
 * @param result what the agent reported
 * @param agentPid the agent process that reported it
 */
record FileOutcome(
    String path,
    TaskState state,
    int attempts,
    long fence,
    String result,
    long agentPid,
    FileFacts expected) {

  static FileOutcome of(String path, Task task, FileFacts expected) {
    String result = task.getResult().toStringUtf8();
    return new FileOutcome(
        path,
        task.getState(),
        task.getAttempt(),
        task.getFence(),
        result,
        FileFacts.pid(result),
        expected);
  }

  /** A file whose task is not there. */
  static FileOutcome lost(String path, FileFacts expected) {
    return new FileOutcome(path, TaskState.TASK_STATE_UNSPECIFIED, 0, 0, "", 0, expected);
  }

  boolean completed() {
    return state == TaskState.TASK_STATE_COMPLETED;
  }

  boolean matches() {
    return completed() && result.equals(expected.json(agentPid));
  }

  /**
   * Path, sha256, attempts, agent's pid and fence; tabs and newlines in the path are escaped, and
   * an unreadable file has - for its digest.
   */
  String line() {
    return String.join(
        "\t",
        Text.oneLine(path),
        FileFacts.sha256(result),
        Integer.toString(attempts),
        Long.toString(agentPid),
        Long.toString(fence));
  }
}
