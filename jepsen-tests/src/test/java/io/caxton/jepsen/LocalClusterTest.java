package io.caxton.jepsen;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The servers of one machine, by the commands alone. */
@Tag("slow")
class LocalClusterTest {
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  @RegisterExtension final Clusters clusters = new Clusters();

  private Cli cli;
  private Path dir;

  @BeforeEach
  void name() {
    cli = new Cli(clusters.folder());
    dir = clusters.folder().resolve("local");
  }

  @AfterEach
  void stop() {
    if (Files.exists(dir)) {
      caxton("cluster", "stop");
    }
  }

  private Cli.Result caxton(String... arguments) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.add("--dir=" + dir);
    return cli.run(all);
  }

  @Test
  void shouldReplaceANodeThatLostItsDisk() throws IOException {
    // given a cluster with a task in it, one of whose nodes loses its disk
    caxton("cluster", "start", "--nodes=3").succeeded();
    caxton("task", "submit", "--id=kept", "--payload=x").succeeded();
    caxton("cluster", "kill", "n1").succeeded();
    Files.move(dir.resolve("n1/data"), dir.resolve("n1/lost"));

    // when, then it does not start, and the message says what to do
    Cli.Result refused = caxton("cluster", "restart", "n1");
    assertThat(refused.exitCode()).isEqualTo(FAILED);
    assertThat(refused.output()).contains("is empty").contains("new node id and --join");

    // when another one takes its place
    assertThat(caxton("cluster", "join", "n4").succeeded().output()).contains("n4 votes");
    assertThat(caxton("cluster", "remove", "n1").succeeded().output())
        .contains("the members are n2, n3, n4");
    assertThat(caxton("cluster", "join", "n4").exitCode()).isEqualTo(USAGE);

    // then it is one like the others: it restarts, and they may all be killed
    caxton("cluster", "restart", "n4").succeeded();
    caxton("cluster", "kill", "n2", "n3", "n4").succeeded();
    caxton("cluster", "start").succeeded();
    assertThat(members()).containsExactlyInAnyOrder("n2", "n3", "n4");
    assertThat(caxton("task", "get", "kept").succeeded().output()).contains("kept");

    // and a member that lives, even the leader, may be removed as well
    String leader = status().get("leader").getAsString();
    caxton("cluster", "remove", leader).succeeded();
    assertThat(members()).hasSize(2).doesNotContain(leader);
    assertThat(status().get("leader").getAsString()).isNotEmpty().isNotEqualTo(leader);
    caxton("task", "submit", "--id=more", "--payload=x").succeeded();
  }

  private JsonObject status() {
    String output = caxton("cluster", "status", "--json").succeeded().output();
    // The JVM's own warnings come before.
    return JsonParser.parseString(output.substring(output.indexOf('{'))).getAsJsonObject();
  }

  private List<String> members() {
    List<String> ids = new ArrayList<>();
    for (JsonElement node : status().getAsJsonArray("nodes")) {
      ids.add(node.getAsJsonObject().get("node_id").getAsString());
    }
    return ids;
  }
}
