package io.caxton.client.agent;

/** The agent has stopped for good in the middle of something; why is told elsewhere. */
final class AgentOver extends RuntimeException {
  private static final long serialVersionUID = 1;

  AgentOver() {
    super("the agent has stopped", null, false, false);
  }
}
