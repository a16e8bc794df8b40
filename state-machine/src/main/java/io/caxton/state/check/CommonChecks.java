package io.caxton.state.check;

import io.caxton.state.session.DedupGate;
import io.caxton.v1.Call;
import io.caxton.v1.HeldGrant;
import io.caxton.v1.Label;
import java.util.List;

/** What many requests have. */
final class CommonChecks {
  static final int ID_CHARACTERS_MAX = 256;
  static final int LEASE_MILLIS_MIN = 500;
  static final int LEASE_MILLIS_MAX = 3_600_000;

  private static final int AGENT_CHARACTERS_MAX = 128;
  private static final int QUEUE_CHARACTERS_MAX = 128;
  static final int CAPABILITY_CHARACTERS_MAX = 128;
  static final int VERSION_CHARACTERS_MAX = 64;
  private static final int FLEET_CHARACTERS_MAX = 64;
  private static final int LABELS_MAX = 32;
  private static final int LABEL_KEY_CHARACTERS_MAX = 63;
  private static final int LABEL_VALUE_BYTES_MAX = 256;
  private static final int HELD_GRANTS_MAX = 10_000;

  private CommonChecks() {}

  static void call(Checks checks, Call call) {
    Path path = Path.ROOT.in("call");
    if (call.getSessionId() == 0) {
      checks.fail(path, "session_id", "0", "open a session and name it in every mutating call");
    }
    checks.range(path, "sequence", call.getSequence(), 1, Long.MAX_VALUE);
    checks.range(path, "first_open", call.getFirstOpen(), 0, Math.max(0, call.getSequence()));
    long lowest = call.getSequence() - DedupGate.SEQUENCES_MAX;
    if (call.getFirstOpen() < lowest) {
      checks.fail(
          path,
          "first_open",
          Long.toString(call.getFirstOpen()),
          "at least " + lowest + ", which is " + DedupGate.SEQUENCES_MAX + " below sequence");
    }
  }

  static void agentCall(Checks checks, Call call, String fleet, String agentId) {
    call(checks, call);
    fleet(checks, fleet);
    agent(checks, Path.ROOT, agentId);
  }

  static void fleet(Checks checks, String fleet) {
    fleet(checks, Path.ROOT, fleet);
  }

  static void fleet(Checks checks, Path path, String fleet) {
    checks.nameOrEmpty(path, "fleet", fleet, Characters.PLAIN, FLEET_CHARACTERS_MAX);
  }

  static void agent(Checks checks, Path path, String agentId) {
    agent(checks, path, "agent_id", agentId);
  }

  static void agent(Checks checks, Path path, String name, String agentId) {
    checks.name(path, name, agentId, Characters.ID, AGENT_CHARACTERS_MAX);
  }

  /** Empty means any. */
  static void agentOrEmpty(Checks checks, Path path, String agentId) {
    checks.nameOrEmpty(path, "agent_id", agentId, Characters.ID, AGENT_CHARACTERS_MAX);
  }

  static void capability(Checks checks, Path path, String name, String capability) {
    checks.name(path, name, capability, Characters.PLAIN, CAPABILITY_CHARACTERS_MAX);
  }

  /** Empty means any. */
  static void capabilityOrEmpty(Checks checks, Path path, String name, String capability) {
    checks.nameOrEmpty(path, name, capability, Characters.PLAIN, CAPABILITY_CHARACTERS_MAX);
  }

  /** {@code name} or {@code name:version}; empty means any. */
  static void versionedCapability(Checks checks, Path path, String field, String capability) {
    int colon = capability.indexOf(':');
    if (colon < 0) {
      capabilityOrEmpty(checks, path, field, capability);
      return;
    }
    capability(checks, path, field, capability.substring(0, colon));
    checks.name(
        path, field, capability.substring(colon + 1), Characters.PLAIN, VERSION_CHARACTERS_MAX);
  }

  /** As {@link #versionedCapability}, and not empty. */
  static void capabilityOfVersion(Checks checks, Path path, String field, String capability) {
    if (capability.isEmpty()) {
      capability(checks, path, field, capability);
    } else {
      versionedCapability(checks, path, field, capability);
    }
  }

  static void route(Checks checks, String name) {
    checks.name(Path.ROOT, "name", name, Characters.ID, ID_CHARACTERS_MAX);
  }

  static void conversationId(Checks checks, Path path, String conversationId) {
    checks.name(path, "conversation_id", conversationId, Characters.ID, ID_CHARACTERS_MAX);
  }

  static void taskId(Checks checks, Path path, String taskId) {
    checks.name(path, "task_id", taskId, Characters.ID, ID_CHARACTERS_MAX);
  }

  static void queueGiven(Checks checks, Path path, String name, String queue) {
    checks.name(path, name, queue, Characters.ID, QUEUE_CHARACTERS_MAX);
  }

  /** Empty means the default queue, or any. */
  static void queue(Checks checks, Path path, String name, String queue) {
    checks.nameOrEmpty(path, name, queue, Characters.ID, QUEUE_CHARACTERS_MAX);
  }

  static void lease(Checks checks, Path path, int leaseMillis) {
    checks.rangeOrZero(path, "lease_millis", leaseMillis, LEASE_MILLIS_MIN, LEASE_MILLIS_MAX);
  }

  static void labels(Checks checks, Path path, List<Label> labels) {
    labels(checks, path, "labels", labels);
  }

  static void labels(Checks checks, Path path, String name, List<Label> labels) {
    int count = labels.size();
    if (count == 0) {
      return;
    }
    checks.countMax(path, name, count, LABELS_MAX);
    for (int i = 0; i < count && !checks.failed(); i++) {
      Label label = labels.get(i);
      Path item = path.in(name, i);
      checks.name(item, "key", label.getKey(), Characters.LABEL, LABEL_KEY_CHARACTERS_MAX);
      checks.textMax(item, "value", label.getValue(), LABEL_VALUE_BYTES_MAX);
      for (int j = 0; j < i; j++) {
        if (labels.get(j).getKey().equals(label.getKey())) {
          checks.fail(item, "key", Checks.shown(label.getKey()), "each key may be given once only");
        }
      }
    }
  }

  static void heldGrants(Checks checks, Path path, List<HeldGrant> held) {
    checks.countMax(path, "held_grants", held.size(), HELD_GRANTS_MAX);
    for (int i = 0; i < held.size() && !checks.failed(); i++) {
      taskId(checks, path.in("held_grants", i), held.get(i).getTaskId());
    }
  }
}
