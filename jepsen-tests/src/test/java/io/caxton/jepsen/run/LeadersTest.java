package io.caxton.jepsen.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeadersTest {
  @TempDir Path nodes;

  @Test
  void shouldTakeOneLeaderInEachTerm() throws IOException {
    leads("n1", 2);
    leads("n2", 3);
    leads("n1", 5);
    assertThat(Leaders.check(nodes).answer()).isEqualTo(Verdict.Answer.VALID);
  }

  @Test
  void shouldSeeTwoLeadersInOneTerm() throws IOException {
    leads("n1", 2);
    leads("n2", 3);
    leads("n3", 3);
    assertThat(Leaders.check(nodes).anomalies())
        .containsExactly("more than one leader in term 3: [n2, n3]");
  }

  private void leads(String node, long term) throws IOException {
    Path log = Files.createDirectories(nodes.resolve(node)).resolve("server.log");
    Files.writeString(
        log,
        "2026-11-24T15:45:17.078Z INFO  [caxton-control] i.c.s.e.Leadership - leading in term "
            + term
            + " from tick 11013\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
