package io.caxton.client.agent.state;

import io.caxton.v1.Message;

/** Decides what a message means. */
@FunctionalInterface
public interface MessageHandler<S> {
  /**
   * Gives what is to be done; the message ends with it. One handler of an agent runs at a time, and
   * it sees every step before. It must not change the state: events do. It may be called again for
   * the same message, if the agent dies before the step is committed.
   *
   * <p>After an exception the message comes again, later each time; a {@link
   * io.caxton.client.agent.FinalFailure} ends it, with a FAILURE to a sender that asked for a
   * reply.
   */
  Step handle(S state, Message message) throws Exception;
}
