package io.caxton.client.cli;

import io.caxton.client.console.Text;
import io.caxton.v1.Checkpoint;
import io.caxton.v1.Obligation;
import io.caxton.v1.PlannedTask;
import io.caxton.v1.RecoveryPlan;
import io.caxton.v1.SkippedCheckpoint;
import java.util.List;
import java.util.function.Function;

/** A recovery's plan as people read it. */
final class PlanText {
  private static final int SHOWN_MAX = 10;

  private PlanText() {}

  static String of(RecoveryPlan plan) {
    Sheet sheet =
        new Sheet()
            .line("as of position", plan.getPosition())
            .line("checkpoint", checkpoint(plan))
            .line("events to apply", events(plan))
            .line("left out", plan.getSkippedSeqsCount() == 0 ? "" : plan.getSkippedSeqsList())
            .line("careful", careful(plan))
            .line("messages in the inbox", plan.getInboxMessages())
            .line("open conversations", plan.getConversationsTotal())
            .line("owes", plan.getOwesTotal())
            .line("is owed", plan.getOwedTotal())
            .line("unfinished tasks", plan.getTasksCount())
            .line("estimated", Text.millis(plan.getEstimatedMillis()));
    for (SkippedCheckpoint skipped : plan.getSkippedCheckpointsList()) {
      sheet.line("passed over " + skipped.getVersion(), skipped.getCause());
    }
    StringBuilder out = new StringBuilder(sheet.toString());
    some(out, plan.getTasksList(), PlanText::task);
    some(out, plan.getOwesList(), o -> "owes an answer to " + obligation(o, o.getCreditor()));
    some(out, plan.getOwedList(), o -> "is owed an answer by " + obligation(o, o.getDebtor()));
    return out.toString();
  }

  private static String checkpoint(RecoveryPlan plan) {
    if (!plan.hasCheckpoint()) {
      return "none: from the empty state";
    }
    Checkpoint checkpoint = plan.getCheckpoint();
    return "version "
        + checkpoint.getVersion()
        + ", covers events to "
        + checkpoint.getCoversSeq()
        + ", "
        + Text.bytes(size(checkpoint))
        + ", schema "
        + checkpoint.getSchemaId();
  }

  static long size(Checkpoint checkpoint) {
    return checkpoint.hasReference()
        ? checkpoint.getReference().getSizeBytes()
        : checkpoint.getSizeBytes();
  }

  private static String events(RecoveryPlan plan) {
    long count = plan.getLastSeq() - plan.getFromSeq() + 1;
    return count <= 0
        ? "none"
        : Text.count(count)
            + " ("
            + plan.getFromSeq()
            + " to "
            + plan.getLastSeq()
            + ", "
            + Text.bytes(plan.getReplayBytes())
            + ")";
  }

  private static String careful(RecoveryPlan plan) {
    return plan.getCareful()
        ? "yes: it died in its last recovery, so each event above "
            + plan.getCarefulAfterSeq()
            + " is named before it is applied"
        : "";
  }

  private static String task(PlannedTask task) {
    String fate =
        switch (task.getFate()) {
          case FATE_RETRIED -> "goes back to its queue";
          case FATE_DEAD -> "is DEAD: no attempt is left";
          case FATE_HELD -> "is held until somebody resolves it";
          case FATE_UNSPECIFIED, UNRECOGNIZED -> "?";
        };
    return "task "
        + task.getTaskId()
        + " of "
        + task.getQueue()
        + " "
        + fate
        + ", "
        + Text.plural(task.getAttemptsCharged(), "attempt")
        + " charged";
  }

  private static String obligation(Obligation obligation, String other) {
    return (other.isEmpty() ? "nobody yet" : other)
        + ": "
        + obligation.getConversationId()
        + "#"
        + obligation.getSeq()
        + " ("
        + obligation.getReplyWith()
        + ")";
  }

  private static <T> void some(StringBuilder out, List<T> items, Function<T, String> line) {
    items.stream()
        .limit(SHOWN_MAX)
        .forEach(item -> out.append("- ").append(Text.oneLine(line.apply(item))).append('\n'));
    if (items.size() > SHOWN_MAX) {
      out.append("- … and ").append(items.size() - SHOWN_MAX).append(" more (--json has all)\n");
    }
  }
}
