package io.caxton.client.agent.state;

/** The state's own code could not apply an event; nothing after it was applied. */
public final class ApplyFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final long seq;

  ApplyFailure(AgentEvent event, Throwable cause) {
    super(
        "event "
            + event.seq()
            + (event.partitionKey().isEmpty() ? "" : " of partition '" + event.partitionKey() + "'")
            + " could not be applied: "
            + cause,
        cause);
    seq = event.seq();
  }

  /** The event to blame. */
  public long seq() {
    return seq;
  }

  /** Applies one event, and says which one it was if that fails. */
  public static <S> S applying(StateType<S> type, S state, AgentEvent event) {
    try {
      return type.apply(state, event);
    } catch (RuntimeException | Error thrown) {
      throw new ApplyFailure(event, thrown);
    }
  }
}
