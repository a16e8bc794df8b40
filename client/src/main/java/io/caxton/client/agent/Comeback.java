package io.caxton.client.agent;

import io.caxton.client.AgentEpoch;
import io.caxton.client.CaxtonException;
import io.caxton.client.Fleet;
import io.caxton.client.agent.CheckpointLoader.Damaged;
import io.caxton.client.agent.state.ApplyFailure;
import io.caxton.client.agent.state.Milestone;
import io.caxton.client.agent.state.RecoverySpeed;
import io.caxton.v1.BeginRecoveryRequest;
import io.caxton.v1.BeginRecoveryResponse;
import io.caxton.v1.Checkpoint;
import io.caxton.v1.CommitRecoveryRequest;
import io.caxton.v1.CommitRecoveryResponse;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.RecoveryPlan;
import io.caxton.v1.SkippedCheckpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Brings an agent back: begins, loads, replays, commits; begins again past what is damaged. */
final class Comeback<S> {
  /** What a comeback gives: an agent whose lease is kept, and its state. */
  record Result<S>(Agent agent, Memory<S> memory, RecoverySpeed speed, RecoveryReport report) {}

  /** The pinned ones and those kept anyway. */
  private static final int BEGINS_MAX = 20;

  /** Of one try; then it asks again, so that a cluster that forgot it hears of it. */
  private static final Duration TURN = Duration.ofSeconds(30);

  private static final Duration PAUSE = Duration.ofMillis(200);

  private final AgentConfig config;
  private final StatefulConfig<S> state;
  private final Fleet fleet;
  private final RecoverySpeed speed = new RecoverySpeed();
  private final List<SkippedCheckpoint> damaged = new ArrayList<>();
  private final long startedNanos = System.nanoTime();

  Comeback(AgentConfig config, StatefulConfig<S> state) {
    this.config = config;
    this.state = state;
    fleet = config.client().fleet(config.fleet());
  }

  Result<S> run() {
    for (int begins = 1; ; begins++) {
      long sentNanos = config.clock().nanoTime();
      BeginRecoveryResponse begun = begin();
      Agent agent = Agent.begin(config, begun.getAgent(), sentNanos);
      try {
        state.at(Milestone.RECOVERY_BEGUN);
        return recovered(agent, begun.getPlan(), begins);
      } catch (Damaged checkpoint) {
        agent.abandon();
        if (begins == BEGINS_MAX) {
          throw new IllegalStateException(
              "agent " + config.id() + ": too many checkpoints are damaged: " + damaged,
              checkpoint);
        }
        damaged.add(
            SkippedCheckpoint.newBuilder()
                .setVersion(begun.getPlan().getCheckpoint().getVersion())
                .setCause(checkpoint.getMessage())
                .build());
      } catch (ApplyFailure failure) {
        blame(AgentEpoch.of(begun.getAgent()), failure);
        agent.abandon();
        throw failure;
      } catch (RuntimeException | Error failed) {
        agent.abandon();
        throw failed;
      }
    }
  }

  /**
   * Waits for its turn. An unknown outcome is begun again: the newest epoch is ours in any case.
   */
  private BeginRecoveryResponse begin() {
    BeginRecoveryRequest request =
        BeginRecoveryRequest.newBuilder()
            .setRegistration(config.registration())
            .addAllSchemaIds(
                state.ignoresCheckpoints() ? List.of() : state.type().readableSchemaIds())
            .setIgnoreCheckpoints(state.ignoresCheckpoints())
            .addAllDamagedCheckpoints(damaged)
            .setWaitMillis((int) min(TURN, state.patience()).toMillis())
            .build();
    while (true) {
      try {
        return CaxtonException.join(fleet.recoveries().begin(request));
      } catch (CaxtonException refusal) {
        boolean again = !refusal.definite() || refusal.reason() == ErrorReason.RECOVERY_BUSY;
        if (!again || System.nanoTime() - startedNanos > state.patience().toNanos()) {
          throw refusal;
        }
        pause(refusal.retryDelay().orElse(PAUSE));
      }
    }
  }

  private Result<S> recovered(Agent agent, RecoveryPlan plan, int begins) throws Damaged {
    long began = System.nanoTime();
    S base = plan.hasCheckpoint() ? loaded(plan.getCheckpoint()) : state.type().initial();
    long loadingNanos = System.nanoTime() - began;
    speed.loaded(plan.getCheckpoint().getSizeBytes(), loadingNanos);

    Playback<S> playback = new Playback<>(fleet, agent.identity(), state, plan);
    S rebuilt = playback.run(base);
    state.at(Milestone.REPLAYED);
    CommitRecoveryResponse committed;
    do {
      Optional<CommitRecoveryResponse> answer = commit(agent, plan, rebuilt, playback);
      if (answer.isEmpty()) {
        rebuilt = playback.rest(rebuilt);
      }
      committed = answer.orElse(null);
    } while (committed == null);
    state.at(Milestone.RECOVERY_COMMITTED);

    long tookNanos = System.nanoTime() - startedNanos;
    speed.replayed(playback.events(), playback.nanos());
    speed.called(Math.max(0, tookNanos - loadingNanos - playback.nanos()));
    RecoveryReport report =
        new RecoveryReport(
            plan,
            committed.getStateVersion(),
            playback.events(),
            begins,
            Duration.ofNanos(loadingNanos),
            Duration.ofNanos(playback.nanos()),
            Duration.ofNanos(tookNanos));
    Memory<S> memory = new Memory<>(state.type(), rebuilt, playback.lastSeq(), speed);
    return new Result<>(agent, memory, speed, report);
  }

  /** Empty if the journal has more events than were applied. */
  private Optional<CommitRecoveryResponse> commit(
      Agent agent, RecoveryPlan plan, S rebuilt, Playback<S> playback) {
    CommitRecoveryRequest request =
        CommitRecoveryRequest.newBuilder()
            .setAppliedSeq(playback.lastSeq())
            .setStateDigest(state.type().digest(rebuilt))
            .setCheckpointVersion(plan.getCheckpoint().getVersion())
            .setTookMillis((System.nanoTime() - startedNanos) / 1_000_000)
            .setEventsApplied(playback.events())
            .setReplayMillis(playback.nanos() / 1_000_000)
            .build();
    while (true) {
      try {
        return Optional.of(
            CaxtonException.join(fleet.recoveries().commit(agent.identity(), request)));
      } catch (CaxtonException refusal) {
        long lastSeq = Long.parseLong(refusal.details().getOrDefault("last_seq", "0"));
        if (refusal.reason() == ErrorReason.RECOVERY_INCOMPLETE && lastSeq > playback.lastSeq()) {
          return Optional.empty();
        }
        if (refusal.definite() || agent.over()) {
          throw refusal;
        }
        // Unknown: the same again is answered by what the agent is by now.
        pause(PAUSE);
      }
    }
  }

  /** Bytes that are whole but that the state does not understand are a fault of the code. */
  private S loaded(Checkpoint checkpoint) throws Damaged {
    var bytes = new CheckpointLoader(fleet.checkpoints(), state.store()).load(checkpoint);
    S decoded;
    try {
      decoded = state.type().decode(checkpoint.getSchemaId(), bytes);
    } catch (RuntimeException cause) {
      throw new IllegalStateException(
          "agent "
              + config.id()
              + " cannot decode its checkpoint "
              + checkpoint.getVersion()
              + ", written as "
              + checkpoint.getSchemaId()
              + " by build '"
              + checkpoint.getBuildId()
              + "', though its bytes are whole: the agent's code has to be mended",
          cause);
    }
    state.at(Milestone.CHECKPOINT_LOADED);
    return decoded;
  }

  /** So that the next recovery knows which event to be careful with; it is no harm if it fails. */
  private void blame(AgentEpoch agent, ApplyFailure failure) {
    try {
      CaxtonException.join(fleet.recoveries().report(agent, failure.seq()));
    } catch (CaxtonException notHeard) {
      failure.addSuppressed(notHeard);
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private static void pause(Duration length) {
    try {
      Thread.sleep(length);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting to recover", interrupted);
    }
  }
}
