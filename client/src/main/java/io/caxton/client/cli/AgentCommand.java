package io.caxton.client.cli;

import io.caxton.client.CaxtonClient;
import io.caxton.client.console.ExitCode;
import io.caxton.client.console.ProtoJson;
import io.caxton.client.console.Table;
import io.caxton.v1.Agent;
import io.caxton.v1.Capability;
import io.caxton.v1.GetAgentResponse;
import io.caxton.v1.ListAgentsRequest;
import io.caxton.v1.ListAgentsResponse;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "agent",
    mixinStandardHelpOptions = true,
    description = "Shows the registered agents, and how they come back.",
    subcommands = {
      AgentCommand.ListAll.class,
      AgentCommand.Get.class,
      AgentExplain.class,
      AgentRecover.class,
      AgentRelease.class,
      AgentJournalShow.class,
      AgentCheckpointsShow.class
    })
final class AgentCommand {
  @Command(
      name = "list",
      description = "Lists agents, sorted by id.",
      footer = {"", "Example:", "  caxton agent list --state running --label zone=a"})
  static final class ListAll extends ClientCommand {
    @Mixin private ListOptions list;

    @Option(
        names = "--state",
        paramLabel = "STATE",
        split = ",",
        description = "Only in these states: running, draining, lost, stopped …")
    private List<String> states = List.of();

    @Option(names = "--capability", paramLabel = "NAME", description = "Only those that can do it.")
    private String capability = "";

    @Override
    int run(CaxtonClient client) {
      ListAgentsRequest.Builder request =
          ListAgentsRequest.newBuilder()
              .addAllLabels(list.labels())
              .addAllStates(Names.agentStates(states))
              .setCapability(capability)
              .setRead(list.read());
      Pages.Items<Agent> agents =
          Pages.all(
              list.limit(),
              page -> join(client.agents().list(request.setPage(page).build())),
              ListAgentsResponse::getAgentsList,
              ListAgentsResponse::getNextPageToken);
      print(
          () -> agents.object("agents"),
          () -> agents.items().isEmpty() ? "no agents" : table(agents.items()) + agents.note());
      return ExitCode.OK;
    }

    private static Table table(List<Agent> agents) {
      Table table = new Table("ID", "STATE", ">EPOCH", "CAPABILITIES", "LABELS", "INSTANCE");
      for (Agent agent : agents) {
        table.row(
            agent.getId(),
            Names.of(agent.getState()),
            agent.getEpoch(),
            capabilities(agent),
            Names.labels(agent.getLabelsList()),
            agent.getInstance());
      }
      return table;
    }
  }

  @Command(
      name = "get",
      description = "Shows one agent.",
      footer = {"", "Example:", "  caxton agent get worker-1 --json"})
  static final class Get extends ClientCommand {
    @Parameters(paramLabel = "ID", description = "The agent's id.")
    private String id;

    @Override
    int run(CaxtonClient client) {
      GetAgentResponse response = join(client.agents().get(id, ListOptions.read(false)));
      Agent agent = response.getAgent();
      print(
          () -> ProtoJson.of(response),
          () ->
              new Sheet()
                  .line("id", agent.getId())
                  .line("state", Names.of(agent.getState()))
                  .line("epoch", agent.getEpoch())
                  .line("running tasks", response.getRunningTasks())
                  .line("capabilities", capabilities(agent))
                  .line("labels", Names.labels(agent.getLabelsList()))
                  .line("criticality", Names.of(agent.getCriticality().getValueDescriptor()))
                  .line("lease", agent.getLeaseMillis() + " ms")
                  .line("instance", agent.getInstance())
                  .line("registered", Names.wall(agent.getRegisteredWallMillis()))
                  .line("revision", agent.getRevision()));
      return ExitCode.OK;
    }
  }

  private static String capabilities(Agent agent) {
    return agent.getCapabilitiesList().stream()
        .map(AgentCommand::capability)
        .collect(Collectors.joining(","));
  }

  private static String capability(Capability capability) {
    return capability.getVersion().isEmpty()
        ? capability.getName()
        : capability.getName() + ":" + capability.getVersion();
  }
}
