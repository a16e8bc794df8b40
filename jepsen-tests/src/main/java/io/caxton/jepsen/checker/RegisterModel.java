package io.caxton.jepsen.checker;

import io.caxton.jepsen.history.Operation;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** A register that begins empty: read, write, compare-and-set. Each value is written once. */
public final class RegisterModel implements Model<RegisterModel.Cell> {
  /**
   * @param value null if nothing was written
   */
  public record Cell(Object value) {
    @Override
    public String toString() {
      return "value " + value;
    }
  }

  @Override
  public Cell initial() {
    return new Cell(null);
  }

  @Override
  public Optional<Cell> step(Cell cell, Operation operation) {
    return switch (operation.f()) {
      case "read" ->
          operation.unknown() || Objects.equals(operation.output(), cell.value())
              ? Optional.of(cell)
              : Optional.empty();
      case "write" -> Optional.of(new Cell(operation.input()));
      case "cas" ->
          Objects.equals(expected(operation), cell.value())
              ? Optional.of(new Cell(replacement(operation)))
              : Optional.empty();
      default -> throw new IllegalArgumentException("not of a register: " + operation);
    };
  }

  /** Since values are unique, a write that nobody read need not have happened. */
  @Override
  public List<Operation> relevant(List<Operation> operations) {
    Set<Object> seen = new HashSet<>();
    for (Operation operation : operations) {
      if (operation.is("read") && operation.ok()) {
        seen.add(operation.output());
      } else if (operation.is("cas")) {
        seen.add(expected(operation));
      }
    }
    return operations.stream()
        .filter(operation -> operation.ok() || seen.contains(written(operation)))
        .toList();
  }

  private static Object written(Operation operation) {
    return switch (operation.f()) {
      case "write" -> operation.input();
      case "cas" -> replacement(operation);
      // Of unknown outcome: tells nothing.
      default -> RegisterModel.class;
    };
  }

  private static Object expected(Operation operation) {
    return ((List<?>) operation.input()).get(0);
  }

  private static Object replacement(Operation operation) {
    return ((List<?>) operation.input()).get(1);
  }
}
