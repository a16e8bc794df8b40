package io.caxton.jepsen.checker;

import io.caxton.jepsen.history.Operation;
import java.util.List;
import java.util.Optional;

/**
 * An agent's epochs: each registration begins the next one, and no call of an older one is
 * accepted. A running epoch may be lost at any moment; whether it was too early is a matter of time
 * and not of order, see {@link LeaseChecker}.
 */
public final class AgentModel implements Model<AgentModel.Epoch> {
  /** Where an agent is; epoch 0 stands for one that never registered. */
  public record Epoch(long number, String state) {
    private boolean runs() {
      return state.equals(RUNNING);
    }
  }

  public static final String RUNNING = "RUNNING";
  public static final String LOST = "LOST";
  public static final String STOPPED = "STOPPED";
  public static final String NONE = "NONE";

  @Override
  public Epoch initial() {
    return new Epoch(0, NONE);
  }

  @Override
  public Optional<Epoch> step(Epoch now, Operation operation) {
    return switch (operation.f()) {
      case "register" -> register(now, operation);
      case "read" -> read(now, (Long) operation.out("epoch"), (String) operation.out("state"));
      case "renew", "claim", "deregister" -> call(now, operation);
      default -> throw new IllegalArgumentException("not of an agent: " + operation);
    };
  }

  private static Optional<Epoch> register(Epoch now, Operation operation) {
    long next = now.number() + 1;
    return operation.unknown() || operation.out("epoch").equals(next)
        ? Optional.of(new Epoch(next, RUNNING))
        : Optional.empty();
  }

  private static Optional<Epoch> read(Epoch now, long epoch, String state) {
    Epoch seen = new Epoch(epoch, state);
    boolean lostNow = state.equals(LOST) && now.number() == epoch && now.runs();
    return seen.equals(now) || lostNow ? Optional.of(seen) : Optional.empty();
  }

  private static Optional<Epoch> call(Epoch now, Operation operation) {
    long epoch = (Long) operation.in("epoch");
    String result = operation.unknown() ? "ok" : (String) operation.out("result");
    boolean current = now.number() == epoch;
    return switch (result) {
      case "ok" -> {
        Epoch after = operation.is("deregister") ? new Epoch(epoch, STOPPED) : now;
        yield current && now.runs() ? Optional.of(after) : Optional.empty();
      }
      case "lost" ->
          !current ? Optional.empty() : Optional.of(now.runs() ? new Epoch(epoch, LOST) : now);
      case "stale" -> current ? Optional.empty() : Optional.of(now);
      default -> throw new IllegalArgumentException("not an answer: " + operation);
    };
  }

  /** Only what changes the epoch or ends it can matter without an answer. */
  @Override
  public List<Operation> relevant(List<Operation> operations) {
    return operations.stream()
        .filter(
            operation -> operation.ok() || operation.is("register") || operation.is("deregister"))
        .toList();
  }
}
