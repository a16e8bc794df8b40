package io.caxton.jepsen.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.jepsen.history.Op;
import io.caxton.jepsen.history.Op.Type;
import io.caxton.jepsen.history.Operation;
import io.caxton.jepsen.run.Verdict.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

class LinearizableTest {
  private static final int HISTORIES = 20_000;

  @Test
  void shouldAgreeWithTryingEveryOrder() {
    long seed = Long.getLong("caxton.seed", ThreadLocalRandom.current().nextInt(1_000_000));
    Random random = new Random(seed);
    RegisterModel model = new RegisterModel();
    int invalid = 0;
    for (int i = 0; i < HISTORIES; i++) {
      List<Op> history = randomHistory(random);
      boolean expected =
          someOrder(model, model.initial(), Operation.of(history), new ArrayList<>());
      invalid += expected ? 0 : 1;
      assertThat(new Linearizable(model).check(history).answer())
          .as("seed %d, history %d: %s", seed, i, history)
          .isEqualTo(expected ? Answer.VALID : Answer.INVALID);
    }
    // Both kinds, or the comparison shows nothing.
    assertThat(invalid).isBetween(HISTORIES / 10, HISTORIES * 9 / 10);
  }

  @Test
  void shouldJudgeALongKeyWithManyUnknownAddsInTime() {
    // given 2 000 adds by 6 processes, one in 20 unknown, of which every second one counted
    Random random = new Random(1);
    List<Op> history = new ArrayList<>();
    long total = 0;
    int process = 6;
    for (int i = 0; i < 2_000; i++) {
      boolean unknown = i % 20 == 0;
      int who = unknown ? process++ : i % 6;
      history.add(op(who, Type.INVOKE, "add", 1L, i * 100L));
      if (unknown) {
        total += i / 20 % 2;
        history.add(op(who, Type.INFO, "add", 1L, i * 100L + 50));
      } else {
        history.add(op(who, Type.OK, "add", ++total, i * 100L + random.nextInt(90)));
      }
    }

    // when, then
    Linearizable checker = new Linearizable(new CounterModel(), 3_000_000, Duration.ofSeconds(20));
    assertThat(checker.check(history).answer()).isEqualTo(Answer.VALID);
    history.add(op(1_000, Type.INVOKE, "read", null, 1_000_000L));
    history.add(op(1_000, Type.OK, "read", total + 60, 1_000_001L));
    assertThat(checker.check(history).answer()).isEqualTo(Answer.INVALID);
  }

  @Test
  void shouldSayUnknownWhenItGivesUp() {
    List<Op> history = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      history.add(op(i, Type.INVOKE, "write", (long) i, i));
      history.add(op(100 + i, Type.INVOKE, "read", null, i));
    }
    for (int i = 0; i < 40; i++) {
      history.add(op(i, Type.OK, "write", (long) i, 1_000 + i));
      history.add(op(100 + i, Type.OK, "read", (long) i, 1_000 + i));
    }
    history.add(op(200, Type.INVOKE, "read", null, 2_000));
    history.add(op(200, Type.OK, "read", 99L, 2_001));
    assertThat(
            new Linearizable(new RegisterModel(), 1_000, Duration.ofSeconds(20))
                .check(history)
                .answer())
        .isEqualTo(Answer.UNKNOWN);
  }

  private static Op op(int process, Type type, String f, Object value, long time) {
    return new Op(process, type, f, "k", value, time, Optional.empty());
  }

  /** A few overlapping operations with answers that may or may not fit. */
  private static List<Op> randomHistory(Random random) {
    List<Op> history = new ArrayList<>();
    int size = 3 + random.nextInt(4);
    for (int i = 0; i < size; i++) {
      long start = random.nextInt(20);
      long end = start + 1 + random.nextInt(8);
      Long known = random.nextInt(size + 1) == size ? null : (Long) (long) random.nextInt(size);
      String f = List.of("read", "read", "write", "cas").get(random.nextInt(4));
      Object input =
          switch (f) {
            case "read" -> null;
            case "write" -> (long) i;
            default -> java.util.Arrays.asList(known, (long) i);
          };
      history.add(op(i, Type.INVOKE, f, input, start));
      int outcome = random.nextInt(10);
      if (outcome < 7) {
        history.add(op(i, Type.OK, f, f.equals("read") ? known : input, end));
      } else {
        history.add(op(i, outcome < 9 ? Type.INFO : Type.FAIL, f, input, end));
      }
    }
    history.sort(
        Comparator.comparingLong(Op::timeNanos).thenComparing(op -> op.type() != Type.INVOKE));
    return history;
  }

  private static boolean someOrder(
      RegisterModel model, RegisterModel.Cell state, List<Operation> all, List<Operation> done) {
    List<Operation> left = all.stream().filter(op -> !op.failed() && !done.contains(op)).toList();
    if (left.stream().allMatch(Operation::unknown)) {
      return true;
    }
    for (Operation next : left) {
      boolean mayComeNow = left.stream().noneMatch(op -> op.ok() && op.before(next));
      Optional<RegisterModel.Cell> after = mayComeNow ? model.step(state, next) : Optional.empty();
      if (after.isPresent()) {
        done.add(next);
        if (someOrder(model, after.get(), all, done)) {
          return true;
        }
        done.removeLast();
      }
    }
    return false;
  }
}
