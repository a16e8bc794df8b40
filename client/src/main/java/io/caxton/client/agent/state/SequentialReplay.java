package io.caxton.client.agent.state;

import java.util.List;

/** One event after the other, on the caller's thread. */
final class SequentialReplay<S> implements Replay<S> {
  private final StateType<S> type;
  private S state;

  SequentialReplay(StateType<S> type, S base) {
    this.type = type;
    state = base;
  }

  @Override
  public void apply(List<AgentEvent> events) {
    for (AgentEvent event : events) {
      state = ApplyFailure.applying(type, state, event);
    }
  }

  @Override
  public S finish() {
    return state;
  }
}
