package io.caxton.state.schedule;

import io.caxton.state.Refusals;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.Fleets;
import io.caxton.v1.Refusal;
import io.caxton.v1.Schedule;

/** Finds schedules. */
final class ScheduleLookup {
  private ScheduleLookup() {}

  /** The schedule, or null. */
  static Schedule find(Core core, String fleetName, String id) {
    Fleet fleet = core.fleets().get(fleetName);
    return fleet == null ? null : fleet.schedules().rows().get(id);
  }

  static Refusal notFound(String fleet, String id) {
    return Refusals.notFound("schedule", Fleets.nameOf(fleet), id);
  }
}
