package io.caxton.client.agent;

import java.util.TreeSet;

/**
 * The messages of one conversation that were given back and have not come again. What was under way
 * behind them must not overtake them; the cluster itself holds back what it had not yet delivered.
 */
final class GivenBack {
  private final TreeSet<Long> seqs = new TreeSet<>();

  void add(long seq) {
    seqs.add(seq);
  }

  /** A message came; says whether it has to be given back too. */
  boolean isTooEarly(long seq) {
    if (seqs.contains(seq)) {
      // It comes in its turn: what was before it and did not come has expired.
      seqs.headSet(seq, true).clear();
      return false;
    }
    if (seqs.isEmpty() || seqs.first() > seq) {
      return false;
    }
    seqs.add(seq);
    return true;
  }

  boolean isEmpty() {
    return seqs.isEmpty();
  }
}
