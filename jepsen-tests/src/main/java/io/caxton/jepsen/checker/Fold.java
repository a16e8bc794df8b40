package io.caxton.jepsen.checker;

import java.util.function.Function;

/**
 * The state of a test's agent: how many numbers it has seen, and a hash of them in their order, so
 * that one left out, doubled or moved gives another state.
 */
public record Fold(long count, long hash) {
  public static final Fold EMPTY = new Fold(0, 0);

  public Fold after(long number) {
    return new Fold(count + 1, 31 * hash + number);
  }

  /** Of the numbers at places 1 to last. */
  static Fold of(long last, Function<Long, Long> numbers) {
    Fold fold = EMPTY;
    for (long seq = 1; seq <= last; seq++) {
      fold = fold.after(numbers.apply(seq));
    }
    return fold;
  }

  public static Fold parse(String text) {
    String[] words = text.split(" ");
    return new Fold(Long.parseLong(words[0]), Long.parseLong(words[1]));
  }

  @Override
  public String toString() {
    return count + " " + hash;
  }
}
