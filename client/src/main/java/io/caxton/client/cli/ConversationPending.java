package io.caxton.client.cli;

import io.caxton.client.CaxtonClient;
import io.caxton.client.console.ExitCode;
import io.caxton.client.console.ProtoJson;
import io.caxton.client.console.Table;
import io.caxton.client.console.Text;
import io.caxton.v1.ListObligationsResponse;
import io.caxton.v1.Obligation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "pending",
    description = "Shows the answers that an agent owes and is owed, the oldest first.",
    footer = {"", "Example:", "  caxton conversation pending worker-1"})
final class ConversationPending extends ClientCommand {
  @Parameters(paramLabel = "AGENT", description = "The agent's id.")
  private String agentId;

  @Override
  int run(CaxtonClient client) {
    ListObligationsResponse pending =
        join(client.conversations().obligations(agentId, ListOptions.read(false)));
    print(() -> ProtoJson.of(pending), () -> text(pending));
    return ExitCode.OK;
  }

  private static String text(ListObligationsResponse pending) {
    if (pending.getOwesTotal() + pending.getOwedTotal() == 0) {
      return "nothing: no answer is owed";
    }
    long tick = pending.getInfo().getTickMillis();
    Table table =
        new Table("WHO", "WHOM", "CONVERSATION", ">MESSAGE", "REPLY WITH", "SINCE", "DUE");
    pending.getOwesList().forEach(o -> row(table, "owes", o.getCreditor(), o, tick));
    pending.getOwedList().forEach(o -> row(table, "is owed by", o.getDebtor(), o, tick));
    long left =
        pending.getOwesTotal()
            + pending.getOwedTotal()
            - pending.getOwesCount()
            - pending.getOwedCount();
    return table + (left > 0 ? "… and " + left + " more\n" : "");
  }

  private static void row(Table table, String who, String whom, Obligation owed, long tick) {
    table.row(
        who,
        whom.isEmpty() ? "(no provider yet)" : whom,
        owed.getConversationId(),
        owed.getSeq(),
        owed.getReplyWith(),
        Text.millis(Math.max(0, tick - owed.getSinceTick())) + " ago",
        due(owed.getReplyByTick(), tick));
  }

  private static String due(long dueTick, long tick) {
    if (dueTick == 0) {
      return "never";
    }
    return dueTick <= tick ? "now" : "in " + Text.millis(dueTick - tick);
  }
}
