package io.caxton.client.cli;

import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.Watch;
import io.caxton.client.WatchListener;
import io.caxton.client.console.DurationConverter;
import io.caxton.client.console.ExitCode;
import io.caxton.client.console.Json;
import io.caxton.client.console.ProtoJson;
import io.caxton.client.console.Text;
import io.caxton.v1.Agent;
import io.caxton.v1.Change;
import io.caxton.v1.Noun;
import io.caxton.v1.Schedule;
import io.caxton.v1.Task;
import io.caxton.v1.WatchRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "watch",
    description = "Prints every change of agents, routes, tasks and so on, in order, until Ctrl-C.",
    footer = {
      "",
      "With --json one object a line. Goes on over lost connections and leader changes.",
      "",
      "Examples:",
      "  caxton watch --noun task --queue reviews",
      "  caxton watch --from 1 --count 10 --json"
    })
final class WatchCommand extends ClientCommand {
  /** What a change can be about. */
  enum Thing {
    AGENT(Noun.NOUN_AGENT),
    ROUTE(Noun.NOUN_ROUTE),
    TASK(Noun.NOUN_TASK),
    JOURNAL(Noun.NOUN_JOURNAL),
    CHECKPOINT(Noun.NOUN_CHECKPOINT),
    CONVERSATION(Noun.NOUN_CONVERSATION),
    SCHEDULE(Noun.NOUN_SCHEDULE),
    SAGA(Noun.NOUN_SAGA);

    private final Noun noun;

    Thing(Noun noun) {
      this.noun = noun;
    }
  }

  @Option(
      names = "--from",
      paramLabel = "POSITION",
      description = "Changes above this position (default: from now on).")
  private long from;

  @Option(
      names = "--noun",
      paramLabel = "NOUN",
      split = ",",
      description =
          "Only of these: agent, route, task, journal, checkpoint, conversation, schedule, saga.")
  private List<Thing> things = List.of();

  @Option(names = "--prefix", paramLabel = "TEXT", description = "Only ids that start so.")
  private String prefix = "";

  @Option(names = "--queue", paramLabel = "NAME", description = "Only tasks of this queue.")
  private String queue = "";

  @Option(names = "--count", paramLabel = "N", description = "Stop after so many changes.")
  private long count = Long.MAX_VALUE;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "Stop after this time.")
  private Duration atMost;

  @Override
  int run(CaxtonClient client) throws InterruptedException {
    WatchRequest.Builder request =
        WatchRequest.newBuilder().setFromPosition(from).setIdPrefix(prefix).setQueue(queue);
    things.forEach(thing -> request.addNouns(thing.noun));
    CompletableFuture<Void> end = new CompletableFuture<>();
    try (Watch watch = client.watch(request.build(), new Printer(end))) {
      if (!connection.json()) {
        watch.started().thenAccept(at -> err().println("watching from position " + at));
      }
      end.get(atMost == null ? Long.MAX_VALUE : atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException enough) {
      return ExitCode.OK;
    } catch (ExecutionException failed) {
      throw (CaxtonException) failed.getCause();
    }
    return ExitCode.OK;
  }

  private final class Printer implements WatchListener {
    private final CompletableFuture<Void> end;
    private long printed;

    Printer(CompletableFuture<Void> end) {
      this.end = end;
    }

    @Override
    public void onChanges(List<Change> changes, long position) {
      for (Change change : changes) {
        if (printed < count) {
          printed++;
          out().println(connection.json() ? Json.of(ProtoJson.of(change)) : line(change));
        }
      }
      out().flush();
      if (printed >= count) {
        end.complete(null);
      }
    }

    @Override
    public void onEnd(CaxtonException failure) {
      end.completeExceptionally(failure);
    }
  }

  static String line(Change change) {
    String what =
        switch (change.getResourceCase()) {
          case AGENT -> agent(change.getAgent());
          case ROUTE -> "route " + change.getRoute().getName();
          case TASK -> task(change.getTask());
          case JOURNAL ->
              "journal "
                  + change.getJournal().getAgentId()
                  + " to "
                  + change.getJournal().getLastSeq();
          case SAGA -> SagaText.line(change.getSaga());
          case CONVERSATION -> "conversation " + change.getConversation().getId();
          case CHECKPOINT ->
              "checkpoint "
                  + change.getCheckpoint().getAgentId()
                  + " "
                  + change.getCheckpoint().getVersion();
          case SCHEDULE -> schedule(change.getSchedule());
          case RESOURCE_NOT_SET -> "(unknown)";
        };
    boolean removed = change.getKind() == Change.Kind.KIND_REMOVED;
    return change.getPosition() + "  " + (removed ? "- " : "+ ") + Text.oneLine(what);
  }

  private static String schedule(Schedule schedule) {
    return "schedule "
        + schedule.getId()
        + "  "
        + ScheduleText.state(schedule.getState())
        + (schedule.getNextInstant() == 0 ? "" : "  next " + Names.wall(schedule.getNextInstant()));
  }

  private static String agent(Agent agent) {
    return "agent "
        + agent.getId()
        + "  "
        + Names.of(agent.getState())
        + "  epoch "
        + agent.getEpoch();
  }

  private static String task(Task task) {
    String owner =
        task.getAgentId().isEmpty()
            ? ""
            : "  attempt "
                + task.getAttempt()
                + " at "
                + task.getAgentId()
                + ", fence "
                + task.getFence();
    return "task "
        + task.getId()
        + "  "
        + task.getQueue()
        + "  "
        + Names.of(task.getState())
        + owner;
  }
}
