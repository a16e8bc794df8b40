package io.caxton.client.demo;

import io.caxton.client.console.Text;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the agents fared.
 *
 * @param acknowledged messages
 * @param counted events in their journals: one for each message
 * @param statesEqual agents whose state, and what the cluster holds of it, is that of the model
 * @param lost agents that nobody harmed and whose lease ended all the same, begun again
 * @param haunting processes whose agents did not stop although newer instances were there
 * @param fallen processes that ended by themselves
 * @param faults everything that is not as it must be
 */
record AgentsReport(
    AgentsOptions options,
    long acknowledged,
    long counted,
    int statesEqual,
    int recoveries,
    int lost,
    int hostsKilled,
    int zombies,
    int leadersKilled,
    int haunting,
    int fallen,
    List<String> faults)
    implements HavocReport {
  private static final int SHOWN_MAX = 10;

  AgentsReport {
    faults = List.copyOf(faults);
  }

  @Override
  public boolean good() {
    return statesEqual == options.agents()
        && counted == acknowledged
        && haunting == 0
        && fallen == 0
        && faults.isEmpty();
  }

  @Override
  public Map<String, Object> object() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("agents", options.agents());
    object.put("messages_acknowledged", acknowledged);
    object.put("messages_counted", counted);
    object.put("states_equal", statesEqual);
    object.put("recoveries", recoveries);
    object.put("leases_ended", lost);
    object.put("processes_killed", hostsKilled);
    object.put("zombies", zombies);
    object.put("zombies_left", haunting);
    object.put("processes_fallen", fallen);
    object.put("leaders_killed", leadersKilled);
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
        "%s of %s have the state of their model; %s acknowledged, %s counted.%n"
            .formatted(
                Text.count(statesEqual),
                Text.plural(options.agents(), "agent"),
                Text.plural(acknowledged, "message"),
                Text.count(counted)));
    text.append(
        "Agents came back %s times; killed: %d times their process, %d times the leader; %d processes"
                .formatted(Text.count(recoveries), hostsKilled, leadersKilled, zombies)
            + " woken too late, %d of them still there; %s ended by the load; seed %d."
                .formatted(haunting, Text.plural(lost, "lease"), options.seed()));
    return text.toString();
  }
}
