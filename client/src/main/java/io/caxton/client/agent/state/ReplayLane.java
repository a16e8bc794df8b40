package io.caxton.client.agent.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** The partitions that one thread of a parallel replay works on. */
final class ReplayLane<S> {
  private static final int BATCH_EVENTS = 512;

  /** Batches that wait: a slow lane holds the reader back, it does not fill the memory. */
  private static final int BATCHES_MAX = 8;

  private static final List<AgentEvent> END = List.of();

  private final PartitionedState<S> type;
  private final S base;
  private final Thread thread;
  private final BlockingQueue<List<AgentEvent>> batches = new ArrayBlockingQueue<>(BATCHES_MAX);

  /** Owned by the thread that feeds the lane. */
  private List<AgentEvent> batch = new ArrayList<>();

  // Owned by the lane's thread until it has ended.
  private final Map<String, S> parts = new HashMap<>();
  private Optional<ApplyFailure> failure = Optional.empty();

  ReplayLane(PartitionedState<S> type, S base, int number) {
    this.type = type;
    this.base = base;
    thread = Thread.ofPlatform().daemon().name("caxton-replay-" + number).start(this::work);
  }

  void add(AgentEvent event) {
    batch.add(event);
    if (batch.size() == BATCH_EVENTS) {
      hand(batch);
      batch = new ArrayList<>(BATCH_EVENTS);
    }
  }

  void end() {
    if (!batch.isEmpty()) {
      hand(batch);
    }
    hand(END);
  }

  private void hand(List<AgentEvent> events) {
    try {
      batches.put(events);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while replaying", interrupted);
    }
  }

  void join() {
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while replaying", interrupted);
    }
  }

  void abandon() {
    thread.interrupt();
  }

  private void work() {
    try {
      List<AgentEvent> events = batches.take();
      while (!events.isEmpty()) {
        // After a failure it only empties its queue, so that the reader comes to the end.
        if (failure.isEmpty()) {
          apply(events);
        }
        events = batches.take();
      }
    } catch (InterruptedException abandoned) {
      // Nobody waits for this replay.
    }
  }

  private void apply(List<AgentEvent> events) {
    for (AgentEvent event : events) {
      try {
        S part = parts.get(event.partitionKey());
        if (part == null) {
          part = type.part(base, event.partitionKey());
        }
        parts.put(event.partitionKey(), ApplyFailure.applying(type, part, event));
      } catch (ApplyFailure thrown) {
        failure = Optional.of(thrown);
        return;
      } catch (RuntimeException | Error thrown) {
        // Whatever it is: a lane that ended without a word would leave its events out.
        failure = Optional.of(new ApplyFailure(event, thrown));
        return;
      }
    }
  }

  /** After {@link #join}. */
  Map<String, S> parts() {
    return parts;
  }

  Optional<ApplyFailure> failure() {
    return failure;
  }
}
