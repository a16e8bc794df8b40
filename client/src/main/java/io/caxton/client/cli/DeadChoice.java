package io.caxton.client.cli;

import io.caxton.client.console.CommandFailure;
import io.caxton.client.console.ExitCode;
import io.caxton.v1.DeadFilter;
import io.caxton.v1.DeadResult;
import io.caxton.v1.DeadSelection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which dead letters a command is about, and what came of each. */
final class DeadChoice {
  @Parameters(
      paramLabel = "ID",
      arity = "0..*",
      description = "The tasks' ids; or --queue with conditions.")
  private List<String> ids = List.of();

  @Option(names = "--queue", paramLabel = "NAME", description = "All dead letters of this queue …")
  private String queue = "";

  @Option(names = "--prefix", paramLabel = "TEXT", description = "… whose ids start so …")
  private String prefix = "";

  @Option(
      names = "--cause",
      paramLabel = "CAUSE",
      description = "… whose last cause is this, such as lease_ended …")
  private String cause = "";

  @Option(
      names = "--label",
      paramLabel = "KEY=VALUE",
      description = "… that have this label; repeatable, all must match.")
  private Map<String, String> labels = Map.of();

  /** What one call answered. */
  record Step(List<DeadResult> results, long nextOrder) {}

  /** Goes on until all of the choice are done. */
  List<DeadResult> run(Function<DeadSelection, Step> call) {
    boolean filtered = !prefix.isEmpty() || !cause.isEmpty() || !labels.isEmpty();
    if (ids.isEmpty() == queue.isEmpty() || (!ids.isEmpty() && filtered)) {
      throw new CommandFailure(
          ExitCode.USAGE, "give either ids, or --queue with conditions", "See --help.");
    }
    if (!ids.isEmpty()) {
      return call.apply(DeadSelection.newBuilder().addAllTaskIds(ids).build()).results();
    }
    DeadFilter.Builder filter =
        DeadFilter.newBuilder()
            .setQueue(queue)
            .setIdPrefix(prefix)
            .setCause(cause)
            .addAllLabels(Names.labels(labels));
    List<DeadResult> results = new ArrayList<>();
    do {
      Step step = call.apply(DeadSelection.newBuilder().setFilter(filter).build());
      results.addAll(step.results());
      filter.setAfterOrder(step.nextOrder());
    } while (filter.getAfterOrder() != 0);
    return results;
  }

  static Map<String, Object> object(List<DeadResult> results) {
    List<Object> tasks = new ArrayList<>();
    for (DeadResult result : results) {
      Map<String, Object> task = new LinkedHashMap<>();
      task.put("task_id", result.getTaskId());
      if (!result.getNewTaskId().isEmpty()) {
        task.put("new_task_id", result.getNewTaskId());
      }
      if (result.hasRefusal()) {
        task.put("reason", result.getRefusal().getReason().name());
        task.put("message", result.getRefusal().getMessage());
      }
      tasks.add(task);
    }
    return Map.of("tasks", tasks);
  }

  static String text(List<DeadResult> results, String done) {
    StringBuilder out = new StringBuilder();
    for (DeadResult result : results) {
      out.append(result.getTaskId()).append("  ");
      if (result.hasRefusal()) {
        out.append(result.getRefusal().getMessage());
      } else {
        out.append(done).append(result.getNewTaskId());
      }
      out.append('\n');
    }
    return results.isEmpty() ? "no dead tasks" : out.toString();
  }

  static int exitCode(List<DeadResult> results) {
    return results.stream().anyMatch(DeadResult::hasRefusal) ? ExitCode.FAILED : ExitCode.OK;
  }
}
