package io.caxton.state.check;

import io.caxton.v1.Call;
import io.caxton.v1.DeadFilter;
import io.caxton.v1.DeadSelection;
import io.caxton.v1.PurgeDeadTasksRequest;
import io.caxton.v1.RedriveTasksRequest;
import io.caxton.v1.SettleLateResultRequest;

/** Requests about dead letters and late results. */
final class DeadChecks {
  private static final int CAUSE_CHARACTERS_MAX = 64;

  private DeadChecks() {}

  static void check(Checks checks, RedriveTasksRequest request) {
    check(checks, request.getCall(), request.getFleet(), request.getSelection());
  }

  static void check(Checks checks, PurgeDeadTasksRequest request) {
    check(checks, request.getCall(), request.getFleet(), request.getSelection());
  }

  private static void check(Checks checks, Call call, String fleet, DeadSelection selection) {
    CommonChecks.call(checks, call);
    CommonChecks.fleet(checks, fleet);
    Path path = Path.ROOT.in("selection");
    if (selection.hasFilter()) {
      checks.countMax(path, "task_ids", selection.getTaskIdsCount(), 0);
      filter(checks, path.in("filter"), selection.getFilter());
      return;
    }
    checks.items(path, "task_ids", selection.getTaskIdsCount());
    for (int i = 0; i < selection.getTaskIdsCount() && !checks.failed(); i++) {
      checks.name(
          path,
          "task_ids[" + i + "]",
          selection.getTaskIds(i),
          Characters.ID,
          CommonChecks.ID_CHARACTERS_MAX);
    }
  }

  private static void filter(Checks checks, Path path, DeadFilter filter) {
    CommonChecks.queue(checks, path, "queue", filter.getQueue());
    CommonChecks.labels(checks, path, filter.getLabelsList());
    checks.nameOrEmpty(
        path, "id_prefix", filter.getIdPrefix(), Characters.ID, CommonChecks.ID_CHARACTERS_MAX);
    checks.nameOrEmpty(path, "cause", filter.getCause(), Characters.PLAIN, CAUSE_CHARACTERS_MAX);
    checks.range(path, "after_order", filter.getAfterOrder(), 0, Long.MAX_VALUE);
    checks.range(path, "tasks_max", filter.getTasksMax(), 0, Checks.ITEMS_MAX);
  }

  static void check(Checks checks, SettleLateResultRequest request) {
    CommonChecks.call(checks, request.getCall());
    CommonChecks.fleet(checks, request.getFleet());
    CommonChecks.taskId(checks, Path.ROOT, request.getTaskId());
  }
}
