package io.caxton.jepsen;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
import io.caxton.client.AgentEpoch;
import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.GrantedTasks;
import io.caxton.client.console.ExitCode;
import io.caxton.jepsen.node.TestCluster;
import io.caxton.v1.Capability;
import io.caxton.v1.ClaimTasksResponse;
import io.caxton.v1.Grant;
import io.caxton.v1.LateResults;
import io.caxton.v1.NewTask;
import io.caxton.v1.Queue;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.TaskState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an operator does to queues and dead letters, and what agents see of it, at real servers. */
class QueueCommandsTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @RegisterExtension final Clusters clusters = new Clusters();

  private Cli cli;
  private String addresses;
  private CaxtonClient client;
  private GrantedTasks worker;

  @BeforeEach
  void start() {
    TestCluster cluster = clusters.of(1).start();
    cli = new Cli(clusters.folder());
    addresses = String.join(",", cluster.clientAddresses());
    client = clusters.closing(cluster.client());
    worker = register("worker", "");
  }

  private GrantedTasks register(String id, String capability) {
    RegisterAgentRequest.Builder request =
        RegisterAgentRequest.newBuilder().setAgentId(id).setLeaseMillis(600_000);
    if (!capability.isEmpty()) {
      request.addCapabilities(Capability.newBuilder().setName(capability));
    }
    return client
        .tasks()
        .of(AgentEpoch.of(CaxtonException.join(client.agents().register(request.build()))));
  }

  private void submit(NewTask.Builder task) {
    CaxtonException.join(client.tasks().submit(task.build()));
  }

  private static List<Grant> granted(CompletableFuture<ClaimTasksResponse> claim) {
    return CaxtonException.join(claim).getGrantsList();
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
  void shouldPauseDrainResumeAndPurgeWhileClaimsWait() {
    // given
    submit(NewTask.newBuilder().setId("x").setQueue("q"));
    assertThat(json("queue", "pause", "q").get("paused").getAsBoolean()).isTrue();

    // when a claim waits for the paused queue
    CompletableFuture<ClaimTasksResponse> waiting = worker.claim(1, LONG, "q");
    submit(NewTask.newBuilder().setId("y").setQueue("q"));
    assertThat(granted(worker.claim(1, Duration.ofMillis(300), "q"))).isEmpty();
    assertThat(waiting).isNotDone();
    caxton("queue", "resume", "q").succeeded();

    // then it is served at once
    assertThat(granted(waiting)).extracting(Grant::getTaskId).containsExactly("x");

    // when
    caxton("queue", "drain", "q").succeeded();
    Cli.Result refused = caxton("task", "submit", "--queue", "q", "more");

    // then
    assertThat(refused.exitCode()).isNotEqualTo(ExitCode.OK);
    assertThat(refused.output()).contains("takes no new tasks");
    assertThat(caxton("queue", "purge", "q").exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(json("queue", "purge", "q", "--yes").get("purged").getAsLong()).isEqualTo(1);
    JsonObject stats = json("queue", "get", "q");
    assertThat(stats.getAsJsonObject("queue").get("purged_total").getAsLong()).isEqualTo(1);
    assertThat(caxton("queue", "list").succeeded().output()).contains("draining");
    assertThat(caxton("queue", "pause", "nobody").exitCode()).isEqualTo(ExitCode.NOT_FOUND);
  }

  @Test
  void shouldServeAWaitingClaimWhenTheRateAllowsIt() {
    // given one grant each 300 ms
    CaxtonException.join(
        client
            .queues()
            .put(
                Queue.newBuilder()
                    .setName("slow")
                    .setRateTasks(1)
                    .setRatePeriodMillis(300)
                    .build()));
    for (int i = 0; i < 4; i++) {
      submit(NewTask.newBuilder().setQueue("slow"));
    }

    // when
    long began = System.nanoTime();
    int grants = 0;
    while (grants < 4) {
      grants += granted(worker.claim(10, LONG, "slow")).size();
    }

    // then nobody had to ask again for long, and nothing came too early
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isBetween(Duration.ofMillis(800), Duration.ofSeconds(20));
  }

  @Test
  void shouldWakeTheAgentThatCanDoIt() {
    // given two agents wait
    GrantedTasks able = register("able", "ocr");
    CompletableFuture<ClaimTasksResponse> other = worker.claim(1, LONG, "q");
    CompletableFuture<ClaimTasksResponse> waiting = able.claim(1, LONG, "q");

    // when
    submit(NewTask.newBuilder().setId("scan").setQueue("q").setCapability("ocr"));

    // then
    assertThat(granted(waiting)).extracting(Grant::getTaskId).containsExactly("scan");
    assertThat(other).isNotDone();
    submit(NewTask.newBuilder().setId("any").setQueue("q"));
    assertThat(granted(other)).extracting(Grant::getTaskId).containsExactly("any");
  }

  @Test
  void shouldListRedriveAndPurgeDeadTasks() {
    // given
    for (String id : List.of("d1", "d2", "d3")) {
      submit(
          NewTask.newBuilder().setId(id).setQueue("q").setPayload(ByteString.copyFromUtf8("work")));
      Grant grant = granted(worker.claim(1, LONG, "q")).getFirst();
      CaxtonException.join(worker.fail(grant, "broken", true));
    }

    // then
    assertThat(json("dead", "list", "--queue", "q").getAsJsonArray("tasks")).hasSize(3);
    assertThat(caxton("dead", "get", "d1").succeeded().output()).contains("broken", "work");

    // when
    String redriven =
        json("dead", "redrive", "d1")
            .getAsJsonArray("tasks")
            .get(0)
            .getAsJsonObject()
            .get("new_task_id")
            .getAsString();

    // then
    assertThat(json("task", "get", redriven).get("redriven_from").getAsString()).isEqualTo("d1");
    Cli.Result again = caxton("dead", "redrive", "d1");
    assertThat(again.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(again.output()).contains("no dead letter");
    assertThat(caxton("dead", "purge", "--queue", "q", "--prefix", "d2").succeeded().output())
        .contains("d2  purged");
    assertThat(json("dead", "redrive", "--queue", "q", "--cause", "failed").getAsJsonArray("tasks"))
        .hasSize(1);
    assertThat(caxton("dead", "redrive").exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(caxton("dead", "get", "nobody").exitCode()).isEqualTo(ExitCode.NOT_FOUND);
  }

  @Test
  void shouldParkALateResultAndAcceptItByItsFence() {
    // given the lease ends before the work is done
    caxton("task", "submit", "--id", "slow", "--queue", "q", "--late", "park", "work").succeeded();
    Grant grant =
        granted(
                worker.claim(
                    io.caxton.v1.ClaimTasksRequest.newBuilder()
                        .addQueues("q")
                        .setLeaseMillis(500)
                        .setWaitMillis(10_000)
                        .build()))
            .getFirst();
    Grant second = granted(worker.claim(1, LONG, "q")).getFirst();
    assertThat(second.getFence()).isGreaterThan(grant.getFence());

    // when
    TaskState state = CaxtonException.join(worker.complete(grant, ByteString.copyFromUtf8("late")));

    // then
    assertThat(state).isEqualTo(TaskState.TASK_STATE_RUNNING);
    assertThat(json("task", "get", "slow").get("late_results").getAsString())
        .isEqualToIgnoringCase(LateResults.LATE_RESULTS_PARK.name().substring(13));
    String fence = Long.toString(grant.getFence());
    assertThat(
            json("dead", "settle", "slow", "--fence", fence, "--by", "accept")
                .get("state")
                .getAsString())
        .isEqualToIgnoringCase("completed");
    assertThat(caxton("dead", "settle", "slow", "--fence", fence, "--by", "drop").exitCode())
        .isEqualTo(ExitCode.NOT_FOUND);
  }
}
