package io.caxton.client.cli;

import com.google.protobuf.ByteString;
import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.SequenceStream;
import io.caxton.client.console.ExitCode;
import io.caxton.client.console.Json;
import io.caxton.client.console.ProtoJson;
import io.caxton.client.console.Text;
import io.caxton.v1.Event;
import io.caxton.v1.ReadEventsRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "journal",
    description = "Prints an agent's events, the oldest first; with --json one object a line.",
    footer = {
      "",
      "Examples:",
      "  caxton agent journal worker-1 --last 20",
      "  caxton agent journal worker-1 --from 100 --to 120 --json",
      "  caxton agent journal worker-1 --follow"
    })
final class AgentJournalShow extends ClientCommand {
  private static final int SHOWN_CHARACTERS = 120;

  @Parameters(paramLabel = "ID", description = "The agent's id.")
  private String id;

  @Option(
      names = "--from",
      paramLabel = "SEQ",
      description = "From this event on (default: the first that is kept).")
  private long from;

  @Option(names = "--to", paramLabel = "SEQ", description = "Up to this event (default: the last).")
  private long to;

  @Option(names = "--last", paramLabel = "N", description = "Only the newest so many.")
  private long last;

  @Option(names = "--follow", description = "Go on with new events until Ctrl-C or --count.")
  private boolean follow;

  @Option(names = "--count", paramLabel = "N", description = "Stop after so many events.")
  private long count = Long.MAX_VALUE;

  @Option(names = "--stale", description = "Take any node's state, however old.")
  private boolean stale;

  private long printed;

  @Override
  int run(CaxtonClient client) {
    ReadEventsRequest request =
        ReadEventsRequest.newBuilder()
            .setAgentId(id)
            .setFromSeq(last > 0 ? newest(client) : from)
            .setToSeq(follow ? 0 : to)
            .setFollow(follow)
            .setRead(ListOptions.read(stale))
            .build();
    CompletableFuture<Void> enough = new CompletableFuture<>();
    try (SequenceStream stream =
        client.journals().read(request, (events, end) -> print(events, enough))) {
      CaxtonException.join(CompletableFuture.anyOf(enough, stream.done()));
    }
    if (printed == 0 && !connection.json()) {
      out().println("no events");
    }
    out().flush();
    return ExitCode.OK;
  }

  private long newest(CaxtonClient client) {
    var journal = join(client.journals().get(id, ListOptions.read(stale))).getJournal();
    return Math.max(journal.getFirstSeq(), journal.getLastSeq() - last + 1);
  }

  private void print(List<Event> events, CompletableFuture<Void> enough) {
    for (Event event : events) {
      if (printed < count) {
        printed++;
        out().println(connection.json() ? Json.of(ProtoJson.of(event)) : line(event));
      }
    }
    out().flush();
    if (printed >= count) {
      enough.complete(null);
    }
  }

  private static String line(Event event) {
    String key = event.getPartitionKey().isEmpty() ? "" : "[" + event.getPartitionKey() + "] ";
    return event.getSeq()
        + "  "
        + Names.wall(event.getWallMillis())
        + "  "
        + Text.oneLine(key + shown(event.getBody()));
  }

  /** The beginning of long ones. */
  static String shown(ByteString body) {
    String text = Names.bytes(body);
    return text.length() <= SHOWN_CHARACTERS
        ? text
        : text.substring(0, SHOWN_CHARACTERS) + "… (" + Text.bytes(body.size()) + ")";
  }
}
