package io.caxton.jepsen.workload;

import io.caxton.client.CaxtonClient;
import io.caxton.jepsen.checker.AgentModel;
import io.caxton.jepsen.checker.LeaseChecker;
import io.caxton.jepsen.checker.Linearizable;
import io.caxton.jepsen.checker.Statistics;
import io.caxton.jepsen.checker.TaskRules;
import io.caxton.jepsen.checker.WellFormed;
import io.caxton.jepsen.client.RawNode;
import io.caxton.jepsen.history.Operation;
import io.caxton.jepsen.run.Checker;
import io.caxton.jepsen.run.Context;
import io.caxton.jepsen.run.Workload;
import io.caxton.v1.Agent;
import io.caxton.v1.AgentsGrpc;
import io.caxton.v1.GetAgentRequest;
import io.caxton.v1.GetAgentResponse;
import io.caxton.v1.ReadOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Agents whose instances fight for one id: they register, renew, stop renewing, leave, and go on
 * calling in epochs that are over.
 */
final class LeasesWorkload implements Workload {
  private static final int LANES = 4;
  private static final int INSTANCES_PER_LANE = 2;
  private static final int OPERATIONS_MAX = 150;
  private static final int PAUSE_MILLIS = 60;
  private static final Duration LEASES_END = Duration.ofSeconds(45);

  private final List<KeyLane> lanes = new ArrayList<>();

  @Override
  public String name() {
    return "leases";
  }

  @Override
  public String description() {
    return "agents register, renew, expire and leave; those of an old epoch go on calling";
  }

  @Override
  public void setUp(Context context) {
    for (int i = 0; i < LANES; i++) {
      lanes.add(new KeyLane(context.prefix() + "-a" + i, OPERATIONS_MAX));
    }
  }

  @Override
  public List<Worker> workers(Context context) {
    List<Worker> workers = new ArrayList<>();
    List<RawNode> nodes = context.nodes();
    for (int i = 0; i < LANES; i++) {
      KeyLane lane = lanes.get(i);
      CaxtonClient client = context.client(Calls.TIMEOUT);
      for (int j = 0; j < INSTANCES_PER_LANE; j++) {
        var random = context.random("instance-" + i + "-" + j);
        AgentInstance instance = new AgentInstance(new Caller(context), client, lane, random);
        Pace pace = new Pace(random, PAUSE_MILLIS);
        workers.add(
            () -> {
              instance.step();
              pace.pause();
            });
      }
      workers.add(fixedReader(context, nodes.get(i % nodes.size()), lane, i));
    }
    return workers;
  }

  /** Stays with one node while that leads, and asks the library otherwise. */
  private static Worker fixedReader(Context context, RawNode node, KeyLane lane, int number) {
    Caller caller = new Caller(context);
    FixedNode fixed = new FixedNode(node, FixedNode.QUESTION);
    CaxtonClient client = context.client(Calls.TIMEOUT);
    Pace pace = new Pace(context.random("reader-" + number), 2 * PAUSE_MILLIS);
    return () -> {
      String agent = lane.key();
      if (fixed.mayAnswer()) {
        GetAgentRequest request = GetAgentRequest.newBuilder().setAgentId(agent).build();
        read(
            caller,
            agent,
            () -> fixed.ask(AgentsGrpc.getGetAgentMethod(), request, GetAgentResponse.class));
      } else {
        read(caller, client, agent);
      }
      lane.ended(agent, true);
      pace.pause();
    };
  }

  private static Optional<Map<String, Object>> read(
      Caller caller, CaxtonClient client, String agent) {
    return read(
        caller,
        agent,
        () -> Calls.joinIfThere(client.agents().get(agent, ReadOptions.getDefaultInstance())));
  }

  private static Optional<Map<String, Object>> read(
      Caller caller, String agent, Supplier<Optional<GetAgentResponse>> call) {
    return caller.look(
        "read",
        agent,
        Operation.map("agent", agent),
        () -> shown(call.get().map(GetAgentResponse::getAgent)),
        seen -> seen);
  }

  private static Map<String, Object> shown(Optional<Agent> agent) {
    return Operation.map(
        "epoch", agent.map(Agent::getEpoch).orElse(0L),
        "state",
            agent
                .map(seen -> seen.getState().name().substring("AGENT_STATE_".length()))
                .orElse(AgentModel.NONE));
  }

  /** Nobody renews any more: every agent is read until it is seen to have ended. */
  @Override
  public void drain(Context context) {
    CaxtonClient client = context.client(Calls.TIMEOUT);
    Calls.together(
        lanes,
        lane -> {
          Caller caller = new Caller(context);
          for (String agent : lane.keys()) {
            Calls.untilPresent(LEASES_END, () -> ended(caller, client, agent));
          }
        });
  }

  private static Optional<Map<String, Object>> ended(
      Caller caller, CaxtonClient client, String agent) {
    Optional<Map<String, Object>> seen = read(caller, client, agent);
    if (seen.isPresent() && seen.get().get("state").equals(AgentModel.RUNNING)) {
      Calls.sleep(500);
      return Optional.empty();
    }
    return seen;
  }

  @Override
  public List<Checker> checkers() {
    return List.of(
        new WellFormed(),
        new Statistics(),
        new LeaseChecker(TaskRules.DRIFT_PERCENT),
        new Linearizable(new AgentModel()));
  }
}
