package io.caxton.jepsen.sim;

import io.caxton.server.propose.LeaderClock;
import io.caxton.state.Fingerprint;
import io.caxton.state.RequestValidator;
import io.caxton.state.Result;
import io.caxton.state.session.Calls;
import io.caxton.v1.Command;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.NoOp;
import io.caxton.v1.Record;
import io.caxton.v1.Sweep;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;

/**
 * A leadership: takes requests, stamps records with the product's own clock, and commits them one
 * after the other. What is under way when it ends survives up to some record, as in a log.
 */
final class SimLeader {
  private static final int COMMANDS_MAX = 8;
  private static final int IN_FLIGHT_MAX = 4;

  private record Proposal(Record record, List<Message> messages) {}

  private final SimReplica replica;
  private final LeaderClock clock;
  private final Random random;
  private final BiConsumer<Record, List<Result>> onCommit;
  private final ArrayDeque<Message> waiting = new ArrayDeque<>();
  private final ArrayDeque<Proposal> inFlight = new ArrayDeque<>();

  SimLeader(
      SimReplica replica,
      LeaderClock clock,
      Random random,
      BiConsumer<Record, List<Result>> onCommit) {
    this.replica = replica;
    this.clock = clock;
    this.random = random;
    this.onCommit = onCommit;
    replica.catchUp();
    clock.start(replica.machine().tick(), replica.machine().wallMillis());
  }

  SimReplica replica() {
    return replica;
  }

  /** As the server: refuses what is malformed before it is stored. */
  void take(Message message) {
    if (RequestValidator.check(message.request()).isPresent()) {
      message.sender().accept(new Answer.Refused(ErrorReason.INVALID_ARGUMENT));
      return;
    }
    Command request = message.request();
    Command command =
        Calls.of(request).getSessionId() == 0
            ? request
            : request.toBuilder().setFingerprint(Fingerprint.of(request)).build();
    waiting.add(new Message(command, message.sender()));
  }

  /** What the leader itself wants done; nobody waits for it. */
  void propose(Command command) {
    waiting.add(new Message(command, answer -> {}));
  }

  /** The sweeper's look: time goes on, and what is due is proposed. */
  void look() {
    LeaderClock.Stamp now = clock.advance();
    boolean due =
        now.tick() >= replica.machine().nextDeadlineTick()
            || now.wallMillis() >= replica.machine().nextDeadlineWallMillis();
    if (due || random.nextInt(16) == 0) {
      propose(sweep(random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 1_000));
    } else if (random.nextInt(8) == 0) {
      propose(Command.newBuilder().setNoOp(NoOp.getDefaultInstance()).build());
    }
  }

  static Command sweep(int itemsMax) {
    return Command.newBuilder().setSweep(Sweep.newBuilder().setItemsMax(itemsMax)).build();
  }

  /** Time goes on and nothing else happens. */
  void advance() {
    clock.advance();
  }

  void stepWall(long agreedMillis) {
    clock.stepWall(agreedMillis);
  }

  /** Puts what waits into records. */
  void fill() {
    while (!waiting.isEmpty() && inFlight.size() < IN_FLIGHT_MAX) {
      LeaderClock.Stamp stamp = clock.advance();
      Record.Builder record =
          Record.newBuilder().setVersion(1).setTick(stamp.tick()).setWallMillis(stamp.wallMillis());
      List<Message> messages = new ArrayList<>();
      int commands = 1 + random.nextInt(COMMANDS_MAX);
      while (!waiting.isEmpty() && messages.size() < commands) {
        messages.add(waiting.removeFirst());
        record.addCommands(messages.getLast().request());
      }
      inFlight.addLast(new Proposal(record.build(), messages));
    }
  }

  /** The oldest record under way is committed and applied, and its callers are answered. */
  boolean commitOne() {
    if (inFlight.isEmpty()) {
      return false;
    }
    Proposal proposal = inFlight.removeFirst();
    List<Result> results = replica.lead(proposal.record());
    onCommit.accept(proposal.record(), results);
    for (int i = 0; i < results.size(); i++) {
      proposal.messages().get(i).sender().accept(new Answer.Applied(results.get(i)));
    }
    return true;
  }

  /**
   * It leads no more. Some of what is under way commits all the same and nobody hears of it, the
   * rest is lost; what only waited is refused.
   */
  void end() {
    int surviving = random.nextInt(inFlight.size() + 1);
    for (int i = 0; i < surviving; i++) {
      Proposal proposal = inFlight.removeFirst();
      onCommit.accept(proposal.record(), replica.lead(proposal.record()));
    }
    inFlight.clear();
    waiting.forEach(message -> message.sender().accept(new Answer.Refused(ErrorReason.NOT_LEADER)));
    waiting.clear();
    clock.stop();
  }
}
