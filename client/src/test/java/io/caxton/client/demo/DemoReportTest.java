package io.caxton.client.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.caxton.v1.Change;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DemoReportTest {
  private static final FileFacts FACTS = new FileFacts(3, 2, 1, "b".repeat(64), "");

  private static Task task(TaskState state, String result) {
    return Task.newBuilder()
        .setId("file-000001")
        .setState(state)
        .setAttempt(2)
        .setFence(99)
        .setResult(ByteString.copyFromUtf8(result))
        .build();
  }

  private static FileOutcome good() {
    return FileOutcome.of("a\tb", task(TaskState.TASK_STATE_COMPLETED, FACTS.json(5)), FACTS);
  }

  private static DemoReport report(long duplicates, FileOutcome... outcomes) {
    List<Kill> kills =
        List.of(
            new Kill(Kill.Kind.AGENT, "agent-1", 7, Optional.of("file-000001"), 2_000, 3),
            new Kill(Kill.Kind.LEADER, "n2", 8, Optional.empty(), 4_000, 450));
    return new DemoReport(List.of(outcomes), kills, duplicates, 0, 12.3456, 42, 3);
  }

  @Test
  void shouldBeGoodWhenEveryResultEqualsTheSequentialPass() {
    DemoReport report = report(0, good());
    assertThat(report.good()).isTrue();
    assertThat(report.object())
        .containsEntry("files", 1)
        .containsEntry("completed", 1L)
        .containsEntry("mismatches", 0L)
        .containsEntry("lost", 0L)
        .containsEntry("duplicates", 0L)
        .containsEntry("agents_killed", 1L)
        .containsEntry("leaders_killed", 1L)
        .containsEntry("outage_millis", List.of(3L, 450L))
        .containsEntry("attempts", 2L)
        .containsEntry("seconds", 12.346)
        .containsEntry("seed", 42L);
  }

  @Test
  void shouldSeeADifference() {
    FileOutcome other =
        FileOutcome.of(
            "f", task(TaskState.TASK_STATE_COMPLETED, FACTS.json(5).replace("3", "4")), FACTS);
    DemoReport report = report(0, good(), other);
    assertThat(report.good()).isFalse();
    assertThat(report.mismatches()).isEqualTo(1);
    assertThat(report.text()).contains("1 different").contains("differs: f");
  }

  @Test
  void shouldSeeALoss() {
    DemoReport report =
        report(
            0,
            FileOutcome.lost("gone", FACTS),
            FileOutcome.of("open", task(TaskState.TASK_STATE_RUNNING, ""), FACTS));
    assertThat(report.lost()).isEqualTo(2);
    assertThat(report.mismatches()).isZero();
    assertThat(report.good()).isFalse();
  }

  @Test
  void shouldSeeADoubleCompletion() {
    assertThat(report(1, good()).good()).isFalse();
    CompletionFeed feed = new CompletionFeed();
    Change completed =
        Change.newBuilder()
            .setKind(Change.Kind.KIND_PUT)
            .setTask(task(TaskState.TASK_STATE_COMPLETED, ""))
            .build();
    feed.onChanges(List.of(completed), 1);
    assertThat(feed.repeated()).isZero();
    feed.onChanges(List.of(completed), 2);
    assertThat(feed.repeated()).isEqualTo(1);
    assertThat(feed.tasks()).isEqualTo(1);
  }

  @Test
  void shouldWriteALineForEachFile() {
    assertThat(good().line()).isEqualTo("a\\tb\t" + "b".repeat(64) + "\t2\t5\t99");
  }

  @Test
  void shouldTakeTheSameErrorOnBothSidesForEqual() {
    FileFacts unreadable = new FileFacts(0, 0, 0, "", "AccessDeniedException");
    FileOutcome outcome =
        FileOutcome.of("x", task(TaskState.TASK_STATE_COMPLETED, unreadable.json(5)), unreadable);
    assertThat(outcome.matches()).isTrue();
    assertThat(outcome.line()).startsWith("x\t-\t");
  }
}
