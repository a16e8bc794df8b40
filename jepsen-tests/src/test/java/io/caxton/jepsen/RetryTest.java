package io.caxton.jepsen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.caxton.client.CaxtonClient;
import io.caxton.jepsen.client.RawAnswer;
import io.caxton.jepsen.client.RawCall;
import io.caxton.jepsen.client.RawError;
import io.caxton.jepsen.client.RawNode;
import io.caxton.jepsen.client.RawSession;
import io.caxton.jepsen.node.TestCluster;
import io.caxton.jepsen.node.TestNode;
import io.caxton.v1.Call;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.GetNodeResponse;
import io.caxton.v1.NewTask;
import io.caxton.v1.Queue;
import io.caxton.v1.SubmitTasksRequest;
import io.caxton.v1.SubmitTasksResponse;
import io.caxton.v1.TasksGrpc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
class RetryTest {
  @RegisterExtension final Clusters clusters = new Clusters();

  private TestCluster cluster;
  private RetryCalls calls;

  @Test
  void shouldGiveTheFirstAnswerAgainAfterLeaderChangeRestartAndInstalledSnapshot() {
    // given one answered call of each kind
    cluster = clusters.of(3).set("snapshot-log-bytes", 1_000_000).set("log-entries-kept", 0);
    cluster.start();
    TestNode first = cluster.awaitLeader();
    calls = new RetryCalls(RawSession.open(first.raw()), first.raw());
    assertThat(calls.sent()).hasSizeGreaterThan(15);
    RetryCalls others = new RetryCalls(RawSession.open(first.raw()), first.raw(), "other-");
    Queue before = queue();

    // when they are sent again: to the same leader
    assertSameAnswers(first.raw());

    // to the next one
    first.kill();
    assertSameAnswers(cluster.awaitLeaderOtherThan(first).raw());
    cluster.restartDown();

    // after a restart of all
    cluster.killAll();
    cluster.restartDown();
    assertSameAnswers(cluster.awaitLeader().raw());

    // and to a node that got all this from a snapshot only
    TestNode away = cluster.anyFollower();
    away.kill();
    purgeTheLog();
    away.start();
    cluster.awaitAllReady();
    // A node that has not heard yet how far the others are takes itself for ready.
    await(away.id() + " to install a snapshot")
        .atMost(Duration.ofSeconds(60))
        .until(() -> away.raw().view().map(GetNodeResponse::getSnapshotsInstalled).orElse(0L) > 0);
    cluster.transferLeadershipTo(away);
    assertSameAnswers(away.raw());
    for (RetryCalls.Sent sent : others.sent()) {
      assertSameAnswer(sent, away.raw());
    }

    // then nothing was done twice, and the gate is as strict as before
    assertThat(queue()).isEqualTo(before);
    gateRefuses(away.raw());
  }

  private void assertSameAnswers(RawNode leader) {
    List<RetryCalls.Sent> shuffled = new ArrayList<>(calls.sent());
    Collections.shuffle(shuffled, clusters.random());
    shuffled.forEach(sent -> assertSameAnswer(sent, leader));
  }

  private static void assertSameAnswer(RetryCalls.Sent sent, RawNode leader) {
    RawAnswer again = sent.call().send(leader);
    assertThat(again.lasting())
        .as("%s at %s", sent.call().name(), leader.id())
        .isEqualTo(sent.answer().lasting());
    if (again.response().isPresent()) {
      assertThat(again.applied().getReplayed()).as(sent.call().name()).isTrue();
    }
  }

  private void gateRefuses(RawNode leader) {
    Call used = calls.session().at(1);
    assertThat(submitAs(used).send(leader).error().map(RawError::reason))
        .contains(ErrorReason.IDEMPOTENCY_MISMATCH);
    Call unknown = used.toBuilder().setSessionId(987_654_321).build();
    assertThat(submitAs(unknown).send(leader).error().map(RawError::reason))
        .contains(ErrorReason.SESSION_EXPIRED);
    Call raised = calls.session().next().toBuilder().setFirstOpen(3).build();
    assertThat(submitAs(raised).send(leader).error()).isEmpty();
    assertThat(submitAs(used).send(leader).error().map(RawError::reason))
        .contains(ErrorReason.SEQUENCE_TOO_OLD);
  }

  private static RawCall<SubmitTasksRequest, SubmitTasksResponse> submitAs(Call call) {
    return new RawCall<>(
        TasksGrpc.getSubmitTasksMethod(),
        SubmitTasksRequest.newBuilder()
            .setCall(call)
            .addTasks(NewTask.newBuilder().setQueue("other"))
            .build());
  }

  private Queue queue() {
    try (CaxtonClient client = cluster.client()) {
      return new Ask(client).queue(RetryCalls.QUEUE);
    }
  }

  /** Writes until the leader's log no longer holds what the absent node needs. */
  private void purgeTheLog() {
    ByteString payload = ByteString.copyFrom(new byte[1 << 19]);
    try (CaxtonClient client = cluster.client()) {
      Ask ask = new Ask(client);
      for (int i = 0; i < 200; i++) {
        String id = "filler-" + i;
        ask.submit(NewTask.newBuilder().setId(id).setQueue("fill").setPayload(payload).build());
        client.tasks().cancel(id).join();
      }
    }
    for (TestNode node : cluster.nodes()) {
      if (node.isAlive()) {
        node.takeSnapshot();
      }
    }
  }
}
