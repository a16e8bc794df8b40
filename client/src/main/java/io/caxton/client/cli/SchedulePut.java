package io.caxton.client.cli;

import com.google.protobuf.ByteString;
import io.caxton.client.CaxtonClient;
import io.caxton.client.console.CommandFailure;
import io.caxton.client.console.DurationConverter;
import io.caxton.client.console.ExitCode;
import io.caxton.client.console.ProtoJson;
import io.caxton.v1.CatchUp;
import io.caxton.v1.NewTask;
import io.caxton.v1.Overlap;
import io.caxton.v1.RetryPolicy;
import io.caxton.v1.Schedule;
import io.caxton.v1.ScheduleSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "put",
    description = "Creates or replaces a schedule; it begins anew.",
    footer = {
      "",
      "Examples:",
      "  caxton schedule put nightly 'report' --cron '30 2 * * *' --zone Europe/Berlin",
      "  caxton schedule put poll --every 5m --queue polls --overlap buffer_one",
      "  caxton schedule put once --at 2026-12-24T18:00:00Z --catch-up one"
    })
final class SchedulePut extends ClientCommand {
  /** When it runs. */
  static final class When {
    @Option(
        names = "--cron",
        paramLabel = "EXPRESSION",
        required = true,
        description = "Minute, hour, day of month, month, day of week.")
    private String cron;

    @Option(
        names = "--every",
        paramLabel = "DURATION",
        required = true,
        converter = DurationConverter.class,
        description = "Each time this has passed, at least 1s.")
    private Duration every;

    @Option(
        names = "--at",
        paramLabel = "MOMENT",
        required = true,
        converter = WallConverter.class,
        description = "Once, such as 2026-12-24T18:00:00Z.")
    private Long at;
  }

  /** What is done about instants that were missed. */
  enum Missed {
    SKIP(CatchUp.CATCH_UP_SKIP),
    ONE(CatchUp.CATCH_UP_ONE),
    ALL(CatchUp.CATCH_UP_ALL);

    private final CatchUp catchUp;

    Missed(CatchUp catchUp) {
      this.catchUp = catchUp;
    }
  }

  /** What is done while the last task is unfinished. */
  enum Beside {
    SKIP(Overlap.OVERLAP_SKIP),
    ALLOW(Overlap.OVERLAP_ALLOW),
    BUFFER_ONE(Overlap.OVERLAP_BUFFER_ONE);

    private final Overlap overlap;

    Beside(Overlap overlap) {
      this.overlap = overlap;
    }
  }

  @Parameters(index = "0", paramLabel = "ID", description = "The schedule's id.")
  private String id;

  @Parameters(
      index = "1",
      paramLabel = "PAYLOAD",
      arity = "0..1",
      description = "Its task's payload as text.")
  private String payload;

  @ArgGroup(multiplicity = "1")
  private When when;

  @Option(names = "--payload-file", paramLabel = "FILE", description = "The payload from a file.")
  private Path payloadFile;

  @Option(names = "--zone", paramLabel = "ZONE", description = "Of --cron (default: UTC).")
  private String zone = "";

  @Option(
      names = "--anchor",
      paramLabel = "MOMENT",
      converter = WallConverter.class,
      description = "Of --every: from when the steps count (default: 1970).")
  private long anchor;

  @Option(names = "--queue", paramLabel = "NAME", description = "The queue (default: default).")
  private String queue = "";

  @Option(names = "--priority", paramLabel = "0-9", description = "9 goes first (default: 0).")
  private int priority;

  @Option(names = "--attempts", paramLabel = "N", description = "Attempts before a task is DEAD.")
  private int attempts;

  @Option(
      names = "--catch-up",
      paramLabel = "skip|one|all",
      description = "What becomes of missed instants (default: skip).")
  private Missed missed = Missed.SKIP;

  @Option(
      names = "--catch-up-max",
      paramLabel = "N",
      description = "Of 'all': the newest N, 1 to 300 (default: 10).")
  private int catchUpMax;

  @Option(
      names = "--late-after",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "So much later an instant counts as missed, 100ms to 10m (default: 10s).")
  private Duration lateAfter = Duration.ZERO;

  @Option(
      names = "--overlap",
      paramLabel = "skip|allow|buffer_one",
      description = "What becomes of an instant while the last task is unfinished (default: skip).")
  private Beside beside = Beside.SKIP;

  @Option(
      names = "--until",
      paramLabel = "MOMENT",
      converter = WallConverter.class,
      description = "No instant after this.")
  private long until;

  @Option(names = "--runs-max", paramLabel = "N", description = "It ends after so many runs.")
  private long runsMax;

  @Option(names = "--label", paramLabel = "KEY=VALUE", description = "A label; repeatable.")
  private Map<String, String> labels = Map.of();

  @Option(
      names = "--expect",
      paramLabel = "REVISION",
      description = "Only if this is its revision now; 0: only if there is no such schedule.")
  private Long expected;

  @Override
  int run(CaxtonClient client) throws IOException {
    if (payload != null && payloadFile != null) {
      throw usage("PAYLOAD and --payload-file exclude each other");
    }
    if (!zone.isEmpty() && when.cron == null) {
      throw usage("--zone goes with --cron");
    }
    if (anchor != 0 && when.every == null) {
      throw usage("--anchor goes with --every");
    }
    OptionalLong revision = expected == null ? OptionalLong.empty() : OptionalLong.of(expected);
    Schedule schedule = join(client.schedules().put(wanted(), revision));
    print(() -> ProtoJson.of(schedule), () -> ScheduleText.sheet(schedule));
    return ExitCode.OK;
  }

  private Schedule wanted() throws IOException {
    return Schedule.newBuilder()
        .setId(id)
        .setSpec(spec())
        .setTask(task())
        .setCatchUp(missed.catchUp)
        .setCatchUpMax(catchUpMax)
        .setLateAfterMillis((int) lateAfter.toMillis())
        .setOverlap(beside.overlap)
        .setUntilWallMillis(until)
        .setRunsMax(runsMax)
        .addAllLabels(Names.labels(labels))
        .build();
  }

  private ScheduleSpec.Builder spec() {
    ScheduleSpec.Builder spec = ScheduleSpec.newBuilder();
    if (when.cron != null) {
      return spec.setCron(ScheduleSpec.Cron.newBuilder().setExpression(when.cron).setZone(zone));
    }
    if (when.every != null) {
      return spec.setEvery(
          ScheduleSpec.Every.newBuilder()
              .setEveryMillis(when.every.toMillis())
              .setAnchorWallMillis(anchor));
    }
    return spec.setAt(ScheduleSpec.At.newBuilder().setWallMillis(when.at));
  }

  private NewTask.Builder task() throws IOException {
    NewTask.Builder task = NewTask.newBuilder().setQueue(queue).setPriority(priority);
    if (payloadFile != null) {
      task.setPayload(ByteString.copyFrom(Files.readAllBytes(payloadFile)));
    } else if (payload != null) {
      task.setPayload(ByteString.copyFromUtf8(payload));
    }
    if (attempts != 0) {
      task.setRetry(RetryPolicy.newBuilder().setAttemptsMax(attempts));
    }
    return task;
  }

  private static CommandFailure usage(String message) {
    return new CommandFailure(ExitCode.USAGE, message, "See: caxton schedule put --help");
  }
}
