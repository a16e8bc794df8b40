package io.caxton.state.check;

import com.google.protobuf.ByteString;
import io.caxton.v1.CancelTasksRequest;
import io.caxton.v1.ClaimTasksRequest;
import io.caxton.v1.CompleteTasksRequest;
import io.caxton.v1.Completion;
import io.caxton.v1.ExtendTasksRequest;
import io.caxton.v1.FailTasksRequest;
import io.caxton.v1.Label;
import io.caxton.v1.LateResults;
import io.caxton.v1.NewTask;
import io.caxton.v1.OpenGrants;
import io.caxton.v1.ReleaseTasksRequest;
import io.caxton.v1.SubmitTasksRequest;
import java.util.List;

/** Requests about tasks. */
final class TaskChecks {
  private static final int PAYLOAD_BYTES_MAX = 1 << 20;
  // The id of its compensation is longer by a few characters.
  private static final int UNDOABLE_ID_CHARACTERS_MAX = 240;
  private static final int RESULT_BYTES_MAX = 64 << 10;
  private static final int MESSAGE_BYTES_MAX = 1 << 10;
  private static final int PRIORITY_MAX = 9;
  private static final long DELAY_MILLIS_MAX = 31_536_000_000L;
  private static final int ORDERING_KEY_CHARACTERS_MAX = 128;
  private static final int QUEUES_MAX = 16;
  private static final int WAIT_MILLIS_MAX = 60_000;
  private static final int CREDIT_MAX = 10_000;

  private TaskChecks() {}

  static void check(Checks checks, SubmitTasksRequest request) {
    CommonChecks.call(checks, request.getCall());
    CommonChecks.fleet(checks, request.getFleet());
    checks.items(Path.ROOT, "tasks", request.getTasksCount());
    for (int i = 0; i < request.getTasksCount() && !checks.failed(); i++) {
      newTask(checks, Path.ROOT.in("tasks", i), request.getTasks(i));
    }
  }

  static void newTask(Checks checks, Path item, NewTask task) {
    checks.nameOrEmpty(item, "id", task.getId(), Characters.ID, CommonChecks.ID_CHARACTERS_MAX);
    CommonChecks.queue(checks, item, "queue", task.getQueue());
    work(checks, item, task.getPayload(), task.getLabelsList(), task.getPriority());
    if (task.hasRetry()) {
      QueueChecks.retry(checks, item.in("retry"), task.getRetry());
    }
    checks.range(item, "delay_millis", task.getDelayMillis(), 0, DELAY_MILLIS_MAX);
    checks.range(
        item, "attempt_timeout_millis", task.getAttemptTimeoutMillis(), 0, Integer.MAX_VALUE);
    checks.range(item, "deadline_wall_millis", task.getDeadlineWallMillis(), 0, Long.MAX_VALUE);
    CommonChecks.lease(checks, item, task.getLeaseMillis());
    checks.nameOrEmpty(
        item, "ordering_key", task.getOrderingKey(), Characters.ID, ORDERING_KEY_CHARACTERS_MAX);
    CommonChecks.versionedCapability(checks, item, "capability", task.getCapability());
    if (task.getLateResults() == LateResults.UNRECOGNIZED) {
      checks.fail(
          item, "late_results", Integer.toString(task.getLateResultsValue()), "it must be 0 to 2");
    }
    checks.range(item, "start_timeout_millis", task.getStartTimeoutMillis(), 0, DELAY_MILLIS_MAX);
    checks.range(item, "total_timeout_millis", task.getTotalTimeoutMillis(), 0, DELAY_MILLIS_MAX);
    if (task.hasCompensation()) {
      checks.nameOrEmpty(item, "id", task.getId(), Characters.ID, UNDOABLE_ID_CHARACTERS_MAX);
      SagaChecks.compensation(checks, item.in("compensation"), task.getCompensation());
    }
  }

  static void work(Checks checks, Path item, ByteString payload, List<Label> labels, int priority) {
    checks.bytesMax(item, "payload", payload.size(), PAYLOAD_BYTES_MAX);
    CommonChecks.labels(checks, item, labels);
    checks.range(item, "priority", priority, 0, PRIORITY_MAX);
  }

  static void check(Checks checks, ClaimTasksRequest request) {
    CommonChecks.agentCall(checks, request.getCall(), request.getFleet(), request.getAgentId());
    queues(checks, request.getQueuesList());
    checks.range(Path.ROOT, "max_tasks", request.getMaxTasks(), 0, Checks.ITEMS_MAX);
    CommonChecks.lease(checks, Path.ROOT, request.getLeaseMillis());
    checks.range(Path.ROOT, "wait_millis", request.getWaitMillis(), 0, WAIT_MILLIS_MAX);
  }

  static void check(Checks checks, OpenGrants request) {
    CommonChecks.fleet(checks, request.getFleet());
    CommonChecks.agent(checks, Path.ROOT, request.getAgentId());
    queues(checks, request.getQueuesList());
    checks.range(Path.ROOT, "credit", request.getCredit(), 0, CREDIT_MAX);
    CommonChecks.lease(checks, Path.ROOT, request.getLeaseMillis());
    CommonChecks.heldGrants(checks, Path.ROOT, request.getHeldGrantsList());
  }

  private static void queues(Checks checks, List<String> queues) {
    checks.countMax(Path.ROOT, "queues", queues.size(), QUEUES_MAX);
    for (int i = 0; i < queues.size() && !checks.failed(); i++) {
      CommonChecks.queue(checks, Path.ROOT, "queues[" + i + "]", queues.get(i));
    }
  }

  static void check(Checks checks, ExtendTasksRequest request) {
    CommonChecks.agentCall(checks, request.getCall(), request.getFleet(), request.getAgentId());
    checks.items(Path.ROOT, "extensions", request.getExtensionsCount());
    for (int i = 0; i < request.getExtensionsCount() && !checks.failed(); i++) {
      Path item = Path.ROOT.in("extensions", i);
      CommonChecks.taskId(checks, item, request.getExtensions(i).getTaskId());
      CommonChecks.lease(checks, item, request.getExtensions(i).getLeaseMillis());
    }
  }

  static void check(Checks checks, CompleteTasksRequest request) {
    CommonChecks.agentCall(checks, request.getCall(), request.getFleet(), request.getAgentId());
    checks.items(Path.ROOT, "completions", request.getCompletionsCount());
    for (int i = 0; i < request.getCompletionsCount() && !checks.failed(); i++) {
      completion(checks, Path.ROOT.in("completions", i), request.getCompletions(i));
    }
  }

  static void completion(Checks checks, Path item, Completion completion) {
    CommonChecks.taskId(checks, item, completion.getTaskId());
    checks.bytesMax(item, "result", completion.getResult().size(), RESULT_BYTES_MAX);
  }

  static void check(Checks checks, FailTasksRequest request) {
    CommonChecks.agentCall(checks, request.getCall(), request.getFleet(), request.getAgentId());
    checks.items(Path.ROOT, "failures", request.getFailuresCount());
    for (int i = 0; i < request.getFailuresCount() && !checks.failed(); i++) {
      Path item = Path.ROOT.in("failures", i);
      CommonChecks.taskId(checks, item, request.getFailures(i).getTaskId());
      checks.textMax(item, "message", request.getFailures(i).getMessage(), MESSAGE_BYTES_MAX);
    }
  }

  static void check(Checks checks, ReleaseTasksRequest request) {
    CommonChecks.agentCall(checks, request.getCall(), request.getFleet(), request.getAgentId());
    checks.items(Path.ROOT, "releases", request.getReleasesCount());
    for (int i = 0; i < request.getReleasesCount() && !checks.failed(); i++) {
      CommonChecks.taskId(checks, Path.ROOT.in("releases", i), request.getReleases(i).getTaskId());
    }
  }

  static void check(Checks checks, CancelTasksRequest request) {
    CommonChecks.call(checks, request.getCall());
    CommonChecks.fleet(checks, request.getFleet());
    checks.items(Path.ROOT, "task_ids", request.getTaskIdsCount());
    for (int i = 0; i < request.getTaskIdsCount() && !checks.failed(); i++) {
      checks.name(
          Path.ROOT,
          "task_ids[" + i + "]",
          request.getTaskIds(i),
          Characters.ID,
          CommonChecks.ID_CHARACTERS_MAX);
    }
  }
}
