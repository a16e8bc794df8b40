package io.caxton.client;

import io.caxton.v1.Agent;

/** One incarnation of an agent: every mutating call of an agent names its epoch. */
public record AgentEpoch(String agentId, long epoch) {
  public static AgentEpoch of(Agent registered) {
    return new AgentEpoch(registered.getId(), registered.getEpoch());
  }
}
