package io.caxton.client.cli;

import io.caxton.client.CaxtonClient;
import io.caxton.client.console.ExitCode;
import io.caxton.client.console.ProtoJson;
import io.caxton.v1.Agent;
import io.caxton.v1.ReleaseQuarantineRequest.Action;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "release",
    description =
        "Lets an agent out of quarantine, where it came because it died again and again at one"
            + " event ('caxton agent explain' names it).",
    footer = {
      "",
      "  retry           try again as it is: the agent's code was mended",
      "  skip            leave the event out for ever",
      "  park            the same, and keep the event for inspection",
      "  restore-before  pass over the newest checkpoint and replay from the one before",
      "",
      "Example:",
      "  caxton agent release worker-1 --by park"
    })
final class AgentRelease extends ClientCommand {
  /** What to do about the event. */
  enum Way {
    RETRY(Action.ACTION_RETRY),
    SKIP(Action.ACTION_SKIP),
    PARK(Action.ACTION_PARK),
    RESTORE_BEFORE(Action.ACTION_RESTORE_BEFORE);

    private final Action action;

    Way(Action action) {
      this.action = action;
    }

    /** As it is typed. */
    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  @Parameters(paramLabel = "ID", description = "The agent's id.")
  private String id;

  @Option(
      names = "--by",
      paramLabel = "WAY",
      required = true,
      description = "What to do about the event: ${COMPLETION-CANDIDATES}.")
  private Way way;

  @Override
  int run(CaxtonClient client) {
    Agent agent = join(client.recoveries().release(id, way.action));
    print(
        () -> ProtoJson.of(agent),
        () ->
            new Sheet()
                .line("id", agent.getId())
                .line("state", Names.of(agent.getState()))
                .line("epoch", agent.getEpoch()));
    return ExitCode.OK;
  }
}
