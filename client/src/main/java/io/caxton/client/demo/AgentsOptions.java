package io.caxton.client.demo;

/** What a demo of many agents under havoc is told. */
record AgentsOptions(int agents, int seconds, int perSecond, long seed, boolean keep) {
  /** Agents in one process. */
  private static final int AGENTS_PER_HOST = 40;

  private static final int HOSTS_MIN = 2;

  int hosts() {
    return Math.min(agents, Math.max(HOSTS_MIN, (agents + AGENTS_PER_HOST - 1) / AGENTS_PER_HOST));
  }

  static String agentId(int number) {
    return "soak-" + number;
  }

  /** The process that has this agent, from 0. */
  int hostOf(int agent) {
    return agent % hosts();
  }
}
