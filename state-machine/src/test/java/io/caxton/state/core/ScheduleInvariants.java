package io.caxton.state.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.v1.Schedule;
import io.caxton.v1.ScheduleState;

/** What must hold between schedules, their timers and the tasks that they wait for. */
final class ScheduleInvariants {
  private ScheduleInvariants() {}

  static void check(Core core) {
    int timers = 0;
    for (Fleet fleet : core.fleets().all()) {
      FleetSchedules schedules = fleet.schedules();
      int awaiting = 0;
      assertThat(schedules.entries().keySet()).isEqualTo(schedules.rows().rows().keySet());
      for (Schedule schedule : schedules.rows().rows().values()) {
        ScheduleEntry entry = schedules.entries().get(schedule.getId());
        boolean paused = schedule.getState() == ScheduleState.SCHEDULE_STATE_PAUSED;
        boolean active = schedule.getState() == ScheduleState.SCHEDULE_STATE_ACTIVE;
        boolean buffered = schedule.getBufferedInstant() != 0 && !paused;
        boolean busy = ScheduleStore.isBusy(fleet, schedule);
        assertThat(!entry.awaitedTask.isEmpty()).as("%s", schedule).isEqualTo(buffered && busy);
        assertThat(entry.isSet()).as("%s", schedule).isEqualTo(active || (buffered && !busy));
        if (entry.isSet()) {
          timers++;
          assertThat(entry.at()).isEqualTo(buffered && !busy ? 0 : schedule.getNextInstant());
          assertThat(entry.tie()).isEqualTo(schedule.getCreatedPosition());
        }
        awaiting += entry.awaitedTask.isEmpty() ? 0 : 1;
      }
      assertThat(schedules.awaiting()).isEqualTo(awaiting);
    }
    assertThat(core.deadlines().schedules().size()).isEqualTo(timers);
  }
}
