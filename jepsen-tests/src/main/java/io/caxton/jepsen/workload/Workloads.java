package io.caxton.jepsen.workload;

import io.caxton.jepsen.run.Workload;
import java.util.List;
import java.util.Optional;

/** Every workload, in the order of --list. */
public final class Workloads {
  private static final List<Workload> ALL = List.of(new Submits());

  private Workloads() {}

  public static List<Workload> all() {
    return ALL;
  }

  public static Optional<Workload> named(String name) {
    return ALL.stream().filter(workload -> workload.name().equals(name)).findFirst();
  }
}
