package io.caxton.client.cli;

import io.caxton.client.CaxtonClient;
import io.caxton.client.console.ExitCode;
import io.caxton.client.console.ProtoJson;
import io.caxton.client.console.Table;
import io.caxton.v1.Agent;
import io.caxton.v1.DeleteRouteResponse;
import io.caxton.v1.ListRoutesRequest;
import io.caxton.v1.ListRoutesResponse;
import io.caxton.v1.PutRouteRequest;
import io.caxton.v1.ResolveRouteResponse;
import io.caxton.v1.ResolvedTarget;
import io.caxton.v1.Route;
import io.caxton.v1.RouteTarget;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "route",
    mixinStandardHelpOptions = true,
    description = "Keeps names that lead to agents, capabilities or queues.",
    subcommands = {
      RouteCommand.Put.class,
      RouteCommand.Get.class,
      RouteCommand.ListAll.class,
      RouteCommand.Delete.class,
      RouteCommand.Resolve.class,
      RouteExplain.class
    })
final class RouteCommand {
  @Command(
      name = "put",
      description = "Creates or replaces a route.",
      footer = {
        "",
        "Examples:",
        "  caxton route put reviews --to capability:review --to queue:reviews@10",
        "  caxton route put reviews --to agent:r1 --expect 0     only if there is none",
        "  caxton route put ocr --to capability:ocr --strategy round-robin --version-match at-least"
      })
  static final class Put extends ClientCommand {
    @Parameters(paramLabel = "NAME", description = "The route's name.")
    private String name;

    @Option(
        names = "--to",
        paramLabel = "KIND:NAME[@WEIGHT]",
        required = true,
        converter = TargetConverter.class,
        description = "agent:ID, capability:NAME or queue:NAME; repeatable, tried in order.")
    private List<RouteTarget> targets;

    @Option(names = "--label", paramLabel = "KEY=VALUE", description = "A label; repeatable.")
    private Map<String, String> labels = Map.of();

    @Option(
        names = "--expect",
        paramLabel = "REVISION",
        description = "Only if this is its revision now; 0: only if there is no such route.")
    private Long expected;

    @Mixin private RoutingOptions routing;

    @Override
    int run(CaxtonClient client) {
      PutRouteRequest.Builder request =
          PutRouteRequest.newBuilder()
              .setName(name)
              .addAllTargets(targets)
              .addAllLabels(Names.labels(labels));
      if (expected != null) {
        request.setExpectedRevision(expected);
      }
      routing.given().ifPresent(request::setRouting);
      Route route = join(client.routes().put(request.build()));
      print(() -> ProtoJson.of(route), () -> sheet(route));
      return ExitCode.OK;
    }
  }

  @Command(name = "get", description = "Shows one route.")
  static final class Get extends ClientCommand {
    @Parameters(paramLabel = "NAME", description = "The route's name.")
    private String name;

    @Override
    int run(CaxtonClient client) {
      Route route = join(client.routes().get(name, ListOptions.read(false))).getRoute();
      print(() -> ProtoJson.of(route), () -> sheet(route));
      return ExitCode.OK;
    }
  }

  @Command(
      name = "list",
      description = "Lists routes, sorted by name.",
      footer = {"", "Example:", "  caxton route list --prefix team/a/"})
  static final class ListAll extends ClientCommand {
    @Mixin private ListOptions list;

    @Option(names = "--prefix", paramLabel = "TEXT", description = "Only names that start so.")
    private String prefix = "";

    @Override
    int run(CaxtonClient client) {
      ListRoutesRequest.Builder request =
          ListRoutesRequest.newBuilder()
              .setNamePrefix(prefix)
              .addAllLabels(list.labels())
              .setRead(list.read());
      Pages.Items<Route> routes =
          Pages.all(
              list.limit(),
              page -> join(client.routes().list(request.setPage(page).build())),
              ListRoutesResponse::getRoutesList,
              ListRoutesResponse::getNextPageToken);
      print(
          () -> routes.object("routes"),
          () -> routes.items().isEmpty() ? "no routes" : table(routes.items()) + routes.note());
      return ExitCode.OK;
    }

    private static Table table(List<Route> routes) {
      Table table = new Table("NAME", "TARGETS", "LABELS", ">REVISION");
      routes.forEach(
          route ->
              table.row(
                  route.getName(),
                  targets(route),
                  Names.labels(route.getLabelsList()),
                  route.getRevision()));
      return table;
    }
  }

  @Command(name = "delete", description = "Deletes a route.")
  static final class Delete extends ClientCommand {
    @Parameters(paramLabel = "NAME", description = "The route's name.")
    private String name;

    @Option(
        names = "--expect",
        paramLabel = "REVISION",
        description = "Only if this is its revision now.")
    private Long expected;

    @Override
    int run(CaxtonClient client) {
      OptionalLong revision = expected == null ? OptionalLong.empty() : OptionalLong.of(expected);
      DeleteRouteResponse response = join(client.routes().delete(name, revision));
      print(() -> ProtoJson.of(response), () -> "deleted " + name);
      return ExitCode.OK;
    }
  }

  @Command(name = "resolve", description = "Shows the agents that a route leads to now.")
  static final class Resolve extends ClientCommand {
    @Parameters(paramLabel = "NAME", description = "The route's name.")
    private String name;

    @Override
    int run(CaxtonClient client) {
      ResolveRouteResponse response = join(client.routes().resolve(name, ListOptions.read(false)));
      print(() -> ProtoJson.of(response), () -> table(response.getTargetsList()));
      return ExitCode.OK;
    }

    private static Table table(List<ResolvedTarget> targets) {
      Table table = new Table("TARGET", "AGENTS");
      for (ResolvedTarget target : targets) {
        String agents =
            target.getAgentsList().stream().map(Agent::getId).collect(Collectors.joining(", "));
        table.row(
            TargetConverter.text(target.getTarget()),
            agents.isEmpty() ? "(none) " + target.getUnavailable() : agents);
      }
      return table;
    }
  }

  private static Sheet sheet(Route route) {
    return new Sheet()
        .line("name", route.getName())
        .line("targets", targets(route))
        .line("labels", Names.labels(route.getLabelsList()))
        .line("routing", route.hasRouting() ? RoutingOptions.text(route.getRouting()) : "")
        .line("revision", route.getRevision());
  }

  private static String targets(Route route) {
    return route.getTargetsList().stream()
        .map(TargetConverter::text)
        .collect(Collectors.joining(", "));
  }
}
