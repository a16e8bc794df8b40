package io.caxton.client.cli;

import io.caxton.client.CaxtonClient;
import io.caxton.client.console.CommandFailure;
import io.caxton.client.console.ExitCode;
import io.caxton.client.console.ProtoJson;
import io.caxton.v1.ListSagasRequest;
import io.caxton.v1.ListSagasResponse;
import io.caxton.v1.ResolveCompensationRequest.Resolution;
import io.caxton.v1.ResolveCompensationResponse;
import io.caxton.v1.Saga;
import io.caxton.v1.SagaState;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "saga",
    mixinStandardHelpOptions = true,
    description = "Runs steps in order, and undoes them in reverse when one fails.",
    subcommands = {
      SagaSubmit.class,
      SagaCommand.Get.class,
      SagaCommand.ListAll.class,
      SagaCommand.Cancel.class,
      SagaCommand.Resolve.class
    })
final class SagaCommand {
  @Command(name = "get", description = "Shows one saga with its steps.")
  static final class Get extends ClientCommand {
    @Parameters(paramLabel = "ID", description = "The saga's id.")
    private String id;

    @Override
    int run(CaxtonClient client) {
      Saga saga = join(client.sagas().get(id, ListOptions.read(false))).getSaga();
      print(() -> ProtoJson.of(saga), () -> SagaText.whole(saga));
      return ExitCode.OK;
    }
  }

  @Command(
      name = "list",
      description = "Lists sagas, sorted by id.",
      footer = {
        "",
        "Examples:",
        "  caxton saga list --state compensating",
        "  caxton saga list --held --json      what waits for somebody to resolve it"
      })
  static final class ListAll extends ClientCommand {
    @Mixin private ListOptions list;

    @Option(
        names = "--state",
        paramLabel = "STATE",
        split = ",",
        description = "Only of these: running, completed, compensating, failed, cancelled.")
    private List<String> states = List.of();

    @Option(names = "--prefix", paramLabel = "TEXT", description = "Only ids that start so.")
    private String prefix = "";

    @Option(names = "--held", description = "Only those with a compensation that is held.")
    private boolean held;

    @Override
    int run(CaxtonClient client) {
      ListSagasRequest.Builder request =
          ListSagasRequest.newBuilder()
              .addAllStates(states.stream().map(ListAll::state).toList())
              .setIdPrefix(prefix)
              .setHeld(held)
              .addAllLabels(list.labels())
              .setRead(list.read());
      Pages.Items<Saga> sagas =
          Pages.all(
              list.limit(),
              page -> join(client.sagas().list(request.setPage(page).build())),
              ListSagasResponse::getSagasList,
              ListSagasResponse::getNextPageToken);
      print(
          () -> sagas.object("sagas"),
          () ->
              sagas.items().isEmpty() ? "no sagas" : SagaText.table(sagas.items()) + sagas.note());
      return ExitCode.OK;
    }

    private static SagaState state(String name) {
      return Arrays.stream(SagaState.values())
          .filter(state -> state.name().equals("SAGA_STATE_" + name.toUpperCase(Locale.ROOT)))
          .filter(state -> state != SagaState.SAGA_STATE_UNSPECIFIED)
          .findFirst()
          .orElseThrow(
              () ->
                  new CommandFailure(
                      ExitCode.USAGE,
                      "'" + name + "' is no state of a saga",
                      "Known are RUNNING, COMPLETED, COMPENSATING, FAILED, CANCELLED."));
    }
  }

  @Command(
      name = "cancel",
      description = "Cancels the step that waits or runs; what is completed is undone.")
  static final class Cancel extends ClientCommand {
    @Parameters(paramLabel = "ID", description = "The saga's id.")
    private String id;

    @Override
    int run(CaxtonClient client) {
      SagaState state = join(client.sagas().cancel(id));
      print(
          () -> Map.of("state", SagaText.of(state)),
          () -> "saga " + id + " is " + SagaText.of(state));
      return ExitCode.OK;
    }
  }

  /** As the command line says it. */
  enum As {
    DONE(Resolution.RESOLUTION_DONE),
    RETRY(Resolution.RESOLUTION_RETRY);

    private final Resolution sent;

    As(Resolution sent) {
      this.sent = sent;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Command(
      name = "resolve",
      description = "Decides upon a compensation that is held.",
      footer = {
        "",
        "done: somebody has undone it by hand, the saga goes on; retry: it is tried again at once.",
        "",
        "Examples:",
        "  caxton saga resolve trip-17 --step 2 --as retry",
        "  caxton saga resolve --task order-3/undo --as done       that of a single task"
      })
  static final class Resolve extends ClientCommand {
    @Parameters(paramLabel = "ID", arity = "0..1", description = "The saga's id.")
    private String id;

    @Option(names = "--step", paramLabel = "N", description = "The saga's step, from 1.")
    private int step;

    @Option(
        names = "--task",
        paramLabel = "ID",
        description = "The compensation's own task, instead of a saga and its step.")
    private String task;

    @Option(
        names = "--as",
        paramLabel = "HOW",
        required = true,
        description = "${COMPLETION-CANDIDATES}.")
    private As as;

    @Override
    int run(CaxtonClient client) {
      if ((id == null) == (task == null) || (task == null) == (step == 0)) {
        throw new CommandFailure(
            ExitCode.USAGE, "it is not clear what to resolve", "Give ID and --step, or --task.");
      }
      ResolveCompensationResponse resolved =
          join(
              task == null
                  ? client.sagas().resolve(id, step, as.sent)
                  : client.sagas().resolveTask(task, as.sent));
      print(
          () -> ProtoJson.of(resolved),
          () -> "task " + resolved.getTaskId() + " is " + Names.of(resolved.getState()));
      return ExitCode.OK;
    }
  }
}
