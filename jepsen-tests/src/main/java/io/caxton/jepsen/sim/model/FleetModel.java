package io.caxton.jepsen.sim.model;

import io.caxton.v1.Route;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One fleet. It exists for as long as it holds anything. */
final class FleetModel {
  final String name;
  final Map<String, AgentModel> agents = new TreeMap<>();
  final Map<String, Route> routes = new TreeMap<>();
  final Map<String, QueueModel> queues = new TreeMap<>();
  final Map<String, TaskModel> tasks = new TreeMap<>();

  FleetModel(String name) {
    this.name = name;
  }

  boolean isEmpty() {
    return agents.isEmpty() && routes.isEmpty() && queues.isEmpty();
  }

  Stream<TaskModel> tasksOf(QueueModel queue) {
    return tasks.values().stream().filter(task -> task.queue == queue);
  }
}
