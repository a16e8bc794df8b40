package io.caxton.client.demo;

import io.caxton.client.agent.state.Milestone;
import io.caxton.client.console.CommandFailure;
import io.caxton.client.console.ExitCode;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Where in its loop the counting agent is killed. */
record HundredStep(Milestone milestone) {
  static List<HundredStep> all() {
    return Arrays.stream(Milestone.values())
        .filter(milestone -> milestone != Milestone.TASK_RECEIVED)
        .map(HundredStep::new)
        .toList();
  }

  static HundredStep of(String word) {
    return all().stream()
        .filter(step -> step.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new CommandFailure(
                    ExitCode.USAGE,
                    "--kill-at " + word + " is no step",
                    "Steps are "
                        + all().stream().map(HundredStep::word).collect(Collectors.joining(", "))
                        + "."));
  }

  String word() {
    return milestone.word();
  }

  /** A recovery only has all its steps when there is something to recover: after a first death. */
  boolean inRecovery() {
    return switch (milestone) {
      case RECOVERY_BEGUN, CHECKPOINT_LOADED, REPLAYING, REPLAYED, RECOVERY_COMMITTED -> true;
      default -> false;
    };
  }

  /** It dies when the step first comes after so many of the first half were counted. */
  int afterCount(Random random) {
    return switch (milestone) {
      case IDLE -> HundredRun.HALF;
      case CHECKPOINT_BEGUN, CHECKPOINT_CHUNK, CHECKPOINT_FINISHED, TRIMMED ->
          random.nextInt(HundredRun.HALF - HundredRun.CHECKPOINT_EVENTS);
      default ->
          inRecovery()
              ? HundredRun.CHECKPOINT_EVENTS
                  + 5
                  + random.nextInt(HundredRun.HALF - HundredRun.CHECKPOINT_EVENTS - 5)
              : random.nextInt(HundredRun.HALF);
    };
  }

  String what() {
    return switch (milestone) {
      case RECOVERY_BEGUN -> "the cluster gave it a new epoch and a plan";
      case CHECKPOINT_LOADED -> "its checkpoint is loaded, nothing is replayed";
      case REPLAYING -> "some events are replayed, others not";
      case REPLAYED -> "the state is rebuilt, the cluster does not know";
      case RECOVERY_COMMITTED -> "it has recovered and takes nothing yet";
      case MESSAGE_RECEIVED -> "a message is here, its handler has not been called";
      case TASK_RECEIVED -> "a task is here, its handler has not been called";
      case BEFORE_COMMIT -> "the handler has decided, nothing is sent";
      case COMMIT_SENT -> "the step is on its way";
      case COMMIT_ANSWERED -> "the cluster has the step, the agent's state has not";
      case APPLIED -> "the step is in the agent's state";
      case CHECKPOINT_BEGUN -> "a checkpoint is encoded, nothing of it is sent";
      case CHECKPOINT_CHUNK -> "a part of a checkpoint is sent";
      case CHECKPOINT_FINISHED -> "a checkpoint is saved, nothing is trimmed";
      case TRIMMED -> "the journal is trimmed";
      case IDLE -> "every message that was there is counted";
    };
  }
}
