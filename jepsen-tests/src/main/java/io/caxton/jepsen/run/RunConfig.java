package io.caxton.jepsen.run;

import io.caxton.client.console.Json;
import io.caxton.jepsen.disk.LoopDisk;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a run is told; written to config.json.
 *
 * @param nemeses names; none means that nothing is hurt
 * @param seconds of the faults phase
 * @param rate operations a second at most, of all workers together; 0: as the workload likes
 * @param plain without root's means even for root
 * @param relaxed election time-outs of 500 to 1 000 ms instead of the product's 200 to 400 ms
 */
public record RunConfig(
    String workload,
    List<String> nemeses,
    int seconds,
    long seed,
    int nodes,
    double rate,
    Path out,
    Optional<String> seededBug,
    boolean plain,
    boolean relaxed,
    LoopDisk.FileSystem fileSystem) {

  public Map<String, Object> toMap() {
    return Json.object(
        "workload", workload,
        "nemeses", nemeses,
        "seconds", seconds,
        "seed", seed,
        "nodes", nodes,
        "rate", rate,
        "seeded_bug", seededBug.orElse(null),
        "plain", plain,
        "relaxed", relaxed,
        "file_system", fileSystem.name().toLowerCase(java.util.Locale.ROOT));
  }

  /** The command line that does the same again. */
  public String again() {
    StringBuilder line = new StringBuilder("bin/caxton jepsen --workload " + workload);
    if (!nemeses.isEmpty()) {
      line.append(" --nemesis ").append(String.join(",", nemeses));
    }
    line.append(" --seconds ").append(seconds).append(" --seed ").append(seed);
    line.append(" --nodes ").append(nodes);
    if (rate > 0) {
      line.append(" --rate ").append(rate);
    }
    seededBug.ifPresent(bug -> line.append(" --seeded-bug ").append(bug));
    line.append(plain ? " --plain" : "").append(relaxed ? " --relaxed" : "");
    return line.toString();
  }
}
