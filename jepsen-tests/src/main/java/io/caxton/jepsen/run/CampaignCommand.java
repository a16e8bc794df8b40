package io.caxton.jepsen.run;

import com.google.gson.JsonObject;
import io.caxton.jepsen.host.Shell;
import io.caxton.jepsen.host.Tools;
import io.caxton.jepsen.workload.Workloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "campaign",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the whole matrix: each workload under mixed faults and under power loss, each nemesis,",
      "five nodes split, each seeded bug on and off. What has a verdict is not run again."
    })
final class CampaignCommand implements Callable<Integer> {
  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "60",
      description =
          "Faults phase of each run (default: ${DEFAULT-VALUE}); seeded bugs have their own.")
  private int seconds;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Of every run (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The folder of all runs (default: target/jepsen/campaign-SEED).")
  private Optional<Path> out;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Stops after so many runs; the next call goes on.")
  private int runs;

  @Option(
      names = "--only",
      paramLabel = "REGEX",
      defaultValue = ".*",
      description = "Only runs whose folder's name matches, such as 'bug-.*' or 'tasks-.*'.")
  private String only;

  @Override
  public Integer call() throws InterruptedException, IOException {
    if (!Shell.isRoot()) {
      System.err.println("The campaign needs root: namespaces and disks are in most of its runs.");
      return 2;
    }
    Tools.require();
    Path folder = out.orElse(JepsenCommand.home("campaign-" + seed));
    Files.createDirectories(folder);
    List<CampaignEntry> entries =
        CampaignEntry.all().stream().filter(entry -> entry.name().matches(only)).toList();
    CampaignTable table = new CampaignTable(folder);
    int done = 0;
    for (CampaignEntry entry : entries) {
      if (table.verdict(entry).isEmpty() && done < runs) {
        System.err.printf("%n=== %s%n", entry.name());
        run(entry, folder);
        table.write(entries);
        done++;
      }
    }
    table.write(entries);
    System.out.print(table.markdown(entries));
    return conclude(entries, table);
  }

  private void run(CampaignEntry entry, Path folder) throws InterruptedException {
    Workload workload = Workloads.named(entry.workload()).orElseThrow();
    try {
      RunResult result = JepsenRun.run(entry.config(seconds, seed, folder), workload);
      System.err.println(entry.name() + ": " + result.line());
    } catch (RuntimeException | AssertionError broken) {
      // It has no verdict and is run again by the next call.
      broken.printStackTrace();
      System.err.println(entry.name() + ": unknown: the harness failed: " + broken.getMessage());
    }
  }

  private static int conclude(List<CampaignEntry> entries, CampaignTable table) {
    int expected = 0;
    int other = 0;
    int open = 0;
    for (CampaignEntry entry : entries) {
      Optional<JsonObject> verdict = table.verdict(entry);
      if (verdict.isEmpty()) {
        open++;
      } else if (CampaignTable.asExpected(entry, verdict.get())) {
        expected++;
      } else {
        other++;
      }
    }
    System.out.printf("%d as expected, %d not, %d not run%n", expected, other, open);
    return other > 0 ? 1 : open > 0 ? 2 : 0;
  }
}
