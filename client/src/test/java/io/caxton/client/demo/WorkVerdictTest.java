package io.caxton.client.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.caxton.client.demo.WorkFindings.Kind;
import io.caxton.v1.Change;
import io.caxton.v1.Saga;
import io.caxton.v1.SagaState;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorkVerdictTest {
  private static final TaskState COMPLETED = TaskState.TASK_STATE_COMPLETED;

  /** What was asked; payloads by task. */
  private record Asked(Map<String, ByteString> payloads, Map<String, Set<SagaState>> sagas)
      implements WorkAsked {
    @Override
    public Set<String> tasks() {
      return payloads.keySet();
    }

    @Override
    public Optional<ByteString> payload(String taskId) {
      return Optional.ofNullable(payloads.get(taskId));
    }
  }

  private final Asked asked = new Asked(new HashMap<>(), new HashMap<>());
  private final WorkFindings findings = new WorkFindings();
  private final WorkChecker checker = new WorkChecker(findings);
  private final WorkVerdict verdict = new WorkVerdict(asked, findings);
  private final WorkWords words = new WorkWords();

  private void ask(String id, WorkKind kind) {
    asked.payloads().put(id, kind.payload(id));
  }

  private void see(String id, TaskState state, long fence) {
    see(Change.newBuilder().setTask(stored(id, state, fence)));
  }

  private void see(Change.Builder change) {
    checker.see(change.setKind(Change.Kind.KIND_PUT).build());
  }

  private void runs(String id, TaskState end, long fence) {
    see(id, TaskState.TASK_STATE_PENDING, 0);
    see(id, TaskState.TASK_STATE_RUNNING, fence);
    see(id, end, fence);
  }

  private void saga(SagaState state) {
    see(Change.newBuilder().setSaga(Saga.newBuilder().setId("s").setState(state)));
  }

  private static Task.Builder stored(String id, TaskState state, long fence) {
    return Task.newBuilder().setId(id).setState(state).setFence(fence).setAgentId("a");
  }

  private void judgeStored(Task.Builder task) {
    verdict.judge(Map.of(task.getId(), task.build()), checker);
  }

  private static ByteString result(String id, long fence) {
    return WorkKind.result(WorkKind.PLAIN.payload(id), fence);
  }

  private void said(String word, String agent, long fence) {
    words.said(word, agent, "t " + fence + " x " + WorkHost.POINT);
  }

  @Test
  void shouldFindNothingWhereAllIsAsItMustBe() {
    ask("t", WorkKind.PLAIN);
    ask("d", WorkKind.FATAL);
    asked.sagas().put("s", Set.of(SagaState.SAGA_STATE_FAILED));
    runs("t", COMPLETED, 5);
    runs("d", TaskState.TASK_STATE_DEAD, 6);
    saga(SagaState.SAGA_STATE_FAILED);
    said(WorkHost.BEGUN, "a", 5);
    said(WorkHost.DONE, "a", 5);

    assertThat(verdict.unfinished(checker)).isEmpty();
    verdict.judge(checker);
    judgeStored(stored("t", COMPLETED, 5).setResult(result("t", 5)));
    judgeStored(stored("d", TaskState.TASK_STATE_DEAD, 6));
    assertThat(verdict.judge(words, checker)).isZero();
    assertThat(findings.texts()).isEmpty();
  }

  @Test
  void shouldFindWhatWasAcknowledgedAndNeverSeen() {
    ask("t", WorkKind.PLAIN);
    asked.sagas().put("s", Set.of(SagaState.SAGA_STATE_COMPLETED));

    assertThat(verdict.unfinished(checker)).containsExactlyInAnyOrder("t", "s");
    verdict.judge(checker);
    assertThat(findings.count(Kind.LOST)).isEqualTo(2);
  }

  @Test
  void shouldFindATaskThatHasNotEnded() {
    ask("t", WorkKind.PLAIN);
    see("t", TaskState.TASK_STATE_PENDING, 0);
    see("t", TaskState.TASK_STATE_RUNNING, 5);

    verdict.judge(checker);
    assertThat(findings.count(Kind.LOST)).isOne();
  }

  @Test
  void shouldFindATaskThatDiedAndOneThatShouldHave() {
    ask("t", WorkKind.FLAKY);
    ask("d", WorkKind.HOPELESS);
    runs("t", TaskState.TASK_STATE_DEAD, 5);
    runs("d", COMPLETED, 6);

    verdict.judge(checker);
    assertThat(findings.count(Kind.LOST)).isEqualTo(2);
  }

  @Test
  void shouldFindASagaThatEndedOtherwise() {
    asked.sagas().put("s", Set.of(SagaState.SAGA_STATE_CANCELLED));
    saga(SagaState.SAGA_STATE_COMPLETED);

    verdict.judge(checker);
    assertThat(findings.count(Kind.OTHER)).isOne();
  }

  @Test
  void shouldFindAnotherStateOrFenceInTheCluster() {
    ask("t", WorkKind.PLAIN);
    runs("t", COMPLETED, 5);

    judgeStored(stored("t", TaskState.TASK_STATE_DEAD, 5));
    assertThat(findings.count(Kind.OTHER)).isOne();
    judgeStored(stored("t", COMPLETED, 6).setResult(result("t", 6)));
    assertThat(findings.count(Kind.OTHER)).isEqualTo(2);
  }

  @Test
  void shouldFindTheResultOfAnotherAttemptOrTask() {
    ask("t", WorkKind.PLAIN);
    runs("t", COMPLETED, 5);

    judgeStored(stored("t", COMPLETED, 5).setResult(result("t", 4)));
    judgeStored(stored("t", COMPLETED, 5).setResult(result("u", 5)));
    judgeStored(stored("t", COMPLETED, 5));
    assertThat(findings.count(Kind.OTHER)).isEqualTo(3);
  }

  @Test
  void shouldFindWorkWithoutAGrantAndWorkDoneTwice() {
    runs("t", COMPLETED, 5);
    said(WorkHost.BEGUN, "a", 4);
    said(WorkHost.BEGUN, "a", 5);
    said(WorkHost.BEGUN, "b", 5);

    verdict.judge(words, checker);
    assertThat(findings.count(Kind.OTHER)).isEqualTo(3);
  }

  @Test
  void shouldCountResultsThatWereNotTaken() {
    see("t", TaskState.TASK_STATE_PENDING, 0);
    see("t", TaskState.TASK_STATE_RUNNING, 5);
    see("t", TaskState.TASK_STATE_PENDING, 5);
    see("t", TaskState.TASK_STATE_RUNNING, 7);
    see("t", COMPLETED, 7);
    said(WorkHost.DONE, "a", 5);
    said(WorkHost.DONE, "a", 7);

    assertThat(verdict.judge(words, checker)).isOne();
    assertThat(findings.texts()).isEmpty();
  }
}
