package io.caxton.jepsen.run;

import io.caxton.client.console.Json;
import io.caxton.jepsen.run.Verdict.Answer;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One question about a run and its answer.
 *
 * @param safety false: it asks whether something happened, not whether something wrong did
 */
public record Check(String name, boolean safety, Verdict verdict) {

  static Check safety(String name, Verdict verdict) {
    return new Check(name, true, verdict);
  }

  static Check other(String name, Verdict verdict) {
    return new Check(name, false, verdict);
  }

  static Verdict valid(Map<String, Object> facts) {
    return new Verdict(Answer.VALID, List.of(), facts);
  }

  static Verdict invalid(List<String> anomalies) {
    return new Verdict(Answer.INVALID, anomalies, Map.of());
  }

  /** Nothing wrong was seen, but the run does not count. */
  static Verdict unknown(String why) {
    return new Verdict(Answer.UNKNOWN, List.of(), Json.object("why", why));
  }

  /** The reason why it is not valid, in one line. */
  String reason() {
    String why =
        switch (verdict.answer()) {
          case INVALID -> verdict.anomalies().isEmpty() ? "?" : verdict.anomalies().getFirst();
          case UNKNOWN -> String.valueOf(verdict.facts().getOrDefault("why", "gave up"));
          case VALID -> "";
        };
    return name + ": " + why.lines().findFirst().orElse("").strip();
  }

  Map<String, Object> toMap() {
    return Json.object(
        "name", name,
        "answer", verdict.answer().name().toLowerCase(Locale.ROOT),
        "anomalies", verdict.anomalies(),
        "facts", verdict.facts());
  }
}
