package io.caxton.client.cli;

import io.caxton.client.CaxtonClient;
import io.caxton.client.console.CommandFailure;
import io.caxton.client.console.ExitCode;
import io.caxton.client.console.Json;
import io.caxton.client.console.ProtoJson;
import io.caxton.v1.DeleteScheduleResponse;
import io.caxton.v1.ListSchedulesRequest;
import io.caxton.v1.ListSchedulesResponse;
import io.caxton.v1.Schedule;
import io.caxton.v1.ScheduleState;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "schedule",
    mixinStandardHelpOptions = true,
    description = "Keeps tasks that are submitted by themselves at set times.",
    subcommands = {
      SchedulePut.class,
      ScheduleCommand.Get.class,
      ScheduleCommand.ListAll.class,
      ScheduleCommand.Pause.class,
      ScheduleCommand.Resume.class,
      ScheduleCommand.Delete.class,
      ScheduleCommand.Trigger.class
    })
final class ScheduleCommand {
  /** A command about one schedule. */
  abstract static class OfOne extends ClientCommand {
    @Parameters(paramLabel = "ID", description = "The schedule's id.")
    String id;

    int show(Schedule schedule) {
      print(() -> ProtoJson.of(schedule), () -> ScheduleText.sheet(schedule));
      return ExitCode.OK;
    }
  }

  @Command(name = "get", description = "Shows one schedule with its task's payload.")
  static final class Get extends OfOne {
    @Override
    int run(CaxtonClient client) {
      return show(join(client.schedules().get(id, ListOptions.read(false))).getSchedule());
    }
  }

  @Command(
      name = "list",
      description = "Lists schedules, sorted by id.",
      footer = {"", "Example:", "  caxton schedule list --state active --prefix team/a/"})
  static final class ListAll extends ClientCommand {
    @Mixin private ListOptions list;

    @Option(names = "--prefix", paramLabel = "TEXT", description = "Only ids that start so.")
    private String prefix = "";

    @Option(
        names = "--state",
        paramLabel = "STATE",
        split = ",",
        description = "Only in these states: active, paused, ended.")
    private List<String> states = List.of();

    @Override
    int run(CaxtonClient client) {
      ListSchedulesRequest.Builder request =
          ListSchedulesRequest.newBuilder()
              .setIdPrefix(prefix)
              .addAllStates(states.stream().map(ListAll::state).toList())
              .addAllLabels(list.labels())
              .setRead(list.read());
      Pages.Items<Schedule> schedules =
          Pages.all(
              list.limit(),
              page -> join(client.schedules().list(request.setPage(page).build())),
              ListSchedulesResponse::getSchedulesList,
              ListSchedulesResponse::getNextPageToken);
      print(
          () -> schedules.object("schedules"),
          () ->
              schedules.items().isEmpty()
                  ? "no schedules"
                  : ScheduleText.table(schedules.items()) + schedules.note());
      return ExitCode.OK;
    }

    private static ScheduleState state(String name) {
      return Arrays.stream(ScheduleState.values())
          .filter(s -> ScheduleText.state(s).equalsIgnoreCase(name))
          .findFirst()
          .orElseThrow(
              () ->
                  new CommandFailure(
                      ExitCode.USAGE,
                      "'" + name + "' is no state of a schedule",
                      "Known are ACTIVE, PAUSED, ENDED."));
    }
  }

  @Command(name = "pause", description = "Submits nothing by itself until it is resumed.")
  static final class Pause extends OfOne {
    @Option(names = "--note", paramLabel = "TEXT", description = "Why, for people.")
    private String note = "";

    @Override
    int run(CaxtonClient client) {
      return show(join(client.schedules().pause(id, note)));
    }
  }

  @Command(name = "resume", description = "Goes on; what was missed meanwhile is caught up with.")
  static final class Resume extends OfOne {
    @Override
    int run(CaxtonClient client) {
      return show(join(client.schedules().resume(id)));
    }
  }

  @Command(name = "delete", description = "Deletes a schedule; its tasks stay.")
  static final class Delete extends OfOne {
    @Option(
        names = "--expect",
        paramLabel = "REVISION",
        description = "Only if this is its revision now.")
    private Long expected;

    @Override
    int run(CaxtonClient client) {
      OptionalLong revision = expected == null ? OptionalLong.empty() : OptionalLong.of(expected);
      DeleteScheduleResponse response = join(client.schedules().delete(id, revision));
      print(() -> ProtoJson.of(response), () -> "deleted " + id);
      return ExitCode.OK;
    }
  }

  @Command(name = "trigger", description = "Submits its task now; prints the task's id.")
  static final class Trigger extends OfOne {
    @Override
    int run(CaxtonClient client) {
      String taskId = join(client.schedules().trigger(id));
      print(() -> Json.object("task_id", taskId), () -> taskId);
      return ExitCode.OK;
    }
  }
}
