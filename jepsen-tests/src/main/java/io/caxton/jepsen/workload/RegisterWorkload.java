package io.caxton.jepsen.workload;

import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.jepsen.checker.Linearizable;
import io.caxton.jepsen.checker.RegisterModel;
import io.caxton.jepsen.checker.Statistics;
import io.caxton.jepsen.checker.WellFormed;
import io.caxton.jepsen.run.Checker;
import io.caxton.jepsen.run.Context;
import io.caxton.jepsen.run.Workload;
import io.caxton.v1.GetRouteRequest;
import io.caxton.v1.GetRouteResponse;
import io.caxton.v1.ReadOptions;
import io.caxton.v1.RoutesGrpc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Routes as registers: writes, compare-and-set by revision, linearizable reads. Readers that stay
 * with one node catch a leader that was replaced and does not know it.
 */
final class RegisterWorkload implements Workload {
  private static final int LANES = 5;
  private static final int MIXED_PER_LANE = 2;

  /**
   * Many questions must lie in the socket of a paused leader: it has little time to answer one
   * before it learns that it was replaced.
   */
  private static final int FIXED_PER_LANE_AND_NODE = 2;

  private static final int OPERATIONS_MAX = 180;
  private static final int PAUSE_MILLIS = 40;
  private static final Duration FINAL_READ = Duration.ofSeconds(20);

  private final List<KeyLane> lanes = new ArrayList<>();

  /** Of the whole run: no value is written twice. */
  private final AtomicLong values = new AtomicLong();

  @Override
  public String name() {
    return "register";
  }

  @Override
  public String description() {
    return "routes as registers: write, compare-and-set, read; also from nodes that may be stale";
  }

  @Override
  public void setUp(Context context) {
    for (int i = 0; i < LANES; i++) {
      lanes.add(new KeyLane(context.prefix() + "-r" + i, OPERATIONS_MAX));
    }
  }

  @Override
  public List<Worker> workers(Context context) {
    List<Worker> workers = new ArrayList<>();
    CaxtonClient client = context.client(Calls.TIMEOUT);
    CaxtonClient other = context.client(Calls.TIMEOUT);
    List<FixedNode> fixed =
        context.nodes().stream().map(node -> new FixedNode(node, FixedNode.QUESTION)).toList();
    for (int i = 0; i < LANES; i++) {
      KeyLane lane = lanes.get(i);
      for (int j = 0; j < MIXED_PER_LANE; j++) {
        Random random = context.random("register-" + i + "-" + j);
        workers.add(mixed(new Mixed(context, lane, j % 2 == 0 ? client : other, random)));
      }
      for (FixedNode node : fixed) {
        for (int j = 0; j < FIXED_PER_LANE_AND_NODE; j++) {
          Random random = context.random("register-" + node + "-" + i + "-" + j);
          workers.add(reader(new Caller(context), node, lane, new Pace(random, PAUSE_MILLIS)));
        }
      }
    }
    return workers;
  }

  private static Worker mixed(Mixed mixed) {
    Pace pace = new Pace(mixed.random, PAUSE_MILLIS);
    return () -> {
      mixed.step();
      pace.pause();
    };
  }

  private static Worker reader(Caller caller, FixedNode node, KeyLane lane, Pace pace) {
    return () -> {
      if (node.mayAnswer()) {
        read(caller, node, lane);
        pace.pause();
      }
    };
  }

  private static void read(Caller caller, FixedNode node, KeyLane lane) {
    String key = lane.key();
    caller.look(
        "read",
        key,
        null,
        () ->
            RouteCell.of(
                node.ask(
                    RoutesGrpc.getGetRouteMethod(),
                    GetRouteRequest.newBuilder().setName(key).build(),
                    GetRouteResponse.class)),
        RouteCell::shown);
    lane.ended(key, true);
  }

  /** Reads, writes and compare-and-sets through the library. */
  private final class Mixed {
    private final KeyLane lane;
    private final CaxtonClient client;
    private final Random random;
    private final Caller caller;

    Mixed(Context context, KeyLane lane, CaxtonClient client, Random random) {
      this.lane = lane;
      this.client = client;
      this.random = random;
      caller = new Caller(context);
    }

    void step() {
      String key = lane.key();
      int dice = random.nextInt(100);
      if (dice < 35) {
        read(key);
      } else if (dice < 70) {
        write(key);
      } else {
        read(key).ifPresent(seen -> compareAndSet(key, seen));
      }
    }

    private Optional<RouteCell> read(String key) {
      Optional<RouteCell> seen = readThrough(client, caller, key);
      lane.ended(key, true);
      return seen;
    }

    private void write(String key) {
      long value = values.incrementAndGet();
      caller.change(
          "write",
          key,
          value,
          () -> CaxtonException.join(client.routes().put(RouteCell.put(key, value).build())),
          put -> value);
      lane.ended(key, caller.lastIsKnown());
    }

    private void compareAndSet(String key, RouteCell seen) {
      long value = values.incrementAndGet();
      List<Object> input = Arrays.asList(seen.shown(), value);
      var request = RouteCell.put(key, value).setExpectedRevision(seen.revision()).build();
      caller.change(
          "cas",
          key,
          input,
          () -> CaxtonException.join(client.routes().put(request)),
          put -> input);
      lane.ended(key, caller.lastIsKnown());
    }
  }

  private static Optional<RouteCell> readThrough(CaxtonClient client, Caller caller, String key) {
    return caller.look(
        "read",
        key,
        null,
        () ->
            RouteCell.of(
                Calls.joinIfThere(client.routes().get(key, ReadOptions.getDefaultInstance()))),
        RouteCell::shown);
  }

  /** Reads every key once more: what was written to a key that was left may be lost later. */
  @Override
  public void drain(Context context) {
    CaxtonClient client = context.client(Calls.TIMEOUT);
    Caller caller = new Caller(context);
    for (KeyLane lane : lanes) {
      for (String key : lane.keys()) {
        Calls.untilPresent(FINAL_READ, () -> readThrough(client, caller, key));
      }
    }
  }

  @Override
  public List<Checker> checkers() {
    return List.of(new WellFormed(), new Statistics(), new Linearizable(new RegisterModel()));
  }
}
