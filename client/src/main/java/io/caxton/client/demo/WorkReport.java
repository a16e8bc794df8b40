package io.caxton.client.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the work fared.
 *
 * @param numbers by their names in JSON
 * @param faults everything that is not as it must be
 */
record WorkReport(AgentsOptions options, Map<String, Object> numbers, List<String> faults)
    implements HavocReport {
  private static final int SHOWN_MAX = 10;

  @Override
  public boolean good() {
    return faults.isEmpty();
  }

  @Override
  public Map<String, Object> object() {
    Map<String, Object> object = new LinkedHashMap<>(numbers);
    object.put("faults", faults.stream().limit(SHOWN_MAX).toList());
    object.put("seconds", options.seconds());
    object.put("seed", options.seed());
    return object;
  }

  @Override
  public String text() {
    StringBuilder text = new StringBuilder();
    faults.stream().limit(SHOWN_MAX).forEach(fault -> text.append(fault).append('\n'));
    text.append(
        says(
            "Acknowledged: %s tasks and %s sagas, which made %s tasks.%n",
            "submitted", "sagas", "tasks"));
    text.append(
        says(
            "In %s attempts %s were completed, %s died, %s were cancelled; %s lost, %s ended twice,"
                + " %s fences did not rise, %s out of the order of their key.%n",
            "attempts",
            "completed",
            "dead",
            "cancelled",
            "lost",
            "completed_twice",
            "fences_not_rising",
            "keys_out_of_order"));
    text.append(
        says(
            "%s steps were undone, %s out of order; at most %s tasks stuck on %s pages of"
                + " metrics.%n",
            "compensations", "compensations_out_of_order", "stuck_tasks_max", "scrapes"));
    text.append(
        says(
            "Killed: %s times an agent's process, %s times the leader; %s processes woken too late,"
                + " %s of them still there; %s results not taken; ",
            "processes_killed", "leaders_killed", "zombies", "zombies_left", "results_not_taken"));
    return text.append("seed ").append(options.seed()).append('.').toString();
  }

  private String says(String format, String... names) {
    return format.formatted(List.of(names).stream().map(numbers::get).toArray());
  }
}
