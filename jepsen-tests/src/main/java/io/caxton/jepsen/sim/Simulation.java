package io.caxton.jepsen.sim;

import static io.caxton.jepsen.sim.SimFailure.require;

import io.caxton.server.propose.LeaderClock;
import io.caxton.state.ConversationLimits;
import io.caxton.state.Limits;
import io.caxton.state.Result;
import io.caxton.state.StateMachine;
import io.caxton.v1.Record;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** One simulated life of a cluster; everything in it follows from the seed. */
public final class Simulation {
  private static final int REPLICAS = 3;

  /** In so many seeds one has agents with journals, checkpoints and messages, and no model. */
  private static final int MEMORY_ONE_OF = 5;

  private static final long STEPS_MAX = 20_000;
  private static final long WALL_MILLIS = 1_700_000_000_000L;
  private static final Limits LARGE =
      new Limits(50, 50, 50, 50, 50, 500, 1_024, 1L << 20, 4, ConversationLimits.BUILT_IN);
  private static final Limits SMALL =
      new Limits(4, 4, 3, 5, 9, 30, 128, 1L << 20, 0, ConversationLimits.BUILT_IN);

  private final Random random;
  private final Trace trace;
  private final Scheduler scheduler = new Scheduler();
  private final Ledger ledger = new Ledger();
  private final Promises promises = new Promises();
  private final Referee referee;
  private final Limits limits;
  private final List<SimReplica> replicas = new ArrayList<>();
  private final List<SimClient> clients = new ArrayList<>();
  private final long[] wallOffsets = new long[REPLICAS];
  private final int commandsMax;
  private Optional<SimLeader> leader = Optional.empty();
  private boolean calm;
  private int leaderChanges;
  private int restarts;

  private Simulation(long seed, boolean printed) {
    random = new Random(seed);
    boolean memory = Math.floorMod(seed, MEMORY_ONE_OF) == MEMORY_ONE_OF - 1;
    trace = new Trace(printed);
    limits = random.nextInt(3) == 0 ? SMALL : LARGE;
    boolean files = random.nextInt(100) == 0;
    commandsMax = 30 + random.nextInt(random.nextInt(8) == 0 ? 1_500 : 200);
    for (int i = 0; i < REPLICAS; i++) {
      Shelf shelf = files || memory ? new FileShelf(limits) : new MemoryShelf(limits);
      replicas.add(new SimReplica("n" + i, limits, ledger, shelf, trace));
    }
    int count = 1 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      Random own = new Random(random.nextLong());
      // Some share an agent id, and take the epoch away from each other.
      String agent = "a" + (random.nextInt(5) == 0 ? 0 : i);
      clients.add(new SimClient(own, this::send, this::trueWallMillis, agent, memory));
    }
    referee = new Referee(limits, ledger, promises, trace, !memory);
  }

  /** Runs one seed to its end. */
  public static Outcome run(long seed) {
    return run(seed, false);
  }

  /**
   * @param printed every event, to standard output
   */
  static Outcome run(long seed, boolean printed) {
    Simulation simulation = new Simulation(seed, printed);
    try {
      simulation.live();
      return simulation.outcome(seed, Optional.empty());
    } catch (RuntimeException broken) {
      return simulation.outcome(seed, Optional.of(broken));
    } finally {
      simulation.replicas.forEach(SimReplica::close);
    }
  }

  private Outcome outcome(long seed, Optional<RuntimeException> failure) {
    int snapshots = replicas.stream().mapToInt(SimReplica::snapshotsLoaded).sum();
    return new Outcome(
        seed,
        trace.step(),
        trace.hash(),
        failure,
        trace.newest(),
        new Outcome.Counts(
            ledger.size(),
            referee.commands(),
            promises.grants(),
            promises.replays(),
            leaderChanges,
            restarts,
            snapshots,
            referee.remembered()));
  }

  private long trueWallMillis() {
    return WALL_MILLIS + scheduler.nowMillis();
  }

  private void live() {
    elect();
    every(20, 120, this::look);
    every(5, 40, () -> leader.ifPresent(SimLeader::fill));
    every(5, 40, () -> leader.ifPresent(SimLeader::commitOne));
    clients.forEach(client -> every(1, 30, client::act));
    replicas.forEach(replica -> every(1, 100, () -> follow(replica)));
    every(20, 500, this::disturb);
    while (referee.commands() < commandsMax && trace.step() < STEPS_MAX) {
      step();
    }
    settle();
    referee.finish(replicas.getFirst().machine());
  }

  private void step() {
    trace.nextStep();
    scheduler.runNext();
  }

  /** Again and again, with pauses of random length. */
  private void every(int millisMin, int millisMax, Runnable action) {
    scheduler.in(
        millisMin + random.nextInt(millisMax - millisMin + 1),
        () -> {
          action.run();
          every(millisMin, millisMax, action);
        });
  }

  private void look() {
    leader.ifPresent(SimLeader::look);
  }

  private void follow(SimReplica replica) {
    if (leader.isPresent() && leader.get().replica() == replica) {
      return;
    }
    int records = random.nextInt(6);
    for (int i = 0; i < records && replica.follow(); i++) {}
  }

  /** To some node, perhaps twice, perhaps late, perhaps never. */
  private void send(Message message) {
    int copies = calm ? 1 : random.nextInt(10) == 0 ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      if (calm || random.nextInt(10) > 0) {
        Message back = new Message(message.request(), answer -> reply(message, answer));
        scheduler.in(delay(), () -> arrive(back));
      }
    }
  }

  private void arrive(Message message) {
    boolean atLeader = calm || random.nextInt(5) > 0;
    if (leader.isPresent() && atLeader) {
      leader.get().take(message);
    } else {
      message.sender().accept(new Answer.Refused(io.caxton.v1.ErrorReason.NOT_LEADER));
    }
  }

  private void reply(Message message, Answer answer) {
    if (calm || random.nextInt(8) > 0) {
      scheduler.in(delay(), () -> message.sender().accept(answer));
    }
  }

  private long delay() {
    return !calm && random.nextInt(30) == 0 ? random.nextInt(20_000) : 1 + random.nextInt(20);
  }

  /** A fault, or a moment of administration. */
  private void disturb() {
    if (calm) {
      return;
    }
    SimReplica one = replicas.get(random.nextInt(REPLICAS));
    SimReplica other = replicas.get(random.nextInt(REPLICAS));
    switch (random.nextInt(12)) {
      case 0, 1 -> changeLeader();
      case 2, 3, 4 -> one.takeSnapshot(random.nextInt(5) == 0);
      case 5, 6 -> restart(one);
      case 7 -> {
        if (!leads(one)) {
          one.installFrom(other);
        }
      }
      case 8 -> wallOffsets[random.nextInt(REPLICAS)] = random.nextInt(7_200_000) - 3_600_000L;
      case 9 -> leader.ifPresent(l -> l.stepWall(trueWallMillis() + random.nextInt(2_000)));
      case 10 -> {
        trace.add("a pause");
        scheduler.pass(random.nextInt(30_000));
      }
      default -> passTime(random.nextInt(15_000));
    }
  }

  private boolean leads(SimReplica replica) {
    return leader.isPresent() && leader.get().replica() == replica;
  }

  private void restart(SimReplica replica) {
    if (leads(replica)) {
      changeLeader();
    }
    if (!leads(replica)) {
      restarts++;
      replica.restart(random.nextBoolean() ? Optional.of(random) : Optional.empty());
    }
  }

  /** The old one ends, at times without a new one for a while. */
  private void changeLeader() {
    leader.ifPresent(SimLeader::end);
    leader = Optional.empty();
    if (random.nextInt(3) == 0) {
      scheduler.in(random.nextInt(3_000), this::elect);
    } else {
      elect();
    }
  }

  private void elect() {
    if (leader.isPresent()) {
      return;
    }
    int chosen = random.nextInt(REPLICAS);
    LeaderClock clock =
        new LeaderClock(
            () -> scheduler.nowMillis() * 1_000_000, () -> trueWallMillis() + wallOffsets[chosen]);
    SimReplica replica = replicas.get(chosen);
    leader = Optional.of(new SimLeader(replica, clock, random, this::committed));
    leaderChanges++;
    trace.add(replica + " leads from tick " + replica.machine().tick());
  }

  private void committed(Record record, List<Result> results) {
    StateMachine machine = leader.orElseThrow().replica().machine();
    referee.committed(record, results, machine, scheduler.nowMillis());
  }

  /** Time goes on without calls, in steps that count. */
  private void passTime(long millis) {
    trace.add("time passes: " + millis);
    for (long passed = 0; passed < millis && leader.isPresent(); passed += 150) {
      scheduler.pass(150);
      leader.get().advance();
    }
  }

  /** No more faults, no new calls: everything that is open must be answered now. */
  private void settle() {
    calm = true;
    clients.forEach(SimClient::rest);
    elect();
    long deadline = trace.step() + 20_000;
    while (!clients.stream().allMatch(SimClient::isDone)) {
      require(trace.step() < deadline, "a call is not answered, on a quiet cluster");
      step();
    }
    leader.get().fill();
    while (leader.get().commitOne()) {
      leader.get().fill();
    }
    for (SimReplica replica : replicas) {
      replica.catchUp();
      replica.checkDigest();
      replica.restart(Optional.empty());
      replica.catchUp();
      replica.checkDigest();
    }
  }
}
