package io.caxton.state;

import io.caxton.v1.Schedule;

/** A schedule that the leader has to look at: an instant is due, or the next one is not known. */
public record DueSchedule(String fleet, Schedule schedule) {}
