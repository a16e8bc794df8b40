package io.caxton.jepsen;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
import io.caxton.client.AgentEpoch;
import io.caxton.client.AgentMessages;
import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.NewCheckpoint;
import io.caxton.client.console.ExitCode;
import io.caxton.jepsen.node.TestCluster;
import io.caxton.v1.NewEvent;
import io.caxton.v1.NewMessage;
import io.caxton.v1.OpenConversationRequest;
import io.caxton.v1.Performative;
import io.caxton.v1.RegisterAgentRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an operator sees of an agent's memory and talk, at real servers. */
class AgentCommandsTest {
  @RegisterExtension final Clusters clusters = new Clusters();

  private Cli cli;
  private String addresses;
  private CaxtonClient client;
  private AgentEpoch agent;

  @BeforeEach
  void start() {
    TestCluster cluster = clusters.of(1).start();
    cli = new Cli(clusters.folder());
    addresses = String.join(",", cluster.clientAddresses());
    client = clusters.closing(cluster.client());
    agent = register("worker");
    for (String body : List.of("one", "two", "three")) {
      CaxtonException.join(
          client
              .journals()
              .of(agent)
              .append(NewEvent.newBuilder().setBody(ByteString.copyFromUtf8(body)).build()));
    }
  }

  private AgentEpoch register(String id) {
    RegisterAgentRequest request =
        RegisterAgentRequest.newBuilder().setAgentId(id).setLeaseMillis(600_000).build();
    return AgentEpoch.of(CaxtonException.join(client.agents().register(request)));
  }

  private Cli.Result caxton(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--addresses=" + addresses);
    return cli.run(all);
  }

  private JsonObject json(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--json");
    String output = caxton(all.toArray(String[]::new)).succeeded().output();
    // The runtime's own warnings come before it.
    return JsonParser.parseString(output.substring(output.indexOf("\n{") + 1)).getAsJsonObject();
  }

  private void save(long covers) {
    CaxtonException.join(
        client
            .checkpoints()
            .of(agent)
            .save(new NewCheckpoint(covers, "s1", "test", false), new byte[100]));
  }

  @Test
  void shouldShowJournalAndCheckpointsAndPinOne() {
    save(1);
    save(2);
    assertThat(caxton("agent", "journal", "worker", "--last", "2").succeeded().output())
        .contains("two")
        .contains("three")
        .doesNotContain("one");

    var newest = json("agent", "checkpoints", "worker").getAsJsonArray("checkpoints").get(0);
    String version = newest.getAsJsonObject().get("version").getAsString();
    assertThat(newest.getAsJsonObject().get("covers_seq").getAsInt()).isEqualTo(2);
    assertThat(caxton("agent", "checkpoints", "worker", "--pin", version).succeeded().output())
        .contains("pinned");
    Cli.Result refused = caxton("agent", "checkpoints", "worker", "--delete", version);
    assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(refused.output()).contains("CHECKPOINT_NEEDED");
    assertThat(caxton("agent", "journal", "nobody").exitCode()).isEqualTo(ExitCode.NOT_FOUND);
  }

  @Test
  void shouldExplainAndBeginARecovery() {
    save(2);
    assertThat(caxton("agent", "explain", "worker").succeeded().output())
        .contains("RUNNING")
        .contains("covers events to 2")
        .contains("events to apply")
        .contains("1 (3 to 3");

    JsonObject begun = json("agent", "recover", "worker", "--schema", "s1");
    assertThat(begun.getAsJsonObject("agent").get("epoch").getAsLong())
        .isEqualTo(agent.epoch() + 1);
    assertThat(begun.getAsJsonObject("agent").get("state").getAsString()).isEqualTo("RECOVERING");
    assertThat(begun.getAsJsonObject("plan").get("from_seq").getAsLong()).isEqualTo(3);

    assertThat(json("agent", "explain", "worker").getAsJsonObject("last").get("attempts_total"))
        .satisfies(total -> assertThat(total.getAsInt()).isEqualTo(1));
    assertThat(caxton("agent", "recover", "worker", "--schema", "other").exitCode())
        .isEqualTo(ExitCode.FAILED);
    // It is in no quarantine.
    assertThat(caxton("agent", "release", "worker", "--by", "retry").exitCode())
        .isEqualTo(ExitCode.NOT_FOUND);
  }

  @Test
  void shouldShowWhatAgentsSayAndOwe() {
    AgentMessages boss = client.conversations().of(register("boss"));
    boss.open(OpenConversationRequest.newBuilder().setConversationId("talk").build()).join();
    boss.send(
            NewMessage.newBuilder()
                .setConversationId("talk")
                .setToAgent("worker")
                .setPerformative(Performative.PERFORMATIVE_QUERY)
                .setReplyWith("r1")
                .setBody(ByteString.copyFromUtf8("how many?"))
                .build())
        .join();

    assertThat(caxton("conversation", "list", "--agent", "worker").succeeded().output())
        .contains("talk")
        .contains("boss,worker");
    assertThat(json("conversation", "get", "talk").get("last_seq").getAsInt()).isEqualTo(1);
    assertThat(caxton("conversation", "history", "talk").succeeded().output())
        .contains("boss → worker  QUERY  asks r1  how many?");
    assertThat(caxton("conversation", "pending", "worker").succeeded().output())
        .containsSubsequence("owes", "boss", "talk", "r1", "never");
    assertThat(json("conversation", "pending", "boss").get("owed_total").getAsInt()).isEqualTo(1);
    assertThat(caxton("conversation", "get", "none").exitCode()).isEqualTo(ExitCode.NOT_FOUND);
  }
}
