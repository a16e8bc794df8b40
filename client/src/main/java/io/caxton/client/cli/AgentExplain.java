package io.caxton.client.cli;

import io.caxton.client.CaxtonClient;
import io.caxton.client.console.ExitCode;
import io.caxton.client.console.ProtoJson;
import io.caxton.client.console.Text;
import io.caxton.v1.ExplainRecoveryResponse;
import io.caxton.v1.RecoveryRecord;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "explain",
    description =
        "Says what a recovery of an agent would find now, how the last ones went, what it waits for"
            + " and what makes it slow. Changes nothing.",
    footer = {"", "Example:", "  caxton agent explain worker-1 --schema order-state-3"})
final class AgentExplain extends ClientCommand {
  @Parameters(paramLabel = "ID", description = "The agent's id.")
  private String id;

  @Option(
      names = "--schema",
      paramLabel = "NAME",
      split = ",",
      description = "Schemas of checkpoints that the agent reads; repeatable (default: any).")
  private List<String> schemas = List.of();

  @Override
  int run(CaxtonClient client) {
    ExplainRecoveryResponse explained =
        join(client.recoveries().explain(id, schemas, ListOptions.read(false)));
    print(() -> ProtoJson.of(explained), () -> text(explained));
    return ExitCode.OK;
  }

  private static String text(ExplainRecoveryResponse explained) {
    StringBuilder out = new StringBuilder();
    out.append(
        new Sheet()
            .line("id", explained.getAgent().getId())
            .line("state", Names.of(explained.getAgent().getState()))
            .line("epoch", explained.getAgent().getEpoch())
            .line("journal", journal(explained)));
    out.append("\nA recovery now\n").append(PlanText.of(explained.getPlan()));
    if (explained.hasLast() && explained.getLast().getAttemptsTotal() > 0) {
      out.append("\nRecoveries so far\n").append(last(explained.getLast()));
    }
    if (explained.getRemarksCount() > 0) {
      out.append("\nRemarks\n");
      explained.getRemarksList().forEach(r -> out.append("- ").append(r).append('\n'));
    }
    return out.toString();
  }

  private static String journal(ExplainRecoveryResponse explained) {
    long first = explained.getJournal().getFirstSeq();
    long last = explained.getJournal().getLastSeq();
    return last == 0 || first > last
        ? "no events kept, end at " + last
        : "events " + first + " to " + last + ", " + Text.bytes(explained.getJournal().getBytes());
  }

  private static Sheet last(RecoveryRecord last) {
    return new Sheet()
        .line("begun", last.getAttemptsTotal())
        .line("committed", last.getRecoveredTotal())
        .line("failed", last.getFailedTotal())
        .line("failed in a row", last.getFailuresInRow())
        .line("last took", last.getTookMillis() == 0 ? "" : Text.millis(last.getTookMillis()))
        .line("events applied", speed(last))
        .line("checkpoint used", last.getCheckpointVersion())
        .line("under way", last.getCommittedTick() == 0 ? "yes, epoch " + last.getEpoch() : "")
        .line("suspect event", suspect(last))
        .line("quarantine", last.getQuarantine())
        .line("falls back", last.getDataLossTotal());
  }

  private static String speed(RecoveryRecord last) {
    long events = last.getEventsApplied();
    return events == 0
        ? ""
        : Text.count(events)
            + " at "
            + Text.count(events * 1_000 / Math.max(1, last.getReplayMillis()))
            + "/s";
  }

  private static String suspect(RecoveryRecord last) {
    return last.getSuspectDeaths() == 0
        ? ""
        : last.getSuspectSeq() + ", " + Text.plural(last.getSuspectDeaths(), "death") + " in a row";
  }
}
