package io.caxton.jepsen.run;

import java.util.List;
import java.util.Map;

/**
 * What a checker found.
 *
 * @param anomalies each one sentence with the operations that show it; empty unless INVALID
 * @param facts counts worth printing, in their order
 */
public record Verdict(Answer answer, List<String> anomalies, Map<String, Object> facts) {

  /** Giving up is not a pass. */
  public enum Answer {
    VALID,
    UNKNOWN,
    INVALID
  }
}
