package io.caxton.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.v1.Checkpoint;
import io.caxton.v1.Obligation;
import io.caxton.v1.PlannedTask;
import io.caxton.v1.RecoveryPlan;
import io.caxton.v1.SkippedCheckpoint;
import org.junit.jupiter.api.Test;

class PlanTextTest {
  @Test
  void shouldSayThatThereIsNothingToDo() {
    assertThat(PlanText.of(RecoveryPlan.newBuilder().setFromSeq(1).build()))
        .contains("none: from the empty state")
        .contains("events to apply  none")
        .doesNotContain("careful");
  }

  @Test
  void shouldSayWhatARecoveryDoes() {
    RecoveryPlan.Builder plan =
        RecoveryPlan.newBuilder()
            .setCheckpoint(Checkpoint.newBuilder().setVersion(7).setCoversSeq(40).setSchemaId("s1"))
            .setFromSeq(41)
            .setLastSeq(1_240)
            .setReplayBytes(2_048)
            .setCareful(true)
            .setCarefulAfterSeq(99)
            .setEstimatedMillis(1_500)
            .addSkippedCheckpoints(
                SkippedCheckpoint.newBuilder().setVersion(8).setCause("bad hash"))
            .addOwes(
                Obligation.newBuilder()
                    .setConversationId("c")
                    .setSeq(3)
                    .setReplyWith("r1")
                    .setCreditor("boss"));
    for (int i = 0; i < 12; i++) {
      plan.addTasks(
          PlannedTask.newBuilder().setTaskId("t" + i).setFate(PlannedTask.Fate.FATE_RETRIED));
    }

    assertThat(PlanText.of(plan.build()))
        .contains("version 7, covers events to 40")
        .contains("1 200 (41 to 1240, 2.0 KiB)")
        .contains("above 99")
        .contains("passed over 8")
        .contains("bad hash")
        .contains("1.5 s")
        .contains("task t9 ")
        .doesNotContain("task t10 ")
        .contains("and 2 more")
        .contains("owes an answer to boss: c#3 (r1)");
  }
}
