package io.caxton.client.cli;

import io.caxton.client.console.DurationConverter;
import io.caxton.v1.LateResults;
import io.caxton.v1.NewTask;
import io.caxton.v1.RetryPolicy;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Option;

/** What a task to be submitted is told beside its payload and id. */
final class NewTaskOptions {
  /** What becomes of a result that comes too late. */
  enum Late {
    REJECT(LateResults.LATE_RESULTS_REJECT),
    ACCEPT_IF_UNASSIGNED(LateResults.LATE_RESULTS_ACCEPT_IF_UNASSIGNED),
    PARK(LateResults.LATE_RESULTS_PARK);

    private final LateResults policy;

    Late(LateResults policy) {
      this.policy = policy;
    }

    /** As it is typed. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Option(names = "--queue", paramLabel = "NAME", description = "The queue (default: default).")
  private String queue = "";

  @Option(names = "--label", paramLabel = "KEY=VALUE", description = "A label; repeatable.")
  private Map<String, String> labels = Map.of();

  @Option(names = "--priority", paramLabel = "0-9", description = "9 goes first (default: 0).")
  private int priority;

  @Option(names = "--attempts", paramLabel = "N", description = "Attempts before it is DEAD.")
  private int attempts;

  @Option(
      names = "--delay",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "Not granted before this time has passed.")
  private Duration delay = Duration.ZERO;

  @Option(
      names = "--deadline",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "DEAD instead of granted once this time has passed, counted from now.")
  private Duration deadline = Duration.ZERO;

  @Option(
      names = "--attempt-timeout",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "What one attempt may take in all.")
  private Duration attemptTimeout = Duration.ZERO;

  @Option(
      names = "--start-timeout",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "DEAD if it is not granted within this time.")
  private Duration startTimeout = Duration.ZERO;

  @Option(
      names = "--total-timeout",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "DEAD if it has not ended within this time.")
  private Duration totalTimeout = Duration.ZERO;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "Tasks of one key and queue run one at a time, in the order of submission.")
  private String key = "";

  @Option(
      names = "--capability",
      paramLabel = "NAME[:VERSION]",
      description = "Only agents that can do this are granted it.")
  private String capability = "";

  @Option(
      names = "--late",
      paramLabel = "WAY",
      description =
          "What becomes of a result that comes too late: ${COMPLETION-CANDIDATES} (default:"
              + " reject).")
  private Late late = Late.REJECT;

  NewTask.Builder template() {
    NewTask.Builder task =
        NewTask.newBuilder()
            .setQueue(queue)
            .addAllLabels(Names.labels(labels))
            .setPriority(priority)
            .setDelayMillis(delay.toMillis())
            .setAttemptTimeoutMillis((int) attemptTimeout.toMillis())
            .setStartTimeoutMillis(startTimeout.toMillis())
            .setTotalTimeoutMillis(totalTimeout.toMillis())
            .setOrderingKey(key)
            .setCapability(capability)
            .setLateResults(late.policy);
    if (attempts != 0) {
      task.setRetry(RetryPolicy.newBuilder().setAttemptsMax(attempts));
    }
    if (!deadline.isZero()) {
      task.setDeadlineWallMillis(System.currentTimeMillis() + deadline.toMillis());
    }
    return task;
  }
}
