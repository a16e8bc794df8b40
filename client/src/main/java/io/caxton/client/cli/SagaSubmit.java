package io.caxton.client.cli;

import com.google.protobuf.ByteString;
import io.caxton.client.CaxtonClient;
import io.caxton.client.console.CommandFailure;
import io.caxton.client.console.ExitCode;
import io.caxton.client.console.ProtoJson;
import io.caxton.v1.Compensation;
import io.caxton.v1.NewSagaStep;
import io.caxton.v1.NewTask;
import io.caxton.v1.RetryPolicy;
import io.caxton.v1.SubmitSagaRequest;
import io.caxton.v1.SubmitSagaResponse;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "submit",
    description = "Begins a saga: its steps in order, each perhaps with what undoes it.",
    footer = {
      "",
      "Example:",
      "  caxton saga submit --id trip-17 \\",
      "    --step flights='book LX 38'   --undo flights='free LX 38' \\",
      "    --step hotels='book Lux'      --undo hotels='free Lux' \\",
      "    --step money='charge 900'"
    })
final class SagaSubmit extends ClientCommand {
  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "The saga's id: the same id and content again is no second saga.")
  private String id = "";

  @ArgGroup(exclusive = false, multiplicity = "1..64")
  private List<StepOptions> steps;

  /** A step and what undoes it. */
  static final class StepOptions {
    @Option(
        names = "--step",
        paramLabel = "QUEUE=PAYLOAD",
        required = true,
        description = "A step; repeatable, in order.")
    private String step;

    @Option(
        names = "--undo",
        paramLabel = "QUEUE=PAYLOAD",
        description = "What undoes the step before it.")
    private String undo;
  }

  @Option(
      names = "--attempts",
      paramLabel = "N",
      description = "Attempts of each step before it has failed (default: the queue's).")
  private int attempts;

  @Option(
      names = "--undo-attempts",
      paramLabel = "N",
      description = "Attempts to undo a step before it is held (default: 20).")
  private int undoAttempts;

  @Option(names = "--label", paramLabel = "KEY=VALUE", description = "A label; repeatable.")
  private Map<String, String> labels = Map.of();

  @Override
  int run(CaxtonClient client) {
    SubmitSagaRequest.Builder request =
        SubmitSagaRequest.newBuilder().setSagaId(id).addAllLabels(Names.labels(labels));
    steps.forEach(step -> request.addSteps(step(step)));
    SubmitSagaResponse begun = join(client.sagas().submit(request.build()));
    print(
        () -> ProtoJson.of(begun),
        () -> begun.getSagaId() + (begun.getCreated() ? "" : " (was there already)"));
    return ExitCode.OK;
  }

  private NewSagaStep step(StepOptions options) {
    NewTask.Builder task =
        NewTask.newBuilder()
            .setQueue(queue("--step", options.step))
            .setPayload(payload(options.step));
    if (attempts != 0) {
      task.setRetry(RetryPolicy.newBuilder().setAttemptsMax(attempts));
    }
    NewSagaStep.Builder step = NewSagaStep.newBuilder().setTask(task);
    if (options.undo != null) {
      Compensation.Builder undo =
          Compensation.newBuilder()
              .setQueue(queue("--undo", options.undo))
              .setPayload(payload(options.undo));
      if (undoAttempts != 0) {
        undo.setRetry(RetryPolicy.newBuilder().setAttemptsMax(undoAttempts));
      }
      step.setCompensation(undo);
    }
    return step.build();
  }

  private static String queue(String option, String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new CommandFailure(
          ExitCode.USAGE, option + " '" + text + "' names no queue", "Write QUEUE=PAYLOAD.");
    }
    return text.substring(0, equals);
  }

  private static ByteString payload(String text) {
    return ByteString.copyFromUtf8(text.substring(text.indexOf('=') + 1));
  }
}
