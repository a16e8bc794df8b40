package io.caxton.jepsen.sim;

import static io.caxton.jepsen.sim.SimFailure.require;

import io.caxton.state.Result;
import io.caxton.state.session.Calls;
import io.caxton.state.session.Replays;
import io.caxton.v1.Call;
import io.caxton.v1.Command;
import io.caxton.v1.Record;
import io.caxton.v1.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The promises that can be seen in requests and replies alone, in log order. Knows nothing of how a
 * state is kept: what it finds is wrong whatever the model says.
 */
final class Promises {
  private record CallKey(long session, long sequence) {}

  private record Executed(long fingerprint, Reply reply) {}

  private final Map<CallKey, Executed> executed = new HashMap<>();
  private final GrantPromises grants = new GrantPromises();
  private long position;
  private long tick;
  private long replays;

  long replays() {
    return replays;
  }

  long grants() {
    return grants.count();
  }

  /** {@code trueMillis} passed since the beginning. */
  void committed(Record record, List<Result> results, long trueMillis) {
    require(record.getTick() >= tick, "the tick goes back from %d to %d", tick, record.getTick());
    require(
        record.getTick() <= trueMillis,
        "the tick %d is ahead of the time that passed, %d: leases would end early",
        record.getTick(),
        trueMillis);
    tick = record.getTick();
    require(results.size() == record.getCommandsCount(), "not one result for each command");
    for (int i = 0; i < results.size(); i++) {
      command(record.getCommands(i), results.get(i));
    }
  }

  private void command(Command command, Result result) {
    require(
        result.position() == position + 1, "position %d follows %d", result.position(), position);
    position = result.position();
    Call call = Calls.of(command);
    CallKey key = new CallKey(call.getSessionId(), call.getSequence());
    Executed before = call.getSessionId() == 0 ? null : executed.get(key);
    if (result.replayed()) {
      replays++;
      require(before != null, "%s was replayed and never executed", key);
      require(
          Replays.mark(before.reply()).equals(result.reply()),
          "%s was answered\n%s\nand again\n%s",
          key,
          before.reply(),
          result.reply());
      require(before.fingerprint() == command.getFingerprint(), "%s replayed other content", key);
    } else if (call.getSessionId() == 0) {
      grants.executed(command, result.reply(), position, tick);
    } else if (!isGates(result.reply())) {
      require(before == null, "%s was executed twice", key);
      executed.put(key, new Executed(command.getFingerprint(), result.reply()));
      grants.executed(command, result.reply(), position, tick);
    }
  }

  /** Given instead of an execution: leaves no outcome. */
  private static boolean isGates(Reply reply) {
    return switch (reply.getRefusal().getReason()) {
      case SESSION_EXPIRED, SEQUENCE_TOO_OLD, IDEMPOTENCY_MISMATCH, INVALID_ARGUMENT -> true;
      case LIMIT_REACHED -> reply.getRefusal().getMessage().contains("outcomes of a session");
      default -> false;
    };
  }
}
