package io.caxton.client.cli;

import io.caxton.v1.RouteStrategy;
import io.caxton.v1.Routing;
import io.caxton.v1.VersionMatch;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How messages to a capability find an agent. */
final class RoutingOptions {
  /** As the command line says it. */
  enum Strategy {
    LEAST_LOADED(RouteStrategy.ROUTE_STRATEGY_LEAST_LOADED),
    ROUND_ROBIN(RouteStrategy.ROUTE_STRATEGY_ROUND_ROBIN),
    AFFINITY(RouteStrategy.ROUTE_STRATEGY_AFFINITY);

    private final RouteStrategy sent;

    Strategy(RouteStrategy sent) {
      this.sent = sent;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** As the command line says it. */
  enum Match {
    EXACT(VersionMatch.VERSION_MATCH_EXACT),
    AT_LEAST(VersionMatch.VERSION_MATCH_AT_LEAST);

    private final VersionMatch sent;

    Match(VersionMatch sent) {
      this.sent = sent;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Option(
      names = "--strategy",
      paramLabel = "NAME",
      description = {
        "Which provider gets a message to the capability of the route's name:",
        "${COMPLETION-CANDIDATES}."
      })
  private Strategy strategy;

  @Option(
      names = "--version-match",
      paramLabel = "NAME",
      description = "Which versions serve NAME:VERSION: ${COMPLETION-CANDIDATES}.")
  private Match match;

  @Option(
      names = "--select",
      paramLabel = "KEY=VALUE",
      description = "A label that a provider must have; repeatable.")
  private Map<String, String> selector = Map.of();

  /** Empty if no option of it is given. */
  Optional<Routing> given() {
    if (strategy == null && match == null && selector.isEmpty()) {
      return Optional.empty();
    }
    Routing.Builder routing = Routing.newBuilder().addAllSelector(Names.labels(selector));
    if (strategy != null) {
      routing.setStrategy(strategy.sent);
    }
    if (match != null) {
      routing.setVersionMatch(match.sent);
    }
    return Optional.of(routing.build());
  }

  static String text(Routing routing) {
    String strategy =
        routing.getStrategy() == RouteStrategy.ROUTE_STRATEGY_UNSPECIFIED
            ? "least-loaded"
            : Names.of(routing.getStrategy().getValueDescriptor())
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
    boolean atLeast = routing.getVersionMatch() == VersionMatch.VERSION_MATCH_AT_LEAST;
    String selector = Names.labels(routing.getSelectorList());
    return strategy
        + (atLeast ? ", at least the version" : ", exactly the version")
        + (routing.getSelectorCount() == 0 ? "" : ", only " + selector);
  }
}
