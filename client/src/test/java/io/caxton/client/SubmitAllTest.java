package io.caxton.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.NewTask;
import io.caxton.v1.SubmitResult;
import io.caxton.v1.SubmitTasksResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SubmitAllTest extends ClientTestBase {
  private static List<NewTask> tasks(int count) {
    return IntStream.range(0, count).mapToObj(i -> task("t" + i)).toList();
  }

  private static NewTask large(String id, int bytes) {
    return NewTask.newBuilder().setId(id).setPayload(ByteString.copyFrom(new byte[bytes])).build();
  }

  @Test
  void shouldSendUpToOneThousandTasksAsOneCall() {
    SubmitTasksResponse response = client().tasks().submitAll(tasks(1_000)).join();

    assertThat(response.getResultsCount()).isEqualTo(1_000);
    assertThat(cluster.state().executions()).isEqualTo(1);
  }

  @Test
  void shouldSplitMoreAndKeepTasksAndResultsInOrder() {
    // given tasks without ids, which the fake server names by position and place in the call
    CaxtonClient client = client();
    List<NewTask> unnamed = new ArrayList<>();
    for (int i = 0; i < 3_500; i++) {
      unnamed.add(NewTask.newBuilder().setPayload(ByteString.copyFromUtf8("p" + i)).build());
    }

    SubmitTasksResponse response = client.tasks().submitAll(unnamed).join();

    assertThat(cluster.state().executions()).isEqualTo(4);
    assertThat(response.getResultsCount()).isEqualTo(3_500);
    for (int i = 0; i < 3_500; i++) {
      String id = response.getResults(i).getSubmitted().getTaskId();
      assertThat(client.tasks().get(id).join().getPayload().toStringUtf8()).isEqualTo("p" + i);
    }
    String last = response.getResults(3_499).getSubmitted().getTaskId();
    assertThat(last).isEqualTo(response.getApplied().getPosition() + "-499");
  }

  @Test
  void shouldSplitByBytes() {
    List<NewTask> heavy = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      heavy.add(large("t" + i, 600 << 10));
    }
    assertThat(client().tasks().submitAll(heavy).join().getResultsCount()).isEqualTo(9);
    assertThat(cluster.state().executions()).isEqualTo(3);
  }

  @Test
  void shouldNeverSendACallAboveTheServersBound() {
    CaxtonClient client = client();
    for (int around = -3; around <= 3; around++) {
      int half = (1 << 20) - 300 + around * 100;
      List<NewTask> two = List.of(large("a" + around, half), large("b" + around, half));
      int executions = cluster.state().executions();
      client.tasks().submitAll(two).join();
      int calls = cluster.state().executions() - executions;
      int bytes = two.get(0).getSerializedSize() + two.get(1).getSerializedSize() + 10;
      assertThat(calls).isEqualTo(bytes + 512 > (2 << 20) ? 2 : 1);
    }
  }

  @Test
  void shouldRefuseAnEmptyListAsTheServerDoes() {
    assertThat(failure(client().tasks().submitAll(List.of())).reason())
        .isEqualTo(ErrorReason.INVALID_ARGUMENT);
  }

  @Test
  void shouldBeDefiniteWhenTheFirstCallIsRefused() {
    List<NewTask> bad = new ArrayList<>(tasks(2_500));
    bad.set(7, malformed("t7"));

    CaxtonException failure = failure(client().tasks().submitAll(bad));

    assertThat(failure.definite()).isTrue();
    assertThat(failure.fieldViolations().getFirst().field()).isEqualTo("tasks[7].queue");
    assertThat(cluster.state().taskCount()).isZero();
  }

  @Test
  void shouldSayHowFarItCameWhenALaterCallIsRefused() {
    List<NewTask> bad = new ArrayList<>(tasks(3_500));
    bad.set(2_345, malformed("t2345"));

    CaxtonException failure = failure(client().tasks().submitAll(bad));

    assertThat(failure.definite()).isFalse();
    assertThat(failure.reason()).isEqualTo(ErrorReason.INVALID_ARGUMENT);
    assertThat(failure.details()).containsEntry("answered", "2000");
    assertThat(failure.fieldViolations().getFirst().field()).isEqualTo("tasks[2345].queue");
    assertThat(failure).hasMessageContaining("first 2000 of 3500");
    assertThat(cluster.state().taskCount()).isEqualTo(2_000);
  }

  @Test
  void shouldFinishWhenTheSameListIsSubmittedAgain() {
    CaxtonClient client = client();
    List<NewTask> good = tasks(2_500);
    client.tasks().submitAll(good.subList(0, 1_200)).join();

    List<SubmitResult> results = client.tasks().submitAll(good).join().getResultsList();

    assertThat(results.subList(0, 1_200)).noneMatch(r -> r.getSubmitted().getCreated());
    assertThat(results.subList(1_200, 2_500)).allMatch(r -> r.getSubmitted().getCreated());
    assertThat(cluster.state().taskCount()).isEqualTo(2_500);
  }

  @Test
  void shouldGoOnAfterALeaderChangeInTheMiddle() {
    CaxtonClient client = open(builder().tryTimeout(Duration.ofMillis(300)));
    client.tasks().submit(task("first")).join();
    cluster.node(0).pause();
    var all = client.tasks().submitAll(tasks(4_000));
    cluster.lead(1);

    assertThat(all.join().getResultsCount()).isEqualTo(4_000);
    assertThat(cluster.state().taskCount()).isEqualTo(4_001);
    cluster.node(0).resume();
  }

  private static NewTask malformed(String id) {
    return task(id).toBuilder().setQueue("malformed!").build();
  }
}
