package io.caxton.client;

import io.caxton.v1.WatchRequest;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A client of one Caxton cluster: finds the leader, repeats safely what can be repeated, and
 * gathers the calls of many callers into few. Safe for many threads; one for a whole program is
 * best, since it gathers only what goes through it.
 *
 * <p>Calls return futures at once. A future fails only with a {@link CaxtonException}, which says
 * whether the call had no effect or its outcome is unknown. Futures complete on the client's one
 * network thread unless {@link ClientBuilder#callbackExecutor} says otherwise: what depends on them
 * must not block there, least of all wait for another call. On a virtual thread, simply join.
 */
public final class CaxtonClient implements AutoCloseable {
  private final Core core;
  private final ConcurrentMap<String, Fleet> fleets = new ConcurrentHashMap<>();
  private final Fleet own;
  private final Cluster cluster;

  CaxtonClient(Core core) {
    this.core = core;
    own = fleet(core.config().fleet());
    cluster = new Cluster(core);
  }

  public static ClientBuilder builder() {
    return new ClientBuilder();
  }

  /** The same client working in another fleet. */
  public Fleet fleet(String name) {
    return fleets.computeIfAbsent(name, n -> new Fleet(core, n));
  }

  /** The fleet that the calls below work in. */
  public Fleet fleet() {
    return own;
  }

  public Tasks tasks() {
    return own.tasks();
  }

  public Agents agents() {
    return own.agents();
  }

  public Routes routes() {
    return own.routes();
  }

  public Queues queues() {
    return own.queues();
  }

  public DeadTasks deadTasks() {
    return own.deadTasks();
  }

  public Journals journals() {
    return own.journals();
  }

  public Checkpoints checkpoints() {
    return own.checkpoints();
  }

  public Sagas sagas() {
    return own.sagas();
  }

  public Conversations conversations() {
    return own.conversations();
  }

  public Commits commits() {
    return own.commits();
  }

  public Recoveries recoveries() {
    return own.recoveries();
  }

  public Schedules schedules() {
    return own.schedules();
  }

  /** See {@link Fleet#watch}. */
  public Watch watch(WatchRequest request, WatchListener listener) {
    return own.watch(request, listener);
  }

  public Cluster cluster() {
    return cluster;
  }

  /** Items that were offered and not yet answered. */
  public int itemsWaiting() {
    return core.backlog().items();
  }

  /** Ends the session and all connections; calls without an answer fail. */
  @Override
  public void close() {
    core.close();
  }
}
