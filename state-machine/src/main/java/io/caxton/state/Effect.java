package io.caxton.state;

/** What the leader has to do after a command was applied. Losing one loses time, never data. */
public sealed interface Effect {
  /**
   * At least one task of the queue that asks for this capability, or for none (""), can be granted:
   * wake whoever waits to claim it.
   */
  record QueueReady(String fleet, String queue, String capability) implements Effect {}

  /** Something in the agent's inbox can be delivered: wake whoever receives for it. */
  record InboxReady(String fleet, String agentId) implements Effect {}

  /** The task ended: wake whoever awaits it. */
  record TaskEnded(String fleet, String taskId) implements Effect {}

  /** The agent's epoch and all before it are over: close its grant streams. */
  record EpochEnded(String fleet, String agentId, long epoch) implements Effect {}

  /** To be counted, nothing more. Counted by the leader that answered it, so each about once. */
  sealed interface Measured extends Effect {}

  /** An agent began to recover. */
  record RecoveryBegun(String fleet, String agentId) implements Measured {}

  /** A recovery that was begun will not be committed: the agent died in it, or left. */
  record RecoveryFailed(String fleet, String agentId) implements Measured {}

  /**
   * An agent has recovered.
   *
   * @param tookMillis from begin to commit
   * @param replayMillis of these, for applying the events; as the agent says
   */
  record Recovered(
      String fleet, String agentId, long tookMillis, long eventsApplied, long replayMillis)
      implements Measured {}

  /** Something that was acknowledged cannot be given back any more. */
  record DataLost(String fleet, String agentId, String cause) implements Measured {}

  /** A checkpoint was saved. */
  record CheckpointSaved(String fleet, String agentId, long sizeBytes) implements Measured {}
}
