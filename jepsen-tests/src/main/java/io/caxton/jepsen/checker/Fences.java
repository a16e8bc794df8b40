package io.caxton.jepsen.checker;

import io.caxton.jepsen.history.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The fences under which one task was granted: each is one grant's own, and they rise. */
final class Fences {
  private Fences() {}

  /** Of a claim that was granted something, or of a call under a grant. */
  static long of(Operation operation) {
    return (Long) (operation.is("claim") ? operation.out("token") : operation.in("token"));
  }

  /**
   * The grants by fence.
   *
   * @param say is told what is wrong with which of them
   */
  static Map<Long, Operation> check(
      List<Operation> claims, BiConsumer<String, List<Operation>> say) {
    Map<Long, Operation> byFence = new HashMap<>();
    for (Operation claim : claims) {
      Operation other = byFence.putIfAbsent(of(claim), claim);
      if (other != null) {
        say.accept("was granted twice under one token", List.of(other, claim));
      }
    }
    List<Operation> byStart = new ArrayList<>(claims);
    byStart.sort(Comparator.comparingLong(Operation::startNanos));
    for (Operation later : byStart) {
      claims.stream()
          .filter(earlier -> earlier.before(later) && of(earlier) > of(later))
          .findFirst()
          .ifPresent(earlier -> say.accept("got a lower token later", List.of(earlier, later)));
    }
    return byFence;
  }
}
