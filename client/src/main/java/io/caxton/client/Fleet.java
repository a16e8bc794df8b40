package io.caxton.client;

import io.caxton.v1.WatchRequest;

/** The calls that work in one fleet. Keep the object: it gathers its callers' calls. */
public final class Fleet {
  private final Core core;
  private final String name;
  private final Tasks tasks;
  private final Agents agents;
  private final Routes routes;
  private final Queues queues;
  private final DeadTasks deadTasks;
  private final Journals journals;
  private final Checkpoints checkpoints;
  private final Conversations conversations;
  private final Commits commits;
  private final Recoveries recoveries;
  private final Schedules schedules;
  private final Sagas sagas;

  Fleet(Core core, String name) {
    this.core = core;
    this.name = name;
    tasks = new Tasks(core, name);
    agents = new Agents(core, name);
    routes = new Routes(core, name);
    queues = new Queues(core, name);
    deadTasks = new DeadTasks(core, name);
    journals = new Journals(core, name);
    checkpoints = new Checkpoints(core, name);
    conversations = new Conversations(core, name);
    commits = new Commits(core, name);
    recoveries = new Recoveries(core, name);
    schedules = new Schedules(core, name);
    sagas = new Sagas(core, name);
  }

  public String name() {
    return name;
  }

  public Tasks tasks() {
    return tasks;
  }

  public Agents agents() {
    return agents;
  }

  public Routes routes() {
    return routes;
  }

  public Queues queues() {
    return queues;
  }

  public DeadTasks deadTasks() {
    return deadTasks;
  }

  public Journals journals() {
    return journals;
  }

  public Checkpoints checkpoints() {
    return checkpoints;
  }

  public Sagas sagas() {
    return sagas;
  }

  public Conversations conversations() {
    return conversations;
  }

  public Commits commits() {
    return commits;
  }

  public Recoveries recoveries() {
    return recoveries;
  }

  public Schedules schedules() {
    return schedules;
  }

  /** Streams the changes that the request asks for; its fleet is set by this call. */
  public Watch watch(WatchRequest request, WatchListener listener) {
    return new Watch(core, request.toBuilder().setFleet(name).build(), listener);
  }
}
