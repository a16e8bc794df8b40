package io.caxton.client.agent.state;

import java.util.Locale;

/**
 * Where an agent with a state is in its life; for those who want to watch it, or to kill it there.
 */
public enum Milestone {
  /** The cluster gave it a new epoch and a plan. */
  RECOVERY_BEGUN,
  /** Only if there is a checkpoint. */
  CHECKPOINT_LOADED,
  /** Some events are applied, others not. Only if there are at least two. */
  REPLAYING,
  /** The state is rebuilt and the cluster does not know. */
  REPLAYED,
  RECOVERY_COMMITTED,
  /** A message is here and its handler has not been called. */
  MESSAGE_RECEIVED,
  /** A task is here and its handler has not been called. */
  TASK_RECEIVED,
  /** The handler has decided. */
  BEFORE_COMMIT,
  /** The step is on its way. */
  COMMIT_SENT,
  /** The cluster has the step, the state here has not. */
  COMMIT_ANSWERED,
  /** The events of the step are in the state. */
  APPLIED,
  CHECKPOINT_BEGUN,
  /** A part of the state was handed over, another was not. */
  CHECKPOINT_CHUNK,
  CHECKPOINT_FINISHED,
  /** Events that no recovery needs any more were trimmed. */
  TRIMMED,
  /** Every message that was here is done. */
  IDLE;

  /** As on a command line: before-commit. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
