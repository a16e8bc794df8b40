package io.caxton.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.caxton.client.console.ExitCode;
import io.caxton.client.fake.FakeCluster;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
  void shouldReadRouteTargets() {
    TargetConverter converter = new TargetConverter();
    for (String text : List.of("agent:a/1", "capability:review@5", "queue:q:x@1000000")) {
      assertThat(TargetConverter.text(converter.convert(text))).isEqualTo(text);
    }
  }
}
