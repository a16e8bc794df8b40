package io.caxton.jepsen.run;

import io.caxton.jepsen.bug.SeededBug;
import io.caxton.jepsen.bug.SeededBugs;
import io.caxton.jepsen.disk.LoopDisk.FileSystem;
import io.caxton.jepsen.nemesis.Nemeses;
import io.caxton.jepsen.nemesis.Nemesis;
import io.caxton.jepsen.workload.Workloads;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One run of the campaign.
 *
 * @param bug in the servers; then the run must be invalid
 * @param seconds 0: as the campaign says
 */
record CampaignEntry(
    String name,
    String workload,
    List<String> nemeses,
    int nodes,
    Optional<String> bug,
    int seconds,
    FileSystem fileSystem) {
  private static final List<String> MIXED = List.of("kill", "pause", "partition", "clock");
  private static final List<String> POWER = List.of("power-loss");

  /** The whole matrix. */
  static List<CampaignEntry> all() {
    List<CampaignEntry> all = new ArrayList<>();
    List<String> workloads = Workloads.all().stream().map(Workload::name).toList();
    workloads.forEach(workload -> all.add(of(workload, MIXED, 3, FileSystem.XFS)));
    workloads.forEach(workload -> all.add(of(workload, POWER, 3, FileSystem.XFS)));
    int turn = 0;
    for (Nemesis nemesis : Nemeses.all()) {
      String workload = workloads.get(turn++ % workloads.size());
      all.add(of(workload, List.of(nemesis.name()), 3, FileSystem.XFS));
    }
    all.add(of("register", List.of("disk-error"), 3, FileSystem.EXT4));
    all.add(of("tasks", POWER, 3, FileSystem.EXT4));
    all.add(of("register", List.of("split"), 5, FileSystem.XFS));
    for (String workload : List.of("register", "tasks")) {
      all.add(of(workload, Nemeses.all().stream().map(Nemesis::name).toList(), 3, FileSystem.XFS));
    }
    for (SeededBug bug : SeededBugs.all()) {
      all.add(of(bug, true));
      all.add(of(bug, false));
    }
    return all;
  }

  private static CampaignEntry of(
      String workload, List<String> nemeses, int nodes, FileSystem fileSystem) {
    String mix = nemeses.size() > 6 ? Nemeses.ALL_NAME : String.join("+", nemeses);
    String name =
        workload
            + "-"
            + mix
            + (nodes == 3 ? "" : "-" + nodes)
            + (fileSystem == FileSystem.XFS ? "" : "-ext4");
    return new CampaignEntry(name, workload, nemeses, nodes, Optional.empty(), 0, fileSystem);
  }

  private static CampaignEntry of(SeededBug bug, boolean on) {
    return new CampaignEntry(
        "bug-" + bug.name() + (on ? "-on" : "-off"),
        bug.workload(),
        bug.nemeses(),
        3,
        Optional.of(bug.name()).filter(name -> on),
        bug.seconds(),
        FileSystem.XFS);
  }

  RunConfig config(int defaultSeconds, long seed, Path out) {
    return new RunConfig(
        workload,
        nemeses,
        seconds > 0 ? seconds : defaultSeconds,
        seed,
        nodes,
        0,
        out.resolve(name),
        bug,
        false,
        false,
        fileSystem);
  }
}
