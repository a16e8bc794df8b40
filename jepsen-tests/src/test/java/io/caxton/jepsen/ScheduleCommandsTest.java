package io.caxton.jepsen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.console.ExitCode;
import io.caxton.jepsen.node.TestCluster;
import io.caxton.v1.ReadOptions;
import io.caxton.v1.RegisterAgentRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an operator does with schedules, and asks of tasks, at a real server. */
class ScheduleCommandsTest {
  @RegisterExtension final Clusters clusters = new Clusters();

  private Cli cli;
  private String addresses;
  private CaxtonClient client;

  @BeforeEach
  void start() {
    TestCluster cluster = clusters.of(1).start();
    cluster.awaitLeader();
    cli = new Cli(clusters.folder());
    addresses = String.join(",", cluster.clientAddresses());
    client = clusters.closing(cluster.client());
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

  @Test
  void shouldPutShowPauseResumeTriggerAndDelete() {
    JsonObject put =
        json(
            "schedule",
            "put",
            "nightly",
            "report",
            "--cron",
            "30 2 * * *",
            "--zone",
            "Europe/Berlin",
            "--queue",
            "reports",
            "--catch-up",
            "one",
            "--expect",
            "0");
    assertThat(put.get("state").getAsString()).isEqualTo("ACTIVE");
    await("its first instant")
        .until(
            () ->
                CaxtonException.join(
                            client.schedules().get("nightly", ReadOptions.getDefaultInstance()))
                        .getSchedule()
                        .getNextInstant()
                    > System.currentTimeMillis());
    assertThat(caxton("schedule", "get", "nightly").succeeded().output())
        .contains("30 2 * * * Europe/Berlin")
        .contains("report")
        .contains("next");

    assertThat(
            json("schedule", "pause", "nightly", "--note", "holidays").get("state").getAsString())
        .isEqualTo("PAUSED");
    assertThat(caxton("schedule", "list", "--state", "paused").succeeded().output())
        .contains("nightly");
    String taskId = json("schedule", "trigger", "nightly").get("task_id").getAsString();
    assertThat(taskId).startsWith("nightly/now-");
    Cli.Result overlaps = caxton("schedule", "trigger", "nightly");
    assertThat(overlaps.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(overlaps.output()).contains("SCHEDULE_OVERLAP").contains(taskId);
    assertThat(json("schedule", "resume", "nightly").get("state").getAsString())
        .isEqualTo("ACTIVE");

    assertThat(caxton("schedule", "delete", "nightly").succeeded().output()).contains("deleted");
    assertThat(caxton("schedule", "get", "nightly").exitCode()).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(caxton("schedule", "list").succeeded().output()).contains("no schedules");
  }

  @Test
  void shouldRefuseWhatMakesNoSense() {
    Cli.Result cron = caxton("schedule", "put", "s", "--cron", "every day");
    assertThat(cron.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(cron.output()).contains("schedule.spec.cron.expression").contains("every day");
    assertThat(caxton("schedule", "put", "s", "--every", "5m", "--zone", "UTC").exitCode())
        .isEqualTo(ExitCode.USAGE);
    assertThat(caxton("schedule", "put", "s").exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(caxton("schedule", "put", "s", "--at", "tomorrow").output())
        .contains("is no moment");
    assertThat(caxton("schedule", "put", "s", "--at", "2020-01-01T00:00:00Z").output())
        .contains("SCHEDULE_NEVER");
  }

  @Test
  void shouldExplainWhyATaskWaits() {
    caxton("task", "submit", "hello", "--id", "t1", "--queue", "q").succeeded();
    assertThat(caxton("task", "explain", "t1").succeeded().output())
        .contains("waits for a claim of queue \"q\"")
        .contains("No agent");
    CaxtonException.join(
        client
            .agents()
            .register(
                RegisterAgentRequest.newBuilder()
                    .setAgentId("worker")
                    .setLeaseMillis(600_000)
                    .build()));

    JsonObject explained = json("task", "explain", "t1");

    assertThat(explained.getAsJsonArray("able_agents").get(0).getAsString()).isEqualTo("worker");
    assertThat(explained.get("attempts_left").getAsInt()).isEqualTo(5);
    assertThat(explained.getAsJsonArray("remarks").toString())
        .contains("READY")
        .contains("NO_CLAIM");
    assertThat(caxton("task", "explain", "nobody").exitCode()).isEqualTo(ExitCode.NOT_FOUND);
  }
}
