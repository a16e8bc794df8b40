package io.caxton.client.agent;

import io.caxton.client.CaxtonClient;
import io.caxton.client.agent.state.CheckpointPolicy;
import io.caxton.client.agent.state.MessageHandler;
import io.caxton.client.agent.state.Milestone;
import io.caxton.client.agent.state.PartitionedState;
import io.caxton.client.agent.state.RecoveredHandler;
import io.caxton.client.agent.state.ReplayMode;
import io.caxton.client.agent.state.StateStore;
import io.caxton.client.agent.state.StateType;
import io.caxton.client.agent.state.StepTaskHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Builds a {@link StatefulAgent}. An id and something to handle are needed. */
public final class StatefulAgentBuilder<S> extends AgentOptions<StatefulAgentBuilder<S>> {
  /** The cluster's own bound for the bytes of a checkpoint. */
  private static final long INLINE_BYTES_MAX = 64L << 20;

  private final StateType<S> type;
  private Optional<MessageHandler<S>> onMessage = Optional.empty();
  private Optional<StepTaskHandler<S>> onTask = Optional.empty();
  private Optional<RecoveredHandler<S>> onRecovered = Optional.empty();
  private Optional<CheckpointPolicy> policy = Optional.empty();
  private boolean checkpointOnClose = true;
  private Optional<StateStore> store = Optional.empty();
  private long inlineBytesMax = INLINE_BYTES_MAX;
  private String buildId = "";
  private boolean trims = true;
  private boolean ignoresCheckpoints;
  private ReplayMode replayMode = ReplayMode.SEQUENTIAL;
  private int replayThreads = Runtime.getRuntime().availableProcessors();
  private int messagesMax = 100;
  private Duration patience = Duration.ofMinutes(5);
  private Consumer<Milestone> onMilestone = milestone -> {};

  StatefulAgentBuilder(CaxtonClient client, StateType<S> type) {
    super(client);
    this.type = type;
  }

  @Override
  StatefulAgentBuilder<S> self() {
    return this;
  }

  /** Takes messages from the agent's inbox. */
  public StatefulAgentBuilder<S> onMessage(MessageHandler<S> handler) {
    onMessage = Optional.of(handler);
    return this;
  }

  /** Takes tasks from {@link #queues}. */
  public StatefulAgentBuilder<S> onTask(StepTaskHandler<S> handler) {
    onTask = Optional.of(handler);
    return this;
  }

  /** Called once, when the state is rebuilt, before the first message and task. */
  public StatefulAgentBuilder<S> onRecovered(RecoveredHandler<S> handler) {
    onRecovered = Optional.of(handler);
    return this;
  }

  /** When to save a checkpoint; as the criticality says unless set. */
  public StatefulAgentBuilder<S> checkpoints(CheckpointPolicy when) {
    policy = Optional.of(when);
    return this;
  }

  /** Whether closing saves a last checkpoint if there is something new; true unless set. */
  public StatefulAgentBuilder<S> checkpointOnClose(boolean save) {
    checkpointOnClose = save;
    return this;
  }

  /**
   * Where states of more than these bytes go, at most 64 MiB; the cluster keeps a reference to
   * them. Without a store a state must stay below 64 MiB.
   */
  public StatefulAgentBuilder<S> store(StateStore where, long aboveBytes) {
    if (aboveBytes < 0 || aboveBytes > INLINE_BYTES_MAX) {
      throw new IllegalArgumentException(
          "aboveBytes is " + aboveBytes + ", 0 to " + INLINE_BYTES_MAX);
    }
    store = Optional.of(where);
    inlineBytesMax = aboveBytes;
    return this;
  }

  /** The build that writes the checkpoints, for people; at most 128 bytes. */
  public StatefulAgentBuilder<S> build(String id) {
    buildId = id;
    return this;
  }

  /** Keeps every event, also those that no recovery needs any more; else they are trimmed. */
  public StatefulAgentBuilder<S> keepJournal() {
    trims = false;
    return this;
  }

  /** Comes back from the events alone, as far as they are still there. */
  public StatefulAgentBuilder<S> ignoreCheckpoints() {
    ignoresCheckpoints = true;
    return this;
  }

  /** How a recovery replays; sequentially unless set. All but that need a PartitionedState. */
  public StatefulAgentBuilder<S> replay(ReplayMode mode) {
    if (mode != ReplayMode.SEQUENTIAL && !(type instanceof PartitionedState)) {
      throw new IllegalArgumentException(
          "replay " + mode + " needs a PartitionedState, and " + type.schemaId() + " is none");
    }
    replayMode = mode;
    return this;
  }

  /** Partitions replayed at a time, 1 to 64; as many as there are processors unless set. */
  public StatefulAgentBuilder<S> replayThreads(int threads) {
    replayThreads = inRange("replayThreads", threads, 64);
    return this;
  }

  /** Messages fetched ahead; 100 unless set. Many and large ones fill this process's memory. */
  public StatefulAgentBuilder<S> messagesAhead(int messages) {
    messagesMax = inRange("messagesAhead", messages, 10_000);
    return this;
  }

  private static int inRange(String name, int value, int max) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException(name + " is " + value + ", 1 to " + max);
    }
    return value;
  }

  /** How long {@link #start} waits for its turn when many agents recover; 5 minutes unless set. */
  public StatefulAgentBuilder<S> patience(Duration atMost) {
    patience = atMost;
    return this;
  }

  /** Told where the agent is; called on the agent's own threads, which wait until it returns. */
  public StatefulAgentBuilder<S> onMilestone(Consumer<Milestone> listener) {
    onMilestone = listener;
    return this;
  }

  /**
   * Recovers the agent under a new epoch, and starts to take messages and tasks when its state is
   * rebuilt.
   *
   * @throws io.caxton.client.CaxtonException if the cluster refuses: SCHEMA_UNREADABLE,
   *     AGENT_QUARANTINED, DIGEST_MISMATCH, RECOVERY_BUSY after the patience
   * @throws io.caxton.client.agent.state.ApplyFailure if an event could not be applied
   */
  public StatefulAgent<S> start() {
    if (onMessage.isEmpty() && onTask.isEmpty()) {
      throw new IllegalArgumentException("agent " + id() + " needs onMessage or onTask");
    }
    return StatefulAgent.start(this);
  }

  boolean takesTasks() {
    return onTask.isPresent();
  }

  StatefulConfig<S> stateConfig() {
    return new StatefulConfig<>(
        type,
        onMessage,
        onTask,
        onRecovered,
        policy.orElseGet(() -> CheckpointPolicy.of(criticality())),
        checkpointOnClose,
        store,
        inlineBytesMax,
        buildId,
        trims,
        ignoresCheckpoints,
        replayMode,
        replayThreads,
        messagesMax,
        patience,
        onMilestone);
  }
}
