package io.caxton.jepsen.workload;

import io.caxton.client.CaxtonClient;
import io.caxton.jepsen.checker.Statistics;
import io.caxton.jepsen.checker.WatchChecker;
import io.caxton.jepsen.checker.WellFormed;
import io.caxton.jepsen.client.RawNode;
import io.caxton.jepsen.run.Checker;
import io.caxton.jepsen.run.Context;
import io.caxton.jepsen.run.Workload;
import io.caxton.v1.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Writers change routes and tasks; watchers at every node are shown each change once and in order,
 * while they are cut off and go on elsewhere from their cursor.
 */
final class WatchWorkload implements Workload {
  private static final int WRITERS = 4;
  private static final int PAUSE_MILLIS = 25;
  private static final Duration CATCH_UP = Duration.ofSeconds(40);

  private final List<Watcher> watchers = new ArrayList<>();
  private long start;

  @Override
  public String name() {
    return "watch";
  }

  @Override
  public String description() {
    return "every change of routes and tasks once, in order, at every node, over reconnects";
  }

  private static String prefix(Context context) {
    return context.prefix() + "-f";
  }

  @Override
  public void setUp(Context context) {
    CaxtonClient client = context.client(Calls.TIMEOUT);
    String marker = context.prefix() + "-begin";
    Route route = Calls.untilAnswered(() -> client.routes().put(RouteCell.put(marker, 0).build()));
    start = route.getRevision();
  }

  @Override
  public List<Worker> workers(Context context) {
    List<Worker> workers = new ArrayList<>();
    CaxtonClient client = context.client(Calls.TIMEOUT);
    String prefix = prefix(context);
    for (int i = 0; i < WRITERS; i++) {
      Random random = context.random("writer-" + i);
      FeedWriter writer = new FeedWriter(new Caller(context), client, prefix, i, random);
      Pace pace = new Pace(random, PAUSE_MILLIS);
      workers.add(
          () -> {
            writer.step();
            pace.pause();
          });
    }
    List<RawNode> nodes = context.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      Watcher watcher =
          new Watcher(
              "w" + (i + 1),
              new Caller(context),
              client,
              new WatchFeed(prefix, nodes, i, context.random("watcher-" + i)),
              start);
      watchers.add(watcher);
      workers.add(watcher::step);
    }
    return workers;
  }

  /** One more write, and every watcher must get to see it. */
  @Override
  public void drain(Context context) {
    CaxtonClient client = context.client(Calls.TIMEOUT);
    FeedWriter last =
        new FeedWriter(
            new Caller(context), client, prefix(context), WRITERS, context.random("last"));
    Optional<Long> position = Calls.untilPresent(CATCH_UP, last::put);
    position.ifPresent(
        end -> Calls.together(watchers, watcher -> watcher.catchUpTo(end, CATCH_UP)));
    watchers.forEach(Watcher::close);
  }

  @Override
  public List<Checker> checkers() {
    return List.of(new WellFormed(), new Statistics(), new WatchChecker());
  }
}
