package io.caxton.client.agent;

import io.caxton.client.AgentEpoch;
import io.caxton.client.CaxtonException;
import io.caxton.client.Fleet;
import io.caxton.client.agent.state.AgentEvent;
import io.caxton.client.agent.state.Milestone;
import io.caxton.client.agent.state.Replay;
import io.caxton.v1.RecoveryPlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Applies the events that a plan names, but for those that are left out for ever. */
final class Playback<S> {
  private final Fleet fleet;
  private final AgentEpoch agent;
  private final StatefulConfig<S> state;
  private final RecoveryPlan plan;
  private final EventReader reader;
  private final Set<Long> skipped;

  // Touched by one thread at a time: the reader's, while the caller waits for its end.
  private long lastSeq;
  private long applied;
  private long nanos;
  private boolean told;

  Playback(Fleet fleet, AgentEpoch agent, StatefulConfig<S> state, RecoveryPlan plan) {
    this.fleet = fleet;
    this.agent = agent;
    this.state = state;
    this.plan = plan;
    reader = new EventReader(fleet.journals(), agent.agentId());
    skipped = new HashSet<>(plan.getSkippedSeqsList());
    lastSeq = plan.getLastSeq();
  }

  S run(S base) {
    return plan.getFromSeq() > plan.getLastSeq()
        ? base
        : replayed(base, plan.getFromSeq(), plan.getLastSeq());
  }

  /** What the journal has beyond the plan. */
  S rest(S rebuilt) {
    return replayed(rebuilt, lastSeq + 1, 0);
  }

  private S replayed(S base, long fromSeq, long toSeq) {
    long began = System.nanoTime();
    try (Replay<S> replay = state.replay(base, plan.getCareful())) {
      reader.read(fromSeq, toSeq, events -> take(replay, events));
      return replay.finish();
    } finally {
      nanos += System.nanoTime() - began;
    }
  }

  private void take(Replay<S> replay, List<AgentEvent> events) {
    if (events.isEmpty()) {
      return;
    }
    lastSeq = events.getLast().seq();
    List<AgentEvent> wanted =
        skipped.isEmpty()
            ? events
            : events.stream().filter(event -> !skipped.contains(event.seq())).toList();
    if (plan.getCareful()) {
      takeCarefully(replay, events);
    } else {
      takeAndTell(replay, wanted);
    }
    applied += wanted.size();
  }

  /** If applying them kills this process, the cluster knows where to look for the one that did. */
  private void takeCarefully(Replay<S> replay, List<AgentEvent> events) {
    List<AgentEvent> next = new ArrayList<>();
    for (AgentEvent event : events) {
      if (isReported(event.seq())) {
        replay.apply(next);
        next.clear();
        CaxtonException.join(fleet.recoveries().report(agent, event.seq()));
      }
      if (!skipped.contains(event.seq())) {
        next.add(event);
      }
    }
    replay.apply(next);
  }

  /**
   * As few as the plan asks for: each costs a call. One that is left out is reported all the same,
   * since the report stands for those after it, too.
   */
  private boolean isReported(long seq) {
    long behind = seq - plan.getCarefulAfterSeq() - 1;
    long through = plan.getCarefulThroughSeq();
    return seq <= through
        ? behind >= 0 && behind % Math.max(1, plan.getCarefulStride()) == 0
        : seq == through + 1;
  }

  private void takeAndTell(Replay<S> replay, List<AgentEvent> events) {
    if (told || events.size() < 2) {
      replay.apply(events);
      return;
    }
    told = true;
    int half = events.size() / 2;
    replay.apply(events.subList(0, half));
    state.at(Milestone.REPLAYING);
    replay.apply(events.subList(half, events.size()));
  }

  /** The last event applied or left out. */
  long lastSeq() {
    return lastSeq;
  }

  long events() {
    return applied;
  }

  long nanos() {
    return nanos;
  }
}
