package io.caxton.client.agent;

import io.caxton.client.CaxtonClient;

/** Builds an {@link Agent}. Id and handler are needed. */
public final class AgentBuilder extends AgentOptions<AgentBuilder> {
  private TaskHandler handler;

  AgentBuilder(CaxtonClient client) {
    super(client);
  }

  @Override
  AgentBuilder self() {
    return this;
  }

  public AgentBuilder handler(TaskHandler taskHandler) {
    handler = taskHandler;
    return this;
  }

  /**
   * Registers the agent under a new epoch, waits for the answer, and starts to take tasks.
   *
   * @throws io.caxton.client.CaxtonException if it could not be registered
   */
  public Agent start() {
    if (handler == null) {
      throw new IllegalArgumentException("agent " + id() + " needs a handler");
    }
    return Agent.start(config(true, Work.handling(handler), () -> {}, onStopped()));
  }
}
