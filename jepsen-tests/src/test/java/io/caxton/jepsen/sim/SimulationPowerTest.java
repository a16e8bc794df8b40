package io.caxton.jepsen.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.jepsen.Main;
import io.caxton.jepsen.bug.SeededBugs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the simulation is worth: every bug of the core is found within a few seeds. */
@Tag("slow")
class SimulationPowerTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "retry-applied-twice",
        "retry-applied-twice-after-snapshot",
        "lease-granted-twice",
        "stale-fence-accepted",
        "stale-epoch-accepted",
        "snapshot-loses-entries",
        "non-deterministic-apply",
        "completed-task-redelivered",
        "release-loses-task",
        "compensation-order",
        "compensation-dropped",
        "saga-step-lost"
      })
  void shouldFind(String bug) throws Exception {
    // given
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(SeededBugs.jvmFlags(bug));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("sim", "--seeds", "100", "--from", "1"));

    // when
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    // then
    assertThat(process.waitFor()).as(said).isEqualTo(1);
    assertThat(said).contains("again: bin/caxton sim --seeds 1 --from ").endsWith("invalid\n");
  }
}
