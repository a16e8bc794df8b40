package io.caxton.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
import io.caxton.client.AgentEpoch;
import io.caxton.client.CaxtonClient;
import io.caxton.client.console.ExitCode;
import io.caxton.client.fake.FakeCluster;
import io.caxton.v1.NewEvent;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandsTest {
  private final FakeCluster cluster = new FakeCluster(3);
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path dir;

  @AfterEach
  void close() {
    cluster.close();
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private int runAt(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--addresses=" + String.join(",", cluster.addresses()));
    return run(all.toArray(String[]::new));
  }

  private JsonObject json() {
    return JsonParser.parseString(out.toString()).getAsJsonObject();
  }

  @Test
  void shouldHaveHelpForEveryCommand() {
    checkHelp(Main.commandLine());
  }

  private void checkHelp(CommandLine command) {
    for (CommandLine sub : command.getSubcommands().values()) {
      String name = sub.getCommandSpec().qualifiedName();
      assertThat(sub.getCommandSpec().usageMessage().description()).as(name).isNotEmpty();
      assertThat(sub.getUsageMessage()).as(name).isNotBlank();
      checkHelp(sub);
    }
  }

  @Test
  void shouldNameTheNearestRightWordAndEndWithUsage() {
    assertThat(run("tsk")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("Did you mean: caxton task?");
    assertThat(run("task", "count", "--quue", "x")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--queue").contains("caxton task count --help");
  }

  @Test
  void shouldRefuseValuesThatMeanNothing() {
    assertThat(runAt("task", "list", "--state", "sleeping")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("'sleeping'").contains("PENDING");
    assertThat(runAt("task", "count", "--timeout", "5")).isEqualTo(ExitCode.USAGE);
    assertThat(runAt("route", "put", "r", "--to", "nowhere")).isEqualTo(ExitCode.USAGE);
    assertThat(runAt("task", "submit", "x", "--lines", "-")).isEqualTo(ExitCode.USAGE);
    assertThat(run("demo", "--agents", "0", "--input", dir.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(run("demo", "--input", dir.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("there is no file in");
    assertThat(run("demo", "--input", dir.resolve("none").toString())).isEqualTo(ExitCode.USAGE);
    assertThat(run("bench", "tasks", "submit", "--in-flight", "0")).isEqualTo(ExitCode.USAGE);
    assertThat(run("cluster", "start", "--nodes", "0", "--dir", dir.resolve("c").toString()))
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void shouldSayWhatToDoWhenThereIsNoCluster() {
    assertThat(run("task", "count", "--dir", dir.toString())).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(err.toString()).contains("caxton cluster start").doesNotContain("\tat ");
    assertThat(run("cluster", "kill", "n1", "--dir", dir.toString())).isEqualTo(ExitCode.NOT_FOUND);
  }

  @Test
  void shouldSayThatNobodyAnswers() {
    int exitCode =
        run("task", "count", "--json", "--timeout", "300ms", "--addresses", "127.0.0.1:1");
    assertThat(exitCode).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(json().getAsJsonObject("error").get("definite").getAsBoolean()).isTrue();
  }

  @Test
  void shouldSubmitATask() {
    assertThat(runAt("task", "submit", "hello", "--id", "t1", "--json")).isEqualTo(ExitCode.OK);
    assertThat(json().get("task_id").getAsString()).isEqualTo("t1");
  }

  @Test
  void shouldSubmitALineEach() throws Exception {
    Path lines = Files.writeString(dir.resolve("lines"), "a\nb\nc\n");
    assertThat(runAt("task", "submit", "--json", "--lines", lines.toString()))
        .isEqualTo(ExitCode.OK);
    assertThat(json().get("submitted").getAsInt()).isEqualTo(3);
    assertThat(json().getAsJsonArray("task_ids")).hasSize(3);
  }

  @Test
  void shouldShowTheNodesOfACluster() {
    assertThat(runAt("cluster", "status")).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("LEADER").contains("ADDRESS");
    cluster.leadNobody();
    assertThat(runAt("cluster", "status", "--json")).isEqualTo(ExitCode.UNAVAILABLE);
    assertThat(json().get("leader").getAsString()).isEmpty();
  }

  @Test
  void shouldPrintAnAgentsEvents() {
    try (CaxtonClient client = CaxtonClient.builder().addresses(cluster.addresses()).build()) {
      List<NewEvent> events = new ArrayList<>();
      for (int i = 1; i <= 7; i++) {
        events.add(NewEvent.newBuilder().setBody(ByteString.copyFromUtf8("event\n" + i)).build());
      }
      var journal = client.journals().of(new AgentEpoch("a", 1));
      journal.append(events, OptionalLong.empty()).join();
    }

    assertThat(runAt("agent", "journal", "a")).isEqualTo(ExitCode.OK);
    assertThat(out.toString().lines()).hasSize(7).last().asString().contains("event\\n7");
    assertThat(runAt("agent", "journal", "a", "--from", "3", "--to", "4", "--json"))
        .isEqualTo(ExitCode.OK);
    assertThat(out.toString().lines().map(l -> JsonParser.parseString(l).getAsJsonObject()))
        .extracting(event -> event.get("seq").getAsInt())
        .containsExactly(3, 4);
    assertThat(runAt("agent", "journal", "a", "--follow", "--count", "2")).isEqualTo(ExitCode.OK);
    assertThat(out.toString().lines()).hasSize(2);
    assertThat(runAt("agent", "journal", "nobody")).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("no events");
  }

  @Test
  void shouldRefuseAWayOutOfQuarantineThatThereIsNot() {
    assertThat(runAt("agent", "release", "a", "--by", "prayer")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("restore-before");
    assertThat(runAt("agent", "release", "a")).isEqualTo(ExitCode.USAGE);
    // A way that there is reaches the cluster: this one does not know the call.
    assertThat(runAt("agent", "release", "a", "--by", "restore-before")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("UNIMPLEMENTED");
    assertThat(runAt("agent", "checkpoints", "a", "--pin", "1", "--delete", "2"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(runAt("conversation", "list", "--state", "asleep")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void shouldReadRouteTargets() {
    TargetConverter converter = new TargetConverter();
    for (String text : List.of("agent:a/1", "capability:review@5", "queue:q:x@1000000")) {
      assertThat(TargetConverter.text(converter.convert(text))).isEqualTo(text);
    }
  }
}
