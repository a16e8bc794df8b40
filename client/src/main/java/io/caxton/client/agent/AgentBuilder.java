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

/** Builds an {@link Agent}. Id and handler are needed. */
public final class AgentBuilder {
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
  private TaskHandler handler;
  private Consumer<StopReason> onStopped = reason -> {};
  private NanoClock clock = System::nanoTime;

  AgentBuilder(CaxtonClient client) {
    this.client = client;
    fleet = client.fleet().name();
  }

  /** Who it is: another instance that registers under the same id ends this one. */
  public AgentBuilder id(String agentId) {
    id = agentId;
    return this;
  }

  /** The client's own fleet unless set. */
  public AgentBuilder fleet(String name) {
    fleet = name;
    return this;
  }

  /** Where its tasks come from, tried in this order; "default" unless set. */
  public AgentBuilder queues(String... names) {
    queues.addAll(Arrays.asList(names));
    return this;
  }

  public AgentBuilder capability(Capability capability) {
    capabilities.add(capability);
    return this;
  }

  public AgentBuilder label(String key, String value) {
    labels.add(Label.newBuilder().setKey(key).setValue(value).build());
    return this;
  }

  public AgentBuilder criticality(Criticality howMuch) {
    criticality = howMuch;
    return this;
  }

  /** For people: host and process. */
  public AgentBuilder instance(String text) {
    instance = text;
    return this;
  }

  /** How many handlers run at once; 1 unless set. */
  public AgentBuilder concurrency(int handlers) {
    concurrency = handlers;
    return this;
  }

  /**
   * The agent's lease, 10 s unless set; renewed every third of it. Too short: an election or a
   * pause ends the agent. Too long: when it dies, its tasks wait that long for another.
   */
  public AgentBuilder lease(Duration length) {
    lease = length;
    return this;
  }

  /** The lease of each grant, extended by itself; the task's or queue's default unless set. */
  public AgentBuilder taskLease(Duration length) {
    taskLease = length;
    return this;
  }

  /**
   * How long {@link Agent#close} lets handlers finish before it interrupts them; 10 s unless set.
   */
  public AgentBuilder closeGrace(Duration length) {
    closeGrace = length;
    return this;
  }

  public AgentBuilder handler(TaskHandler taskHandler) {
    handler = taskHandler;
    return this;
  }

  /** Told once, on a thread of its own, when the agent has stopped for good. */
  public AgentBuilder onStopped(Consumer<StopReason> listener) {
    onStopped = listener;
    return this;
  }

  AgentBuilder clock(NanoClock nanoClock) {
    clock = nanoClock;
    return this;
  }

  /**
   * Registers the agent under a new epoch, waits for the answer, and starts to take tasks.
   *
   * @throws io.caxton.client.CaxtonException if it could not be registered
   */
  public Agent start() {
    if (id.isEmpty()) {
      throw new IllegalArgumentException("an agent needs an id");
    }
    if (handler == null) {
      throw new IllegalArgumentException("agent " + id + " needs a handler");
    }
    if (concurrency < 1 || concurrency > 10_000) {
      throw new IllegalArgumentException("concurrency is " + concurrency + ", 1 to 10000");
    }
    return Agent.start(
        new AgentConfig(
            client,
            fleet,
            id,
            queues.isEmpty() ? List.of("default") : List.copyOf(queues),
            List.copyOf(capabilities),
            List.copyOf(labels),
            criticality,
            instance,
            concurrency,
            lease,
            taskLease,
            closeGrace,
            handler,
            onStopped,
            clock));
  }
}
