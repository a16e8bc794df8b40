package io.caxton.jepsen.sim.model;

import io.caxton.v1.AgentState;
import io.caxton.v1.Capability;
import io.caxton.v1.DeregisterAgentRequest;
import io.caxton.v1.DrainAgentRequest;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.HeldGrant;
import io.caxton.v1.RedeliverGrants;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.RenewAgentsRequest;
import io.caxton.v1.Renewal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Agents: only the newest epoch acts, and only until its lease ends. */
final class AgentRules {
  private static final int LEASE_MILLIS = 10_000;

  private final Model model;

  AgentRules(Model model) {
    this.model = model;
  }

  /** Why this instance may not act. */
  static Optional<ErrorReason> refusal(FleetModel fleet, String agentId, long epoch) {
    AgentModel agent = fleet.agents.get(agentId);
    if (agent == null) {
      return Optional.of(ErrorReason.NOT_FOUND);
    }
    if (agent.epoch != epoch) {
      return Optional.of(ErrorReason.STALE_EPOCH);
    }
    return agent.isOver() ? Optional.of(ErrorReason.AGENT_LOST) : Optional.empty();
  }

  static List<TaskModel> runningAt(FleetModel fleet, String agentId) {
    return fleet.tasks.values().stream()
        .filter(task -> task.isRunning() && task.agentId.equals(agentId))
        .sorted(Comparator.comparingLong(task -> task.order))
        .toList();
  }

  String register(RegisterAgentRequest request) {
    FleetModel fleet = model.fleet(request.getFleet());
    if (!model.admit(fleet)) {
      return ErrorReason.LIMIT_REACHED.name();
    }
    AgentModel agent = fleet.agents.get(request.getAgentId());
    if (agent == null) {
      if (fleet.agents.size() >= model.limits.agentsMax()) {
        return ErrorReason.LIMIT_REACHED.name();
      }
      agent = new AgentModel(request.getAgentId());
      fleet.agents.put(agent.id, agent);
    }
    runningAt(fleet, agent.id).forEach(task -> model.returns.charge(task, "agent_restarted"));
    agent.epoch++;
    agent.capabilities.clear();
    for (Capability capability : request.getCapabilitiesList()) {
      agent.capabilities.add(capability.getName());
      if (!capability.getVersion().isEmpty()) {
        agent.capabilities.add(capability.getName() + ":" + capability.getVersion());
      }
    }
    agent.state = AgentState.AGENT_STATE_RUNNING;
    agent.leaseMillis = request.getLeaseMillis() == 0 ? LEASE_MILLIS : request.getLeaseMillis();
    agent.leaseUntilTick = model.tick + agent.leaseMillis;
    agent.registeredPosition = model.position;
    agent.revision = model.position;
    return Summary.registered(agent.epoch, agent.leaseUntilTick);
  }

  String renew(RenewAgentsRequest request) {
    FleetModel fleet = model.fleet(request.getFleet());
    return Summary.each(request.getRenewalsList(), renewal -> renew(fleet, renewal));
  }

  private String renew(FleetModel fleet, Renewal renewal) {
    Optional<ErrorReason> refusal = refusal(fleet, renewal.getAgentId(), renewal.getEpoch());
    if (refusal.isPresent()) {
      return refusal.get().name();
    }
    AgentModel agent = fleet.agents.get(renewal.getAgentId());
    agent.leaseUntilTick = model.tick + agent.leaseMillis;
    List<HeldGrant> held = renewal.getHeldGrantsList();
    String missing = renewal.getListsHeldFences() ? missing(fleet, agent, held) : "[]";
    String lost =
        Summary.each(
            held.stream().filter(grant -> !isHeld(fleet, agent, grant)).toList(),
            grant -> Summary.held(grant.getTaskId(), grant.getFence()));
    return Summary.renewed(agent.leaseMillis, agent.state, missing, lost);
  }

  private String missing(FleetModel fleet, AgentModel agent, List<HeldGrant> held) {
    List<TaskModel> missing =
        runningAt(fleet, agent.id).stream()
            .filter(task -> held.stream().noneMatch(grant -> names(grant, task)))
            .toList();
    return Summary.each(
        missing,
        task ->
            Summary.granted(
                task.id, task.fence, task.attempt, Math.max(0, task.leaseUntilTick - model.tick)));
  }

  private static boolean isHeld(FleetModel fleet, AgentModel agent, HeldGrant grant) {
    TaskModel task = fleet.tasks.get(grant.getTaskId());
    return task != null && task.runsAt(agent.id, agent.epoch) && names(grant, task);
  }

  private static boolean names(HeldGrant grant, TaskModel task) {
    return grant.getTaskId().equals(task.id) && grant.getFence() == task.fence;
  }

  String redeliver(RedeliverGrants request) {
    FleetModel fleet = model.fleet(request.getFleet());
    return refusal(fleet, request.getAgentId(), request.getEpoch())
        .map(ErrorReason::name)
        .orElseGet(
            () ->
                missing(
                    fleet, fleet.agents.get(request.getAgentId()), request.getHeldGrantsList()));
  }

  String drain(DrainAgentRequest request) {
    FleetModel fleet = model.fleet(request.getFleet());
    Optional<ErrorReason> refusal = refusal(fleet, request.getAgentId(), request.getEpoch());
    if (refusal.isPresent()) {
      return refusal.get().name();
    }
    AgentModel agent = fleet.agents.get(request.getAgentId());
    if (agent.state != AgentState.AGENT_STATE_DRAINING) {
      agent.state = AgentState.AGENT_STATE_DRAINING;
      agent.revision = model.position;
    }
    return "running " + runningAt(fleet, agent.id).size();
  }

  String deregister(DeregisterAgentRequest request) {
    FleetModel fleet = model.fleet(request.getFleet());
    Optional<ErrorReason> refusal = refusal(fleet, request.getAgentId(), request.getEpoch());
    if (refusal.isPresent()) {
      return refusal.get().name();
    }
    AgentModel agent = fleet.agents.get(request.getAgentId());
    List<TaskModel> running = runningAt(fleet, agent.id);
    running.forEach(model.returns::release);
    end(agent, AgentState.AGENT_STATE_STOPPED);
    return "released " + running.size();
  }

  private void end(AgentModel agent, AgentState state) {
    agent.state = state;
    agent.leaseUntilTick = 0;
    agent.revision = model.position;
  }
}
