package io.caxton.client.cli;

import io.caxton.client.CaxtonClient;
import io.caxton.client.console.ExitCode;
import io.caxton.client.console.Json;
import io.caxton.client.console.ProtoJson;
import io.caxton.v1.BeginRecoveryRequest;
import io.caxton.v1.BeginRecoveryResponse;
import io.caxton.v1.GetAgentResponse;
import io.caxton.v1.RegisterAgentRequest;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "recover",
    description = {
      "Begins an agent's recovery by hand and shows its plan: the older instance is over, its tasks"
          + " go back. The epoch printed is for the program that then applies the events and"
          + " commits; if none does, the lease ends and the agent may recover again.",
      "To look without touching anything: 'caxton agent explain'."
    },
    footer = {"", "Example:", "  caxton agent recover worker-1 --schema order-state-3"})
final class AgentRecover extends ClientCommand {
  @Parameters(paramLabel = "ID", description = "The agent's id.")
  private String id;

  @Option(
      names = "--schema",
      paramLabel = "NAME",
      split = ",",
      description = "Schemas of checkpoints that will be read; repeatable.")
  private List<String> schemas = List.of();

  @Option(
      names = "--ignore-checkpoints",
      description = "Use no checkpoint: replay the journal from its first event.")
  private boolean ignoreCheckpoints;

  @Override
  int run(CaxtonClient client) {
    // It registers as it was: what it can do does not change by recovering.
    GetAgentResponse before = join(client.agents().get(id, ListOptions.read(false)));
    RegisterAgentRequest registration =
        RegisterAgentRequest.newBuilder()
            .setAgentId(id)
            .addAllCapabilities(before.getAgent().getCapabilitiesList())
            .addAllLabels(before.getAgent().getLabelsList())
            .setCriticality(before.getAgent().getCriticality())
            .setLeaseMillis(before.getAgent().getLeaseMillis())
            .setInstance("caxton agent recover, pid " + ProcessHandle.current().pid())
            .build();
    BeginRecoveryResponse begun =
        join(
            client
                .recoveries()
                .begin(
                    BeginRecoveryRequest.newBuilder()
                        .setRegistration(registration)
                        .addAllSchemaIds(schemas)
                        .setIgnoreCheckpoints(ignoreCheckpoints)
                        .build()));
    print(
        () ->
            Json.object(
                "agent", ProtoJson.of(begun.getAgent()), "plan", ProtoJson.of(begun.getPlan())),
        () ->
            new Sheet()
                    .line("id", id)
                    .line("state", Names.of(begun.getAgent().getState()))
                    .line("epoch", begun.getAgent().getEpoch())
                + "\n"
                + PlanText.of(begun.getPlan()));
    return ExitCode.OK;
  }
}
