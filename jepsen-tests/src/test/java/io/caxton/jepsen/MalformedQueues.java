package io.caxton.jepsen;

import io.caxton.v1.TasksGrpc;

/** The part of the malformed calls that is about queue policy, dead letters and late results. */
final class MalformedQueues {
  private static final String BAD = "not good!";
  private static final String LONG_128 = "x".repeat(129);
  private static final String LONG_256 = "x".repeat(257);

  private final MalformedCalls calls;
  private final GoodCalls good;

  MalformedQueues(MalformedCalls calls, GoodCalls good) {
    this.calls = calls;
    this.good = good;
  }

  void add() {
    submits();
    policies();
    var steer = TasksGrpc.getSteerQueueMethod();
    calls.call(steer, good.steer());
    calls.add(steer, good.steer(), "queue", BAD);
    calls.add(steer, good.steer(), "queue", LONG_128);
    var purge = TasksGrpc.getPurgeQueueMethod();
    calls.call(purge, good.purge());
    calls.add(purge, good.purge(), "queue", BAD);
    calls.add(purge, good.purge(), "tasks_max", 1_001);
    var redrive = TasksGrpc.getRedriveTasksMethod();
    calls.call(redrive, good.redrive());
    calls.add(redrive, good.redrive(), "selection.task_ids[0]", BAD);
    calls.add(redrive, good.redrive(), "selection.task_ids[0]", LONG_256);
    var forget = TasksGrpc.getPurgeDeadTasksMethod();
    calls.call(forget, good.purgeDead());
    calls.add(forget, good.purgeDead(), "selection.filter.queue", BAD);
    calls.add(forget, good.purgeDead(), "selection.filter.id_prefix", LONG_256);
    calls.add(forget, good.purgeDead(), "selection.filter.cause", BAD);
    calls.add(forget, good.purgeDead(), "selection.filter.after_order", -1L);
    calls.add(forget, good.purgeDead(), "selection.filter.tasks_max", 1_001);
    var settle = TasksGrpc.getSettleLateResultMethod();
    calls.call(settle, good.settle());
    calls.add(settle, good.settle(), "task_id", "");
    calls.add(settle, good.settle(), "task_id", BAD);
  }

  private void submits() {
    var submit = TasksGrpc.getSubmitTasksMethod();
    calls.add(submit, good.submit(), "tasks[1].ordering_key", BAD);
    calls.add(submit, good.submit(), "tasks[1].ordering_key", LONG_128);
    calls.add(submit, good.submit(), "tasks[1].capability", BAD);
    calls.add(submit, good.submit(), "tasks[1].capability", LONG_128);
    calls.add(submit, good.submit(), "tasks[1].capability", "name:");
    calls.add(submit, good.submit(), "tasks[1].start_timeout_millis", 31_536_000_001L);
    calls.add(submit, good.submit(), "tasks[1].total_timeout_millis", -1L);
  }

  private void policies() {
    var put = TasksGrpc.getPutQueueMethod();
    calls.add(put, good.putQueue(), "queue.running_max", -1);
    calls.add(put, good.putQueue(), "queue.rate_tasks", 1_000_001);
    calls.add(put, good.putQueue(), "queue.rate_period_millis", 5);
    calls.add(put, good.putQueue(), "queue.dead_retention_millis", -1L);
    calls.add(put, good.putQueue(), "queue.dead_tasks_max", 1_000_001);
  }
}
