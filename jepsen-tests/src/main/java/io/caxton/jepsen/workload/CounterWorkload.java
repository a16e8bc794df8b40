package io.caxton.jepsen.workload;

import io.caxton.client.CaxtonClient;
import io.caxton.jepsen.checker.CounterChecker;
import io.caxton.jepsen.checker.CounterModel;
import io.caxton.jepsen.checker.Linearizable;
import io.caxton.jepsen.checker.SameAnswer;
import io.caxton.jepsen.checker.Statistics;
import io.caxton.jepsen.checker.WellFormed;
import io.caxton.jepsen.client.RawCall;
import io.caxton.jepsen.client.RawNode;
import io.caxton.jepsen.run.Checker;
import io.caxton.jepsen.run.Context;
import io.caxton.jepsen.run.Workload;
import io.caxton.v1.AgentsGrpc;
import io.caxton.v1.GetAgentRequest;
import io.caxton.v1.GetAgentResponse;
import io.caxton.v1.ReadOptions;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.RegisterAgentResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The epoch of an agent as a counter: each registration adds one and answers the total, whatever is
 * there, so that a call which is executed twice shows in every later answer. Requests are sent
 * again on purpose: after they were answered, over other connections, after more than a minute, and
 * all of them once more at the end.
 */
final class CounterWorkload implements Workload {
  private static final int LANES = 2;
  private static final int ADDERS_PER_LANE = 3;
  private static final int OPERATIONS_MAX = 180;
  private static final int PAUSE_MILLIS = 30;
  private static final int CALLS_PER_SESSION = 4_000;

  /** No lease ends: only the epoch matters. */
  private static final int LEASE_MILLIS = 3_600_000;

  private static final Duration FINAL_READ = Duration.ofSeconds(20);

  private final List<KeyLane> lanes = new ArrayList<>();
  private final List<ResentCalls> calls = new CopyOnWriteArrayList<>();
  private final AtomicLong resent = new AtomicLong();

  @Override
  public String name() {
    return "counter";
  }

  @Override
  public String description() {
    return "an agent's epoch as a counter: each add counts once, however often it is sent";
  }

  @Override
  public void setUp(Context context) {
    for (int i = 0; i < LANES; i++) {
      lanes.add(new KeyLane(context.prefix() + "-c" + i, OPERATIONS_MAX));
    }
  }

  @Override
  public List<Worker> workers(Context context) {
    List<Worker> workers = new ArrayList<>();
    CaxtonClient client = context.client(Calls.TIMEOUT);
    for (int i = 0; i < LANES; i++) {
      KeyLane lane = lanes.get(i);
      for (int j = 0; j < ADDERS_PER_LANE; j++) {
        workers.add(adder(context, lane, context.random("adder-" + i + "-" + j)));
      }
      Caller reader = new Caller(context);
      Pace pace = new Pace(context.random("reader-" + i), PAUSE_MILLIS);
      workers.add(
          () -> {
            String key = lane.key();
            read(reader, client, key);
            lane.ended(key, true);
            pace.pause();
          });
    }
    List<RawNode> nodes = context.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      workers.add(fixedReader(context, nodes.get(i), lanes.get(i % LANES)));
    }
    return workers;
  }

  private Worker adder(Context context, KeyLane lane, Random random) {
    Caller caller = new Caller(context);
    ResentCalls resending = new ResentCalls(context, random, resent, CALLS_PER_SESSION);
    calls.add(resending);
    Pace pace = new Pace(random, PAUSE_MILLIS);
    return () -> {
      if (resending.hasSession()) {
        String key = lane.key();
        caller.change("add", key, 1L, () -> add(resending, key), total -> total);
        lane.ended(key, caller.lastIsKnown());
        if (random.nextInt(3) == 0) {
          resending.again();
        }
      }
      pace.pause();
    };
  }

  private static Long add(ResentCalls resending, String agent) {
    return resending
        .send(
            call ->
                new RawCall<>(
                    AgentsGrpc.getRegisterAgentMethod(),
                    RegisterAgentRequest.newBuilder()
                        .setCall(call)
                        .setAgentId(agent)
                        .setLeaseMillis(LEASE_MILLIS)
                        .build()),
            RegisterAgentResponse.class)
        .getAgent()
        .getEpoch();
  }

  private static Worker fixedReader(Context context, RawNode node, KeyLane lane) {
    Caller caller = new Caller(context);
    FixedNode fixed = new FixedNode(node, FixedNode.QUESTION);
    Pace pace = new Pace(context.random("reader-" + node.id()), PAUSE_MILLIS);
    return () -> {
      if (fixed.mayAnswer()) {
        String key = lane.key();
        GetAgentRequest request = GetAgentRequest.newBuilder().setAgentId(key).build();
        caller.look(
            "read",
            key,
            null,
            () -> total(fixed.ask(AgentsGrpc.getGetAgentMethod(), request, GetAgentResponse.class)),
            total -> total);
        lane.ended(key, true);
        pace.pause();
      }
    };
  }

  private static Optional<Long> read(Caller caller, CaxtonClient client, String key) {
    return caller.look(
        "read",
        key,
        null,
        () -> total(Calls.joinIfThere(client.agents().get(key, ReadOptions.getDefaultInstance()))),
        total -> total);
  }

  private static Long total(Optional<GetAgentResponse> read) {
    return read.map(response -> response.getAgent().getEpoch()).orElse(0L);
  }

  @Override
  public void drain(Context context) {
    Calls.together(calls, ResentCalls::manyAgain);
    CaxtonClient client = context.client(Calls.TIMEOUT);
    Caller caller = new Caller(context);
    for (KeyLane lane : lanes) {
      for (String key : lane.keys()) {
        Calls.untilPresent(FINAL_READ, () -> read(caller, client, key));
      }
    }
  }

  @Override
  public List<Checker> checkers() {
    return List.of(
        new WellFormed(),
        new Statistics(),
        new CounterChecker(),
        new SameAnswer(),
        new Linearizable(new CounterModel()));
  }
}
