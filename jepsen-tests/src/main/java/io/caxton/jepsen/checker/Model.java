package io.caxton.jepsen.checker;

import io.caxton.jepsen.history.Operation;
import java.util.List;
import java.util.Optional;

/**
 * What one thing would do if calls came one after another.
 *
 * @param <S> its state: immutable, compared by equals
 */
public interface Model<S> {
  S initial();

  /**
   * The state after this operation, or empty if it cannot have been answered so in this state. For
   * an operation whose outcome is unknown any answer will do.
   */
  Optional<S> step(S state, Operation operation);

  /**
   * Leaves out what no order depends on: an operation of unknown outcome whose effect nobody can
   * have seen. Fewer of them make the search faster, nothing else.
   */
  List<Operation> relevant(List<Operation> operations);
}
