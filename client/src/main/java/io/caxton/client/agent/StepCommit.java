package io.caxton.client.agent;

import io.caxton.client.CaxtonException;
import io.caxton.client.Fleet;
import io.caxton.client.agent.state.AgentEvent;
import io.caxton.client.agent.state.ApplyFailure;
import io.caxton.client.agent.state.Milestone;
import io.caxton.v1.CommitRequest;
import io.caxton.v1.CommitResponse;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.NewEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Commits one step until it is known whether it counts; the caller holds the memory's lock.
 *
 * <p>Every try of the step names the journal's end, the message or the task it ends: at most one of
 * them can be accepted, so that a try whose outcome is unknown may be followed by another one.
 */
final class StepCommit<S> {
  enum End {
    /** It is committed and in the state. */
    COUNTS,
    /** What it handles was over before: the step is not, and need not be. */
    OVER_BEFORE,
    /** The journal had events that the handler had not seen; they are applied now. */
    DECIDE_AGAIN
  }

  private static final long PAUSE_MILLIS = 50;

  /** Longer, and two agents that fill each other's inboxes would never get to ack anything. */
  private static final long FULL_MILLIS = 5_000;

  private final Agent agent;
  private final Fleet fleet;
  private final StatefulConfig<S> config;
  private final Memory<S> memory;
  private final CommitRequest step;
  private final long beganNanos = System.nanoTime();
  private boolean unknown;
  private boolean interrupted;

  StepCommit(
      Agent agent,
      Fleet fleet,
      StatefulConfig<S> config,
      Memory<S> memory,
      CommitRequest.Builder step) {
    this.agent = agent;
    this.fleet = fleet;
    this.config = config;
    this.memory = memory;
    if (step.getEventsCount() > 0) {
      step.setExpectedLastSeq(memory.seq());
    }
    this.step = step.build();
  }

  /**
   * @throws CaxtonException if the cluster refuses this step for good
   * @throws AgentOver if the agent is over; whether the step counts, its successor finds out
   */
  End run() {
    try {
      return tried();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private End tried() {
    while (true) {
      if (agent.over()) {
        throw new AgentOver();
      }
      try {
        CompletableFuture<CommitResponse> answer = fleet.commits().commit(agent.identity(), step);
        config.at(Milestone.COMMIT_SENT);
        answered(CaxtonException.join(answer));
        return End.COUNTS;
      } catch (CaxtonException failure) {
        Optional<End> end = failed(failure);
        if (end.isPresent()) {
          return end.get();
        }
        pause();
      }
    }
  }

  private void answered(CommitResponse response) {
    config.at(Milestone.COMMIT_ANSWERED);
    List<AgentEvent> events = new ArrayList<>();
    for (NewEvent event : step.getEventsList()) {
      events.add(AgentEvent.of(response.getFirstSeq() + events.size(), event));
    }
    apply(events);
  }

  /** Empty: try it again. */
  private Optional<End> failed(CaxtonException failure) {
    if (agent.endsWith(failure)) {
      throw new AgentOver();
    }
    if (!failure.definite()) {
      if (!guarded()) {
        throw failure;
      }
      unknown = true;
      return landed() ? Optional.of(End.COUNTS) : Optional.empty();
    }
    return switch (failure.reason()) {
      case JOURNAL_CONFLICT -> Optional.of(landed() ? End.COUNTS : End.DECIDE_AGAIN);
      case NOT_FOUND, LEASE_LOST, TASK_FINISHED -> Optional.of(over(failure));
      case INBOX_FULL -> {
        if (System.nanoTime() - beganNanos > FULL_MILLIS * 1_000_000) {
          throw failure;
        }
        yield Optional.empty();
      }
      case ERROR_REASON_UNSPECIFIED,
          NOT_LEADER,
          NO_QUORUM,
          NOT_READY,
          OVERLOADED,
          DISK_LOW,
          SESSION_EXPIRED ->
          Optional.empty();
      default -> throw failure;
    };
  }

  /** Whether a second try cannot be accepted after the first one was. */
  private boolean guarded() {
    return step.getEventsCount() + step.getAcksCount() + step.getCompletionsCount() > 0;
  }

  /** Who ended the message or task: this step, by a try without an answer, or something before? */
  private End over(CaxtonException failure) {
    if (failure.fieldViolations().isEmpty() && failure.reason() == ErrorReason.NOT_FOUND) {
      agent.forgotten(failure);
      throw new AgentOver();
    }
    boolean handled =
        failure.reason() != ErrorReason.NOT_FOUND
            || failure.fieldViolations().stream()
                .anyMatch(v -> v.field().startsWith("acks") || v.field().startsWith("completions"));
    if (!handled) {
      throw failure;
    }
    if (step.getEventsCount() > 0) {
      return unknown && landed() ? End.COUNTS : End.OVER_BEFORE;
    }
    return unknown ? End.COUNTS : End.OVER_BEFORE;
  }

  /** Reads on in the journal, applies what is there, and says whether it began with this step. */
  private boolean landed() {
    if (step.getEventsCount() == 0) {
      return false;
    }
    List<AgentEvent> more = new ArrayList<>();
    try {
      new EventReader(fleet.journals(), agent.id()).read(memory.seq() + 1, 0, more::addAll);
    } catch (CaxtonException notRead) {
      // Nothing is known then: the next try asks again.
      if (agent.endsWith(notRead)) {
        throw new AgentOver();
      }
      return false;
    }
    boolean ours = more.size() >= step.getEventsCount();
    for (int i = 0; ours && i < step.getEventsCount(); i++) {
      ours = more.get(i).equals(AgentEvent.of(memory.seq() + 1 + i, step.getEvents(i)));
    }
    apply(more);
    return ours;
  }

  /** An event that is in the journal and cannot be applied ends the agent: its state is wrong. */
  private void apply(List<AgentEvent> events) {
    try {
      memory.apply(events);
    } catch (ApplyFailure failure) {
      agent.stop(new StopReason(StopReason.Kind.FAILED, failure.getMessage()));
      throw new AgentOver();
    }
    if (!events.isEmpty()) {
      config.at(Milestone.APPLIED);
    }
  }

  /** An interrupt is kept for later: a step on its way is not given up, it may count. */
  private void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException meantForTheHandler) {
      interrupted = true;
    }
  }
}
