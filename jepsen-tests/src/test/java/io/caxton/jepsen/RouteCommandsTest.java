package io.caxton.jepsen;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.caxton.client.AgentEpoch;
import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.jepsen.node.TestCluster;
import io.caxton.v1.Capability;
import io.caxton.v1.NewMessage;
import io.caxton.v1.OpenConversationRequest;
import io.caxton.v1.Performative;
import io.caxton.v1.RegisterAgentRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rules of routes and their explanation, from the command line at a real server. */
class RouteCommandsTest {
  @RegisterExtension final Clusters clusters = new Clusters();

  @Test
  void shouldSendWhereTheExplanationSays() {
    // given
    TestCluster cluster = clusters.of(1).start();
    Cli cli = new Cli(clusters.folder());
    CaxtonClient client = clusters.closing(cluster.client());
    String addresses = "--addresses=" + String.join(",", cluster.clientAddresses());
    AgentEpoch asker = register(client, "asker", "");
    register(client, "old", "1.9");
    register(client, "new", "1.10");
    CaxtonException.join(
        client
            .conversations()
            .of(asker)
            .open(OpenConversationRequest.newBuilder().setConversationId("c").build()));

    // when
    cli.run(
            List.of(
                "route",
                "put",
                "ocr",
                "--to=capability:ocr",
                "--strategy=round-robin",
                "--version-match=at-least",
                addresses))
        .succeeded();
    String text = cli.run(List.of("route", "explain", "ocr:1.9.1", addresses)).succeeded().output();
    List<String> explain = new ArrayList<>(List.of("route", "explain", "ocr:1.9", "--json"));
    explain.add(addresses);
    JsonObject json = json(cli.run(explain).succeeded().output());

    // then
    assertThat(text).contains("goes to", "new", "WRONG_VERSION", "round-robin");
    assertThat(json.get("agent_id").getAsString()).isEqualTo("new");
    assertThat(
            CaxtonException.join(
                    client
                        .conversations()
                        .of(asker)
                        .send(
                            NewMessage.newBuilder()
                                .setConversationId("c")
                                .setToCapability("ocr:1.9")
                                .setPerformative(Performative.PERFORMATIVE_REQUEST)
                                .build()))
                .getToAgent())
        .isEqualTo("new");
    assertThat(json(cli.run(explain).succeeded().output()).get("agent_id").getAsString())
        .isEqualTo("old");
  }

  private static AgentEpoch register(CaxtonClient client, String id, String version) {
    RegisterAgentRequest.Builder request =
        RegisterAgentRequest.newBuilder().setAgentId(id).setLeaseMillis(600_000);
    if (!version.isEmpty()) {
      request.addCapabilities(Capability.newBuilder().setName("ocr").setVersion(version));
    }
    return AgentEpoch.of(CaxtonException.join(client.agents().register(request.build())));
  }

  private static JsonObject json(String output) {
    // The runtime's own warnings come before it.
    return JsonParser.parseString(output.substring(output.indexOf("\n{") + 1)).getAsJsonObject();
  }
}
