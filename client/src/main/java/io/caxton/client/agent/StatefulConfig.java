package io.caxton.client.agent;

import io.caxton.client.agent.state.CheckpointPolicy;
import io.caxton.client.agent.state.MessageHandler;
import io.caxton.client.agent.state.Milestone;
import io.caxton.client.agent.state.PartitionedState;
import io.caxton.client.agent.state.RecoveredHandler;
import io.caxton.client.agent.state.Replay;
import io.caxton.client.agent.state.ReplayMode;
import io.caxton.client.agent.state.StateStore;
import io.caxton.client.agent.state.StateType;
import io.caxton.client.agent.state.StepTaskHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** What an agent with a state has besides; see {@link StatefulAgentBuilder} for each knob. */
record StatefulConfig<S>(
    StateType<S> type,
    Optional<MessageHandler<S>> onMessage,
    Optional<StepTaskHandler<S>> onTask,
    Optional<RecoveredHandler<S>> onRecovered,
    CheckpointPolicy policy,
    boolean checkpointOnClose,
    Optional<StateStore> store,
    long inlineBytesMax,
    String buildId,
    boolean trims,
    boolean ignoresCheckpoints,
    ReplayMode replayMode,
    int replayThreads,
    int messagesMax,
    Duration patience,
    Consumer<Milestone> onMilestone) {

  void at(Milestone milestone) {
    onMilestone.accept(milestone);
  }

  /** As configured; sequential where the order of reports matters. */
  Replay<S> replay(S base, boolean careful) {
    ReplayMode mode = careful ? ReplayMode.SEQUENTIAL : replayMode;
    return switch (mode) {
      case SEQUENTIAL -> Replay.sequential(type, base);
      case PARALLEL -> Replay.parallel(partitioned(), base, replayThreads);
      case VERIFIED -> Replay.verified(partitioned(), base, replayThreads);
    };
  }

  private PartitionedState<S> partitioned() {
    return (PartitionedState<S>) type;
  }
}
