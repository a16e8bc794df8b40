package io.caxton.state;

/** What the leader has to do after a command was applied. Losing one loses time, never data. */
public sealed interface Effect {
  /** At least one task of the queue became ready: wake whoever waits to claim. */
  record QueueReady(String fleet, String queue) implements Effect {}

  /** Something in the agent's inbox can be delivered: wake whoever receives for it. */
  record InboxReady(String fleet, String agentId) implements Effect {}

  /** The task ended: wake whoever awaits it. */
  record TaskEnded(String fleet, String taskId) implements Effect {}

  /** The agent's epoch and all before it are over: close its grant streams. */
  record EpochEnded(String fleet, String agentId, long epoch) implements Effect {}
}
