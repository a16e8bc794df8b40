package io.caxton.state.recovery;

import io.caxton.state.Refusals;
import io.caxton.state.checkpoint.Restorable;
import io.caxton.v1.AgentCheckpoints;
import io.caxton.v1.Checkpoint;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Journal;
import io.caxton.v1.RecoveryPlan;
import io.caxton.v1.RecoveryRecord;
import io.caxton.v1.Refusal;
import io.caxton.v1.SkippedCheckpoint;
import java.util.List;
import java.util.Locale;

/** Decides from stored rows alone which checkpoint an agent starts from and what it applies. */
public final class RecoveryPlans {
  // Until the agent has shown its own speed.
  private static final long EVENTS_PER_MILLI = 200;
  private static final long STATE_BYTES_PER_MILLI = 100_000;
  private static final long FIXED_MILLIS = 5;

  private RecoveryPlans() {}

  /** What is stored of the agent; default instances where there is nothing. */
  public record Rows(Journal journal, AgentCheckpoints checkpoints, RecoveryRecord recovery) {}

  /** What the agent says it can read. */
  public record Wish(List<String> schemaIds, boolean ignoreCheckpoints) {}

  /** A plan, or why there is none. */
  public sealed interface Choice {}

  /** Without what is in other tables: tasks and conversations. */
  public record Planned(RecoveryPlan.Builder plan, boolean eventsAreMissing) implements Choice {}

  public record Refused(Refusal refusal) implements Choice {}

  public static Choice choose(Rows rows, Wish wish) {
    RecoveryPlan.Builder plan = RecoveryPlan.newBuilder();
    List<Checkpoint> saved = rows.checkpoints().getCheckpointsList();
    for (int i = saved.size() - 1; i >= 0 && !plan.hasCheckpoint(); i--) {
      Checkpoint checkpoint = saved.get(i);
      String cause = whyNot(checkpoint, rows.journal(), wish);
      if (!cause.isEmpty()) {
        plan.addSkippedCheckpoints(
            SkippedCheckpoint.newBuilder().setVersion(checkpoint.getVersion()).setCause(cause));
      } else if (wish.schemaIds().contains(checkpoint.getSchemaId())) {
        plan.setCheckpoint(checkpoint);
      } else {
        return new Refused(unreadable(checkpoint, wish));
      }
    }
    Journal journal = rows.journal();
    long firstSeq = Math.max(1, journal.getFirstSeq());
    boolean missing = !plan.hasCheckpoint() && firstSeq > 1;
    if (missing && !wish.ignoreCheckpoints()) {
      return new Refused(trimmed(journal));
    }
    events(plan, rows, plan.hasCheckpoint() ? plan.getCheckpoint().getCoversSeq() + 1 : firstSeq);
    return new Planned(plan, missing);
  }

  private static String whyNot(Checkpoint checkpoint, Journal journal, Wish wish) {
    if (!checkpoint.getDamage().isEmpty()) {
      return checkpoint.getDamage();
    }
    if (!Restorable.is(checkpoint, journal)) {
      return "events after it are not kept any more";
    }
    return wish.ignoreCheckpoints() ? "the agent uses no checkpoint" : "";
  }

  private static void events(RecoveryPlan.Builder plan, Rows rows, long fromSeq) {
    Journal journal = rows.journal();
    long events = Math.max(0, journal.getLastSeq() - fromSeq + 1);
    long kept = journal.getLastSeq() - journal.getFirstSeq() + 1;
    plan.setFromSeq(fromSeq)
        .setLastSeq(journal.getLastSeq())
        .setReplayBytes(events == 0 ? 0 : share(journal.getBytes(), events, kept))
        .setEstimatedMillis(estimate(plan, rows.recovery(), events));
    for (long skipped : journal.getSkippedSeqsList()) {
      if (skipped >= fromSeq) {
        plan.addSkippedSeqs(skipped);
      }
    }
    RecoveryRecord recovery = rows.recovery();
    if (recovery.getCareful() && events > 0) {
      plan.setCareful(true)
          .setCarefulAfterSeq(Math.max(fromSeq - 1, recovery.getCarefulAfterSeq()))
          .setCarefulStride(recovery.getCarefulStride())
          .setCarefulThroughSeq(Math.min(journal.getLastSeq(), recovery.getCarefulThroughSeq()));
    }
  }

  private static long estimate(RecoveryPlan.Builder plan, RecoveryRecord recovery, long events) {
    long load =
        plan.hasCheckpoint()
            ? Math.max(
                    plan.getCheckpoint().getSizeBytes(),
                    plan.getCheckpoint().getReference().getSizeBytes())
                / STATE_BYTES_PER_MILLI
            : 0;
    long replay =
        recovery.getEventsApplied() > 0 && recovery.getReplayMillis() > 0
            ? share(recovery.getReplayMillis(), events, recovery.getEventsApplied())
            : events / EVENTS_PER_MILLI;
    return FIXED_MILLIS + load + replay;
  }

  /** {@code amount * part / whole}, without overflow for what an honest agent tells. */
  private static long share(long amount, long part, long whole) {
    return amount / whole * part + amount % whole * part / whole;
  }

  private static Refusal unreadable(Checkpoint checkpoint, Wish wish) {
    return Refusals.of(
        ErrorReason.SCHEMA_UNREADABLE,
        String.format(
            Locale.ROOT,
            "checkpoint %d of agent \"%s\" is of schema \"%s\"; the agent reads %s",
            checkpoint.getVersion(),
            checkpoint.getAgentId(),
            checkpoint.getSchemaId(),
            wish.schemaIds()),
        "build_id",
        checkpoint.getBuildId(),
        "schema_id",
        checkpoint.getSchemaId(),
        "version",
        Long.toString(checkpoint.getVersion()));
  }

  private static Refusal trimmed(Journal journal) {
    return Refusals.of(
        ErrorReason.EVENTS_TRIMMED,
        String.format(
            Locale.ROOT,
            "no checkpoint can be restored, and the journal begins at event %d",
            journal.getFirstSeq()),
        "first_seq",
        Long.toString(journal.getFirstSeq()));
  }
}
