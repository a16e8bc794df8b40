package io.caxton.jepsen.checker;

import io.caxton.jepsen.history.Operation;
import java.util.List;
import java.util.Optional;

/** A counter that begins at zero: add answers the total after it, read the total. */
public final class CounterModel implements Model<Long> {
  @Override
  public Long initial() {
    return 0L;
  }

  @Override
  public Optional<Long> step(Long total, Operation operation) {
    long after = operation.is("add") ? total + (Long) operation.input() : total;
    return operation.unknown() || operation.output().equals(after)
        ? Optional.of(after)
        : Optional.empty();
  }

  @Override
  public List<Operation> relevant(List<Operation> operations) {
    return operations.stream().filter(operation -> operation.ok() || operation.is("add")).toList();
  }
}
