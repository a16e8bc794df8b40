package io.caxton.client.cli;

import io.caxton.client.CaxtonClient;
import io.caxton.client.SequenceStream;
import io.caxton.client.console.ExitCode;
import io.caxton.client.console.Json;
import io.caxton.client.console.ProtoJson;
import io.caxton.client.console.Text;
import io.caxton.v1.Message;
import io.caxton.v1.ReadHistoryRequest;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "history",
    description = "Prints a conversation's messages in order; with --json one object a line.",
    footer = {"", "Example:", "  caxton conversation history order-17 --from 10"})
final class ConversationHistory extends ClientCommand {
  @Parameters(paramLabel = "ID", description = "The conversation's id.")
  private String id;

  @Option(
      names = "--from",
      paramLabel = "SEQ",
      description = "From this message on (default: the first that is kept).")
  private long from;

  @Option(
      names = "--to",
      paramLabel = "SEQ",
      description = "Up to this message (default: the last).")
  private long to;

  @Option(names = "--stale", description = "Take any node's state, however old.")
  private boolean stale;

  @Override
  int run(CaxtonClient client) {
    ReadHistoryRequest request =
        ReadHistoryRequest.newBuilder()
            .setConversationId(id)
            .setFromSeq(from)
            .setToSeq(to)
            .setRead(ListOptions.read(stale))
            .build();
    try (SequenceStream stream = client.conversations().history(request, this::print)) {
      join(stream.done());
    }
    out().flush();
    return ExitCode.OK;
  }

  private void print(List<Message> messages) {
    messages.forEach(
        message ->
            out().println(connection.json() ? Json.of(ProtoJson.of(message)) : line(message)));
  }

  private static String line(Message message) {
    StringBuilder line = new StringBuilder();
    line.append(message.getSeq()).append("  ").append(Names.wall(message.getWallMillis()));
    line.append("  ").append(message.getFromAgent().isEmpty() ? "caxton" : message.getFromAgent());
    line.append(" → ").append(receiver(message));
    line.append("  ").append(Names.of(message.getPerformative().getValueDescriptor()));
    if (!message.getReplyWith().isEmpty()) {
      line.append("  asks ").append(message.getReplyWith());
    }
    if (!message.getInReplyTo().isEmpty()) {
      line.append("  answers ").append(message.getInReplyTo());
    }
    return Text.oneLine(line + "  " + AgentJournalShow.shown(message.getBody()));
  }

  private static String receiver(Message message) {
    if (message.getToCapability().isEmpty()) {
      return message.getToAgent();
    }
    return message.getToAgent().isEmpty()
        ? "any " + message.getToCapability()
        : message.getToAgent() + " (for " + message.getToCapability() + ")";
  }
}
