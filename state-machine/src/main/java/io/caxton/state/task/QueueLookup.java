package io.caxton.state.task;

import io.caxton.state.Refusals;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.Fleets;
import io.caxton.state.core.QueueDefaults;
import io.caxton.state.core.QueueState;
import io.caxton.v1.Queue;
import io.caxton.v1.Refusal;
import java.util.Optional;

/** Finds or begins fleets and queues. */
public final class QueueLookup {
  private QueueLookup() {}

  public static String nameOf(String given) {
    return QueueDefaults.nameOf(given);
  }

  /** The queue, or null. */
  static QueueState find(Core core, String fleetGiven, String queueGiven) {
    Fleet fleet = core.fleets().get(fleetGiven);
    return fleet == null ? null : fleet.queueStates().get(nameOf(queueGiven));
  }

  static Refusal notFound(String fleetGiven, String queueGiven) {
    return Refusals.notFound("queue", Fleets.nameOf(fleetGiven), nameOf(queueGiven));
  }

  /** Empty if one fleet more may be begun. */
  public static Optional<Refusal> checkFleets(Core core) {
    int fleetsMax = core.limits().fleetsMax();
    return core.fleets().size() < fleetsMax
        ? Optional.empty()
        : Optional.of(Refusals.limit("fleets", fleetsMax));
  }

  /** Empty if one queue more may be begun in the fleet. */
  static Optional<Refusal> checkQueues(Core core, Fleet fleet) {
    return checkQueues(core, fleet, 0);
  }

  /** The same after {@code begun} others. */
  public static Optional<Refusal> checkQueues(Core core, Fleet fleet, int begun) {
    int queuesMax = core.limits().queuesMax();
    return fleet.queueStates().size() + begun < queuesMax
        ? Optional.empty()
        : Optional.of(Refusals.limit("queues", queuesMax));
  }

  public static QueueState begin(Core core, Fleet fleet, String name) {
    return fleet.addQueue(
        Queue.newBuilder().setName(name).setRevision(core.progress().position()).build());
  }
}
