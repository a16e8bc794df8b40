package io.caxton.jepsen;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.jepsen.node.TestCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The walk through of docs/api.md, as it stands, against real servers. */
@Tag("slow")
class WalkthroughTest {
  @RegisterExtension final Clusters clusters = new Clusters();

  @Test
  void shouldWorkFromAnotherLanguage() throws IOException, InterruptedException {
    // given its packages, and a copy that sees the proto files where the original does
    Path home = Path.of(System.getProperty("caxton.home", ".."));
    Path examples = Files.createDirectories(clusters.folder().resolve("docs/examples"));
    for (String file : List.of("walkthrough.mjs", "package.json", ".npmrc")) {
      Files.copy(home.resolve("docs/examples").resolve(file), examples.resolve(file));
    }
    Files.createSymbolicLink(
        clusters.folder().resolve("proto"), home.resolve("proto").toRealPath());
    if (!runs(examples, "node", "--version") || !runs(examples, "npm", "--version")) {
      Needs.skip("node or npm is missing: the walk through of docs/api.md is in JavaScript");
    }
    if (!runs(examples, "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts")) {
      Needs.skip("npm cannot get the packages of docs/examples/package.json");
    }
    TestCluster cluster = clusters.of(3).start();

    // when
    String addresses = String.join(",", cluster.clientAddresses());
    String said = output(examples, "node", "walkthrough.mjs", addresses);

    // then
    assertThat(said)
        .containsSubsequence("session ", "agent node-1 epoch 1", "attempt 1")
        .contains("TASK_STATE_COMPLETED hello, world")
        .contains("recovered in epoch 2 with sum 7")
        .contains("answered 12");
  }

  private static boolean runs(Path folder, String... command) throws InterruptedException {
    try {
      output(folder, command);
      return true;
    } catch (IOException | AssertionError missing) {
      return false;
    }
  }

  private static String output(Path folder, String... command)
      throws IOException, InterruptedException {
    Path log = folder.resolve("output.log");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!process.waitFor(Clusters.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    int exitCode = process.waitFor();
    String said = Files.readString(log, StandardCharsets.UTF_8);
    assertThat(exitCode).as(String.join(" ", command) + "\n" + said).isZero();
    return said;
  }
}
