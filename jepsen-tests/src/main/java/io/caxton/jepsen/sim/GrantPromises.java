package io.caxton.jepsen.sim;

import static io.caxton.jepsen.sim.SimFailure.require;

import io.caxton.v1.Agent;
import io.caxton.v1.Command;
import io.caxton.v1.Grant;
import io.caxton.v1.ItemResult;
import io.caxton.v1.RenewalResult;
import io.caxton.v1.Reply;
import io.caxton.v1.SubmitResult;
import io.caxton.v1.TaskState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Fences only rise; no task is granted twice at once, nor again once it has ended; only the newest
 * epoch changes anything.
 */
final class GrantPromises {
  private record Key(String fleet, String id) {}

  private static final class AgentSeen {
    long epoch;
    long leaseMillis;
    long untilTick;
    boolean over;
  }

  private static final class TaskSeen {
    long fence;
    boolean granted;
    boolean ended;
    long untilTick;
    Key agent;
    long epoch;
  }

  private final Map<Key, AgentSeen> agents = new HashMap<>();
  private final Map<Key, TaskSeen> tasks = new HashMap<>();
  private long count;

  long count() {
    return count;
  }

  void executed(Command command, Reply reply, long position, long tick) {
    if (reply.hasRefusal()) {
      return;
    }
    switch (command.getRequestCase()) {
      case REGISTER_AGENT ->
          registered(
              key(command.getRegisterAgent().getFleet(), command.getRegisterAgent().getAgentId()),
              reply.getRegisterAgent().getAgent(),
              tick);
      case RENEW_AGENTS -> renewed(command, reply, tick);
      case DRAIN_AGENT ->
          acts(
              key(command.getDrainAgent().getFleet(), command.getDrainAgent().getAgentId()),
              command.getDrainAgent().getEpoch());
      case DEREGISTER_AGENT -> {
        var request = command.getDeregisterAgent();
        Key agent = key(request.getFleet(), request.getAgentId());
        acts(agent, request.getEpoch());
        agents.get(agent).over = true;
      }
      case SUBMIT_TASKS -> submitted(command, reply);
      case CLAIM_TASKS -> {
        var request = command.getClaimTasks();
        Key agent = key(request.getFleet(), request.getAgentId());
        acts(agent, request.getEpoch());
        for (Grant grant : reply.getClaimTasks().getGrantsList()) {
          granted(agent, request.getEpoch(), grant, position, tick);
        }
      }
      case EXTEND_TASKS -> extended(command, reply, tick);
      case COMPLETE_TASKS -> {
        var r = command.getCompleteTasks();
        items(
            key(r.getFleet(), r.getAgentId()),
            r.getEpoch(),
            reply.getCompleteTasks().getResultsList(),
            i -> r.getCompletions(i).getTaskId(),
            i -> r.getCompletions(i).getFence());
      }
      case FAIL_TASKS -> {
        var r = command.getFailTasks();
        items(
            key(r.getFleet(), r.getAgentId()),
            r.getEpoch(),
            reply.getFailTasks().getResultsList(),
            i -> r.getFailures(i).getTaskId(),
            i -> r.getFailures(i).getFence());
      }
      case RELEASE_TASKS -> {
        var r = command.getReleaseTasks();
        items(
            key(r.getFleet(), r.getAgentId()),
            r.getEpoch(),
            reply.getReleaseTasks().getResultsList(),
            i -> r.getReleases(i).getTaskId(),
            i -> r.getReleases(i).getFence());
      }
      case CANCEL_TASKS -> {
        var request = command.getCancelTasks();
        for (int i = 0; i < request.getTaskIdsCount(); i++) {
          if (!reply.getCancelTasks().getResults(i).hasRefusal()) {
            end(task(request.getFleet(), request.getTaskIds(i)), request.getTaskIds(i));
          }
        }
      }
      default -> {
        // Grants nothing and ends nothing that a caller holds.
      }
    }
  }

  private static Key key(String fleet, String id) {
    return new Key(fleet.isEmpty() ? "default" : fleet, id);
  }

  private TaskSeen task(String fleet, String id) {
    return tasks.computeIfAbsent(key(fleet, id), unseen -> new TaskSeen());
  }

  private void registered(Key key, Agent agent, long tick) {
    AgentSeen seen = agents.computeIfAbsent(key, unseen -> new AgentSeen());
    require(
        agent.getEpoch() == seen.epoch + 1,
        "%s: epoch %d after %d",
        key,
        agent.getEpoch(),
        seen.epoch);
    seen.epoch = agent.getEpoch();
    seen.leaseMillis = agent.getLeaseMillis();
    seen.untilTick = tick + agent.getLeaseMillis();
    seen.over = false;
  }

  private void renewed(Command command, Reply reply, long tick) {
    var request = command.getRenewAgents();
    for (int i = 0; i < request.getRenewalsCount(); i++) {
      RenewalResult result = reply.getRenewAgents().getResults(i);
      if (result.hasRenewed()) {
        Key key = key(request.getFleet(), request.getRenewals(i).getAgentId());
        acts(key, request.getRenewals(i).getEpoch());
        agents.get(key).untilTick = tick + agents.get(key).leaseMillis;
      }
    }
  }

  /** Nothing of an older epoch, nor of one that was ended on purpose, is accepted. */
  private void acts(Key key, long epoch) {
    AgentSeen agent = agents.get(key);
    require(agent != null, "%s acts and never registered", key);
    require(agent.epoch == epoch, "%s acts in epoch %d, the newest is %d", key, epoch, agent.epoch);
    require(!agent.over, "%s acts after it left", key);
  }

  private void submitted(Command command, Reply reply) {
    var request = command.getSubmitTasks();
    for (int i = 0; i < request.getTasksCount(); i++) {
      SubmitResult result = reply.getSubmitTasks().getResults(i);
      if (result.hasSubmitted() && result.getSubmitted().getCreated()) {
        String own = request.getTasks(i).getId();
        Key key = key(request.getFleet(), own.isEmpty() ? result.getSubmitted().getTaskId() : own);
        TaskSeen before = tasks.put(key, new TaskSeen());
        if (before != null) {
          // Forgotten after its retention and made anew: its fences rise all the same.
          tasks.get(key).fence = before.fence;
        }
      }
    }
  }

  private void granted(Key agent, long epoch, Grant grant, long position, long tick) {
    count++;
    TaskSeen task = task(agent.fleet(), grant.getTaskId());
    require(
        grant.getFence() == position,
        "%s: fence %d at position %d",
        grant.getTaskId(),
        grant.getFence(),
        position);
    require(
        grant.getFence() > task.fence,
        "%s: fence %d after %d",
        grant.getTaskId(),
        grant.getFence(),
        task.fence);
    require(!task.ended, "%s was granted after it had ended", grant.getTaskId());
    require(
        !task.granted || hasEnded(task, tick),
        "%s was granted at tick %d, while fence %d of %s is good until %d",
        grant.getTaskId(),
        tick,
        task.fence,
        task.agent,
        task.untilTick);
    task.granted = true;
    task.fence = grant.getFence();
    task.untilTick = tick + grant.getLeaseMillis();
    task.agent = agent;
    task.epoch = epoch;
  }

  private boolean hasEnded(TaskSeen task, long tick) {
    AgentSeen agent = agents.get(task.agent);
    return tick >= task.untilTick
        || agent.epoch != task.epoch
        || agent.over
        || tick >= agent.untilTick;
  }

  private void extended(Command command, Reply reply, long tick) {
    var request = command.getExtendTasks();
    Key agent = key(request.getFleet(), request.getAgentId());
    acts(agent, request.getEpoch());
    for (int i = 0; i < request.getExtensionsCount(); i++) {
      var result = reply.getExtendTasks().getResults(i);
      if (!result.hasRefusal()) {
        var extension = request.getExtensions(i);
        TaskSeen task =
            held(agent, request.getEpoch(), extension.getTaskId(), extension.getFence());
        task.untilTick = tick + result.getLeaseMillis();
      }
    }
  }

  private void items(
      Key agent,
      long epoch,
      List<ItemResult> results,
      IntFunction<String> taskId,
      IntFunction<Long> fence) {
    acts(agent, epoch);
    for (int i = 0; i < results.size(); i++) {
      if (!results.get(i).hasRefusal()) {
        TaskSeen task = held(agent, epoch, taskId.apply(i), fence.apply(i));
        task.granted = false;
        if (isEnd(results.get(i).getState())) {
          end(task, taskId.apply(i));
        }
      }
    }
  }

  private TaskSeen held(Key agent, long epoch, String taskId, long fence) {
    TaskSeen task = task(agent.fleet(), taskId);
    require(
        task.fence == fence,
        "%s: fence %d was accepted, the newest is %d",
        taskId,
        fence,
        task.fence);
    require(
        Optional.ofNullable(task.agent).equals(Optional.of(agent)) && task.epoch == epoch,
        "%s was granted to %s in epoch %d and changed by %s in %d",
        taskId,
        task.agent,
        task.epoch,
        agent,
        epoch);
    return task;
  }

  private static boolean isEnd(TaskState state) {
    return state != TaskState.TASK_STATE_PENDING && state != TaskState.TASK_STATE_COMPENSATING;
  }

  private static void end(TaskSeen task, String taskId) {
    require(!task.ended, "%s ended twice", taskId);
    task.ended = true;
    task.granted = false;
  }
}
