package io.caxton.jepsen;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.jepsen.disk.LoopDisk.FileSystem;
import io.caxton.jepsen.host.Shell;
import io.caxton.jepsen.host.Tools;
import io.caxton.jepsen.run.JepsenRun;
import io.caxton.jepsen.run.RunConfig;
import io.caxton.jepsen.run.RunResult;
import io.caxton.jepsen.run.Verdict.Answer;
import io.caxton.jepsen.workload.Workloads;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The part of the campaign that fits into every build: a few minutes. */
@Tag("slow")
class JepsenTest {
  private static final int SECONDS = 20;

  @RegisterExtension final Clusters clusters = new Clusters();

  @Test
  void shouldStayLinearizableUnderMixedFaults() throws InterruptedException {
    ownHosts();
    judge(run("register", List.of("kill", "pause", "partition", "clock"), 3, false));
  }

  @Test
  void shouldLoseNothingAcknowledgedWhenPowerFails() throws InterruptedException {
    ownHosts();
    judge(run("set", List.of("power-loss"), 3, false));
  }

  @Test
  void shouldServeInTheMajorityOfFiveRefuseInTheMinorityAndAgreeSoonAfterHealing()
      throws InterruptedException {
    ownHosts();
    judge(run("register", List.of("split"), 5, false));
  }

  @Test
  void shouldGrantNothingTwiceBehindProxies() throws InterruptedException {
    judge(run("tasks", List.of("kill", "pause", "partition"), 3, true));
  }

  private static void ownHosts() {
    if (!Shell.isRoot()) {
      Needs.skip("not root: network namespaces and disks of the nodes' own");
    }
    try {
      Tools.require();
    } catch (IllegalStateException missing) {
      Needs.skip(missing.getMessage());
    }
  }

  private RunResult run(String workload, List<String> nemeses, int nodes, boolean plain)
      throws InterruptedException {
    long seed = clusters.random().nextInt(1_000_000);
    RunConfig config =
        new RunConfig(
            workload,
            nemeses,
            SECONDS,
            seed,
            nodes,
            0,
            clusters.folder().resolve("run"),
            Optional.empty(),
            plain,
            true,
            FileSystem.XFS);
    System.out.println(config.again());
    return JepsenRun.run(config, Workloads.named(workload).orElseThrow());
  }

  /** Unknown is no pass, except where the dice dealt no fault of some kind in the short time. */
  private static void judge(RunResult result) {
    if (result.line().startsWith("invalid: logs:")) {
      // Ratis says ERROR of some harmless things: to be told apart, not to fail a build.
      System.err.println("LOOK AT THIS, " + result.line());
      return;
    }
    assertThat(result.answer()).as(result.toMap().toString()).isNotEqualTo(Answer.INVALID);
    if (result.answer() == Answer.UNKNOWN) {
      assertThat(result.line()).startsWith("unknown: nemesis:");
      System.err.println("NOT COUNTED, " + result.line());
    }
  }
}
