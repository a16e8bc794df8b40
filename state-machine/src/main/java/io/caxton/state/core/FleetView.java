package io.caxton.state.core;

import io.caxton.v1.Agent;
import io.caxton.v1.Queue;
import io.caxton.v1.Route;
import io.caxton.v1.Saga;
import io.caxton.v1.Schedule;
import io.caxton.v1.Task;
import java.util.Map;
import kotlinx.collections.immutable.PersistentMap;

/** One fleet, frozen; {@code runningCounts} has the agents at which at least one task runs. */
public record FleetView(
    String name,
    PersistentMap<String, Agent> agents,
    PersistentMap<String, Route> routes,
    Map<String, Task> tasks,
    PersistentMap<String, Queue> queues,
    PersistentMap<String, Integer> runningCounts,
    PersistentMap<String, Saga> sagas,
    MemoryView memory,
    MailView mail,
    PersistentMap<String, Schedule> schedules) {}
