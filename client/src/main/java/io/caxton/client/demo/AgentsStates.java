package io.caxton.client.demo;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** What each agent answered that was asked for its state. */
final class AgentsStates implements AgentsHosts.Words {
  private final ConcurrentMap<String, String> states = new ConcurrentHashMap<>();

  @Override
  public void said(String word, String agent, String what) {
    if (word.equals(AgentsHost.STATE)) {
      // A zombie that did not know it yet may have answered too: both answers must be right.
      states.merge(agent, what, (a, b) -> a.equals(b) ? a : a + " and " + b);
    }
  }

  int size() {
    return states.size();
  }

  Map<String, String> all() {
    return Map.copyOf(states);
  }
}
