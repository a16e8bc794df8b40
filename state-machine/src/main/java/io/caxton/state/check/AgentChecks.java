package io.caxton.state.check;

import io.caxton.v1.Capability;
import io.caxton.v1.Criticality;
import io.caxton.v1.DeregisterAgentRequest;
import io.caxton.v1.DrainAgentRequest;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.RenewAgentsRequest;
import io.caxton.v1.Renewal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Requests about agents. */
final class AgentChecks {
  private static final int CAPABILITIES_MAX = 64;
  private static final int CONCURRENCY_MAX = 10_000;
  private static final int INSTANCE_BYTES_MAX = 256;

  private AgentChecks() {}

  static void check(Checks checks, RegisterAgentRequest request) {
    CommonChecks.call(checks, request.getCall());
    CommonChecks.fleet(checks, request.getFleet());
    registration(checks, Path.ROOT, request);
  }

  /** All but call and fleet. */
  static void registration(Checks checks, Path path, RegisterAgentRequest request) {
    CommonChecks.agent(checks, path, request.getAgentId());
    capabilities(checks, path, request.getCapabilitiesList());
    CommonChecks.labels(checks, path, request.getLabelsList());
    if (request.getCriticality() == Criticality.UNRECOGNIZED) {
      checks.fail(
          path,
          "criticality",
          Integer.toString(request.getCriticalityValue()),
          "it must be 0 to 3");
    }
    CommonChecks.lease(checks, path, request.getLeaseMillis());
    checks.textMax(path, "instance", request.getInstance(), INSTANCE_BYTES_MAX);
  }

  private static void capabilities(Checks checks, Path path, List<Capability> capabilities) {
    checks.countMax(path, "capabilities", capabilities.size(), CAPABILITIES_MAX);
    for (int i = 0; i < capabilities.size() && !checks.failed(); i++) {
      Capability capability = capabilities.get(i);
      Path item = path.in("capabilities", i);
      CommonChecks.capability(checks, item, "name", capability.getName());
      checks.nameOrEmpty(
          item,
          "version",
          capability.getVersion(),
          Characters.PLAIN,
          CommonChecks.VERSION_CHARACTERS_MAX);
      checks.range(item, "concurrency", capability.getConcurrency(), 0, CONCURRENCY_MAX);
      for (int j = 0; j < i; j++) {
        Capability other = capabilities.get(j);
        if (other.getName().equals(capability.getName())
            && other.getVersion().equals(capability.getVersion())) {
          checks.fail(
              item,
              "name",
              Checks.shown(capability.getName()),
              "each name and version may be given once only");
        }
      }
    }
  }

  static void check(Checks checks, RenewAgentsRequest request) {
    CommonChecks.call(checks, request.getCall());
    CommonChecks.fleet(checks, request.getFleet());
    checks.items(Path.ROOT, "renewals", request.getRenewalsCount());
    Set<String> agents = new HashSet<>();
    for (int i = 0; i < request.getRenewalsCount() && !checks.failed(); i++) {
      Renewal renewal = request.getRenewals(i);
      Path item = Path.ROOT.in("renewals", i);
      CommonChecks.agent(checks, item, renewal.getAgentId());
      CommonChecks.heldGrants(checks, item, renewal.getHeldGrantsList());
      if (!agents.add(renewal.getAgentId())) {
        checks.fail(
            item,
            "agent_id",
            Checks.shown(renewal.getAgentId()),
            "each agent may be given once only");
      }
    }
  }

  static void check(Checks checks, DrainAgentRequest request) {
    CommonChecks.call(checks, request.getCall());
    CommonChecks.fleet(checks, request.getFleet());
    CommonChecks.agent(checks, Path.ROOT, request.getAgentId());
  }

  static void check(Checks checks, DeregisterAgentRequest request) {
    CommonChecks.call(checks, request.getCall());
    CommonChecks.fleet(checks, request.getFleet());
    CommonChecks.agent(checks, Path.ROOT, request.getAgentId());
  }
}
