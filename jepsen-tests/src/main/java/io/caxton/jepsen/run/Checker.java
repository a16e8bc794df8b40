package io.caxton.jepsen.run;

import io.caxton.jepsen.history.Op;
import java.util.List;

/** Judges a whole history by one rule. Sees nothing but the history. */
public interface Checker {
  String name();

  Verdict check(List<Op> history);
}
