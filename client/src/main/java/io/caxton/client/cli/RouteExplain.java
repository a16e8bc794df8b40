package io.caxton.client.cli;

import io.caxton.client.CaxtonClient;
import io.caxton.client.console.ExitCode;
import io.caxton.client.console.ProtoJson;
import io.caxton.client.console.Table;
import io.caxton.client.console.Text;
import io.caxton.v1.ExplainRouteRequest;
import io.caxton.v1.ExplainRouteResponse;
import io.caxton.v1.RouteCandidate;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "explain",
    description = "Shows where a message to a capability would go now, and why to no other agent.",
    footer = {
      "",
      "Exit code 0 also if it would go nowhere.",
      "",
      "Examples:",
      "  caxton route explain ocr",
      "  caxton route explain ocr:2 --conversation case-17 --label zone=a --json"
    })
final class RouteExplain extends ClientCommand {
  @Parameters(paramLabel = "CAPABILITY", description = "NAME or NAME:VERSION.")
  private String capability;

  @Option(
      names = "--conversation",
      paramLabel = "ID",
      description = "The message's conversation: with affinity it has an agent of its own.")
  private String conversation = "";

  @Option(
      names = "--label",
      paramLabel = "KEY=VALUE",
      description = "A label that the message asks for; repeatable.")
  private Map<String, String> labels = Map.of();

  @Override
  int run(CaxtonClient client) {
    ExplainRouteResponse explained =
        join(
            client
                .routes()
                .explain(
                    ExplainRouteRequest.newBuilder()
                        .setCapability(capability)
                        .setConversationId(conversation)
                        .addAllToLabels(Names.labels(labels))
                        .setRead(ListOptions.read(false))
                        .build()));
    print(() -> ProtoJson.of(explained), () -> text(explained));
    return ExitCode.OK;
  }

  private static String text(ExplainRouteResponse explained) {
    Table table = new Table("AGENT", "VERDICT", "REASON", ">MESSAGES", "LEASE ENDS", "UNTIL");
    long tick = explained.getInfo().getTickMillis();
    for (RouteCandidate candidate : explained.getCandidatesList()) {
      table.row(
          candidate.getAgentId(),
          Names.of(candidate.getVerdict().getValueDescriptor()),
          candidate.getReason(),
          candidate.getMessages(),
          candidate.getLeaseUntilTick() == 0
              ? ""
              : "in " + Text.millis(Math.max(0, candidate.getLeaseUntilTick() - tick)),
          candidate.getUntil());
    }
    int left = explained.getCandidatesTotal() - explained.getCandidatesCount();
    return new Sheet()
            .line("goes to", goesTo(explained))
            .line("chosen by", RoutingOptions.text(explained.getRouting()))
            .line("waiting now", explained.getWaitingMessages())
        + (explained.getCandidatesCount() == 0 ? "" : "\n" + table)
        + (left > 0 ? "… and " + left + " more\n" : "");
  }

  private static String goesTo(ExplainRouteResponse explained) {
    if (!explained.getAgentId().isEmpty()) {
      return explained.getAgentId();
    }
    return "nobody: "
        + explained.getRefusal()
        + (explained.getMayWait() ? ", or it waits if it may (wait_for_provider)" : "");
  }
}
