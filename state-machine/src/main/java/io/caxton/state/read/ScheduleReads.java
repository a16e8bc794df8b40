package io.caxton.state.read;

import io.caxton.state.State;
import io.caxton.state.core.Labels;
import io.caxton.state.feed.Feed;
import io.caxton.v1.ListSchedulesRequest;
import io.caxton.v1.Schedule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Lists of schedules. */
public final class ScheduleReads {
  private ScheduleReads() {}

  /**
   * The matching schedules without their payloads, sorted by id; page and read options are not
   * looked at.
   */
  public static List<Schedule> list(State state, ListSchedulesRequest request) {
    List<Schedule> schedules = new ArrayList<>();
    for (Schedule schedule : state.schedules(request.getFleet()).values()) {
      if (schedule.getId().startsWith(request.getIdPrefix())
          && (request.getStatesCount() == 0
              || request.getStatesList().contains(schedule.getState()))
          && Labels.match(schedule.getLabelsList(), request.getLabelsList())) {
        schedules.add(Feed.strip(schedule));
      }
    }
    schedules.sort(Comparator.comparing(Schedule::getId));
    return schedules;
  }
}
