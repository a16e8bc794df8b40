package io.caxton.jepsen.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.jepsen.sim.model.Comparison;
import io.caxton.jepsen.sim.model.Model;
import io.caxton.jepsen.sim.model.Summary;
import io.caxton.state.Limits;
import io.caxton.state.Result;
import io.caxton.state.StateMachine;
import io.caxton.v1.Call;
import io.caxton.v1.Command;
import io.caxton.v1.Record;
import io.caxton.v1.Reply;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Queues against a model of plain collections that looks at everything anew each time: after every
 * operation the same reply, and again and again the same state. In between the state machine starts
 * anew from its rows.
 *
 * <p>One seed again: {@code -Dtest=QueueModelTest -Dcaxton.seed=SEED}.
 */
class QueueModelTest {
  private static final int OPERATIONS_BETWEEN_CHECKS = 50;
  private static final int OPERATIONS_BETWEEN_STARTS = 2_000;
  // So few messages that tasks are packed too.
  private static final Limits LIMITS =
      new Limits(2, 8, 2, 8, 10, 10, 64, 1L << 20, 1, io.caxton.state.ConversationLimits.BUILT_IN);

  private final Map<Reply.ReplyCase, Integer> effective = new EnumMap<>(Reply.ReplyCase.class);
  private StateMachine machine = new StateMachine(LIMITS);
  private final Model model = new Model(LIMITS);
  private long tick = 1_000;
  private long wallMillis = 1_700_000_000_000L;

  @Test
  void shouldAgreeWithTheModelOnEveryReplyAndState() {
    run(Long.getLong("caxton.seed", new Random().nextLong(1L << 40)), 40_000);
    assertThat(effective.keySet())
        .contains(
            Reply.ReplyCase.CLAIM_TASKS,
            Reply.ReplyCase.PURGE_QUEUE,
            Reply.ReplyCase.REDRIVE_TASKS,
            Reply.ReplyCase.PURGE_DEAD_TASKS,
            Reply.ReplyCase.SETTLE_LATE_RESULT,
            Reply.ReplyCase.SWEEP);
  }

  @Test
  @Tag("slow")
  void shouldAgreeWithTheModelForAMillionOperations() {
    run(Long.getLong("caxton.seed", new Random().nextLong(1L << 40)), 1_000_000);
  }

  private void run(long seed, int operations) {
    System.out.printf("seed %d: -Dtest=QueueModelTest -Dcaxton.seed=%d%n", seed, seed);
    Random random = new Random(seed);
    QueueRequests requests = new QueueRequests(random);
    for (int i = 1; i <= operations; i++) {
      pass(random);
      boolean sweeps = machine.nextDeadlineTick() <= tick && random.nextInt(3) > 0;
      Command command = sweeps ? SimLeader.sweep(1 + random.nextInt(6)) : requests.next();
      Reply reply = apply(command, "seed " + seed + ", operation " + i);
      requests.learn(command, reply);
      if (i % OPERATIONS_BETWEEN_CHECKS == 0 || i == operations) {
        Comparison.check(model, machine.freeze());
        assertThat(machine.nextDeadlineTick())
            .as("seed %d, operation %d", seed, i)
            .isEqualTo(model.nextDeadlineTick());
      }
      if (i % OPERATIONS_BETWEEN_STARTS == 0) {
        machine = Rows.of(machine.freezeForSnapshot()).load(LIMITS);
      }
    }
  }

  private void pass(Random random) {
    long millis = random.nextInt(40) == 0 ? random.nextInt(3_000) : random.nextInt(30);
    tick += millis;
    wallMillis += millis;
  }

  private Reply apply(Command command, String when) {
    Record record =
        Record.newBuilder()
            .setVersion(1)
            .setTick(tick)
            .setWallMillis(wallMillis)
            .addCommands(command)
            .build();
    List<Result> results = SimReplica.apply(machine, record);
    Reply reply = results.getFirst().reply();
    model.begin(record);
    Model.Expected expected = model.apply(command, Call.getDefaultInstance());
    String summary = Summary.of(reply);
    if (!expected.summary().equals(summary)) {
      assertThat(summary).as("%s: %s", when, command).isEqualTo(expected.summary());
    }
    Comparison.adopt(model, machine.freeze());
    if (didSomething(reply)) {
      effective.merge(reply.getReplyCase(), 1, Integer::sum);
    }
    return reply;
  }

  private static boolean didSomething(Reply reply) {
    return switch (reply.getReplyCase()) {
      case REFUSAL, REPLY_NOT_SET -> false;
      case CLAIM_TASKS -> reply.getClaimTasks().getGrantsCount() > 0;
      case PURGE_QUEUE -> reply.getPurgeQueue().getPurged() > 0;
      case REDRIVE_TASKS ->
          reply.getRedriveTasks().getResultsList().stream()
              .anyMatch(result -> !result.getNewTaskId().isEmpty());
      case PURGE_DEAD_TASKS ->
          reply.getPurgeDeadTasks().getResultsList().stream()
              .anyMatch(result -> !result.hasRefusal());
      case SWEEP -> reply.getSweep().getItems() > 0;
      default -> true;
    };
  }
}
