package io.caxton.client.agent;

import io.caxton.client.CaxtonClient;
import io.caxton.v1.Capability;
import io.caxton.v1.Criticality;
import io.caxton.v1.Label;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** What every kind of agent can be told. */
public abstract sealed class AgentOptions<B extends AgentOptions<B>>
    permits AgentBuilder, StatefulAgentBuilder {
  private final CaxtonClient client;
  private final List<String> queues = new ArrayList<>();
  private final List<Capability> capabilities = new ArrayList<>();
  private final List<Label> labels = new ArrayList<>();
  private String fleet;
  private String id = "";
  private Criticality criticality = Criticality.CRITICALITY_NORMAL;
  private String instance = "pid " + ProcessHandle.current().pid();
  private int concurrency = 1;
  private Duration lease = Duration.ofSeconds(10);
  private Duration taskLease = Duration.ZERO;
  private Duration closeGrace = Duration.ofSeconds(10);
  private Consumer<StopReason> onStopped = reason -> {};
  private NanoClock clock = System::nanoTime;

  AgentOptions(CaxtonClient client) {
    this.client = client;
    fleet = client.fleet().name();
  }

  abstract B self();

  /** Who it is: another instance that registers under the same id ends this one. */
  public B id(String agentId) {
    id = agentId;
    return self();
  }

  /** The client's own fleet unless set. */
  public B fleet(String name) {
    fleet = name;
    return self();
  }

  /** Where its tasks come from, tried in this order; "default" unless set. */
  public B queues(String... names) {
    queues.addAll(Arrays.asList(names));
    return self();
  }

  public B capability(Capability capability) {
    capabilities.add(capability);
    return self();
  }

  public B label(String key, String value) {
    labels.add(Label.newBuilder().setKey(key).setValue(value).build());
    return self();
  }

  public B criticality(Criticality howMuch) {
    criticality = howMuch;
    return self();
  }

  /** For people: host and process. */
  public B instance(String text) {
    instance = text;
    return self();
  }

  /** How many handlers run at once; 1 unless set. */
  public B concurrency(int handlers) {
    concurrency = handlers;
    return self();
  }

  /**
   * The agent's lease, 10 s unless set; renewed every third of it. Too short: an election or a
   * pause ends the agent. Too long: when it dies, its tasks wait that long for another.
   */
  public B lease(Duration length) {
    lease = length;
    return self();
  }

  /** The lease of each grant, extended by itself; the task's or queue's default unless set. */
  public B taskLease(Duration length) {
    taskLease = length;
    return self();
  }

  /** How long closing it lets handlers finish before it interrupts them; 10 s unless set. */
  public B closeGrace(Duration length) {
    closeGrace = length;
    return self();
  }

  /** Told once, on a thread of its own, when the agent has stopped for good. */
  public B onStopped(Consumer<StopReason> listener) {
    onStopped = listener;
    return self();
  }

  B clock(NanoClock nanoClock) {
    clock = nanoClock;
    return self();
  }

  final CaxtonClient client() {
    return client;
  }

  final Criticality criticality() {
    return criticality;
  }

  final Consumer<StopReason> onStopped() {
    return onStopped;
  }

  final AgentConfig config(
      boolean takesTasks, Work work, Runnable beforeLeaving, Consumer<StopReason> whenStopped) {
    check();
    List<String> from = queues.isEmpty() ? List.of("default") : List.copyOf(queues);
    return new AgentConfig(
        client,
        fleet,
        id,
        takesTasks ? from : List.of(),
        List.copyOf(capabilities),
        List.copyOf(labels),
        criticality,
        instance,
        concurrency,
        lease,
        taskLease,
        closeGrace,
        work,
        beforeLeaving,
        whenStopped,
        clock);
  }

  private void check() {
    if (id.isEmpty()) {
      throw new IllegalArgumentException("an agent needs an id");
    }
    if (concurrency < 1 || concurrency > 10_000) {
      throw new IllegalArgumentException("concurrency is " + concurrency + ", 1 to 10000");
    }
  }

  final String id() {
    return id;
  }
}
