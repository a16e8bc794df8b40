package io.caxton.client.agent.state;

import io.caxton.v1.RecoveryPlan;

/** Looks at what the agent came back to: whom it owes a reply, and who owes it one. */
@FunctionalInterface
public interface RecoveredHandler<S> {
  /** A step to take before the first message and task; often an empty one. */
  Step recovered(S state, RecoveryPlan plan) throws Exception;
}
