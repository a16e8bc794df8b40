package io.caxton.jepsen.workload;

import io.caxton.jepsen.run.Workload;
import java.util.List;
import java.util.Optional;

/** Every workload, in the order of --list; made anew each time, since it keeps what one run did. */
public final class Workloads {
  private Workloads() {}

  public static List<Workload> all() {
    return List.of(
        new RegisterWorkload(),
        new CounterWorkload(),
        new TasksWorkload(false),
        new TasksWorkload(true),
        new LeasesWorkload(),
        new SagasWorkload(),
        new WatchWorkload(),
        new SetWorkload(false),
        new SetWorkload(true),
        new JournalWorkload(),
        new ConversationWorkload(),
        new RecoveryWorkload(),
        new CommitWorkload(),
        new ZombieWorkload(),
        new DeadWorkload(),
        new SchedulesWorkload());
  }

  public static Optional<Workload> named(String name) {
    return all().stream().filter(workload -> workload.name().equals(name)).findFirst();
  }
}
