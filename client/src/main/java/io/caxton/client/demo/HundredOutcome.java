package io.caxton.client.demo;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one agent came to.
 *
 * @param step where it was killed; empty if it was not
 * @param atCount how many it had counted at least when it was killed
 * @param counted events in its journal: one for each message
 * @param state the digest of the state it had in the end
 * @param replayed the digest of the state that its journal and checkpoint give
 * @param backMillis from the kill to the end of the last message
 */
record HundredOutcome(
    String step,
    int atCount,
    boolean leaderKilled,
    long counted,
    String state,
    String replayed,
    long backMillis) {

  boolean equal(String calm) {
    return state.equals(calm) && replayed.equals(calm);
  }

  boolean good(String calm) {
    return counted == HundredRun.MESSAGES && equal(calm);
  }

  Map<String, Object> object(String calm) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("step", step);
    object.put("sent", HundredRun.MESSAGES);
    object.put("counted", counted);
    object.put("state_equal", equal(calm));
    object.put("killed_after", atCount);
    object.put("leader_killed", leaderKilled);
    object.put("back_millis", backMillis);
    return object;
  }

  String line(String calm) {
    return String.format(
        "%-20s killed after %2d counted%s: %d counted, the state %s; done %d ms after the kill",
        step,
        atCount,
        leaderKilled ? ", the leader too" : "",
        counted,
        equal(calm) ? "is that of a run without a crash" : "DIFFERS",
        backMillis);
  }
}
