package io.caxton.jepsen.workload;

import io.caxton.client.AgentEpoch;
import io.caxton.client.AgentMessages;
import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.jepsen.history.Operation;
import io.caxton.v1.Message;
import io.caxton.v1.MessageId;
import io.caxton.v1.NackMessagesResponse;
import io.caxton.v1.ReadOptions;
import io.caxton.v1.RegisterAgentRequest;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Takes the messages of one conversation, whose name is its own, and acks them: at once, later,
 * after it gave them back, or in a later epoch. For one thread.
 */
final class Receiver {
  private static final int NEW_EPOCH_ONE_OF = 30;
  private static final int DELAY_MAX_MILLIS = 300;
  private static final Duration DRAIN = Duration.ofSeconds(40);

  /** One thing to do with a message, not before its time. */
  private record Plan(long atNanos, String f, long seq) {}

  private final Caller caller;
  private final CaxtonClient client;
  private final String name;
  private final boolean streams;
  private final Random random;
  private final PriorityQueue<Plan> plans =
      new PriorityQueue<>(Comparator.comparingLong(Plan::atNanos));
  private final Set<Long> seen = new HashSet<>();
  private final Set<Long> acked = new HashSet<>();

  private Optional<AgentMessages> messages = Optional.empty();
  private Optional<MessageSource> source = Optional.empty();
  private long session;
  private boolean draining;

  Receiver(Caller caller, CaxtonClient client, String name, boolean streams, Random random) {
    this.caller = caller;
    this.client = client;
    this.name = name;
    this.streams = streams;
    this.random = random;
  }

  void step() {
    if (messages.isEmpty() || (!draining && random.nextInt(NEW_EPOCH_ONE_OF) == 0)) {
      register();
      return;
    }
    receive();
    long now = System.nanoTime();
    while (!plans.isEmpty() && (draining || now - plans.peek().atNanos() >= 0)) {
      Plan plan = plans.remove();
      if (plan.f().equals("nack")) {
        nack(plan.seq());
      } else {
        ack(plan.seq());
      }
    }
  }

  private void register() {
    leaveSession();
    RegisterAgentRequest request =
        RegisterAgentRequest.newBuilder()
            .setAgentId(name)
            .setLeaseMillis(Calls.ENDLESS_LEASE_MILLIS)
            .build();
    messages =
        caller
            .change(
                "register",
                name,
                null,
                () -> CaxtonException.join(client.agents().register(request)),
                agent -> Operation.map("epoch", agent.getEpoch()))
            .map(agent -> client.conversations().of(AgentEpoch.of(agent)));
  }

  private void leaveSession() {
    source.ifPresent(MessageSource::close);
    source = Optional.empty();
    messages = Optional.empty();
  }

  /** What a lost answer took is only given again in another session. */
  private void receive() {
    if (source.isEmpty() || source.get().over()) {
      AgentMessages mine = messages.orElseThrow();
      source.ifPresent(MessageSource::close);
      source =
          Optional.of(streams ? new MessageSource.Pushed(mine) : new MessageSource.Asked(mine));
      session++;
    }
    Optional<List<Message>> received =
        caller.change(
            "receive",
            name,
            Operation.map("session", session, "stream", streams),
            source.get()::next,
            list -> list.stream().map(Receiver::shown).toList());
    received.ifPresentOrElse(list -> list.forEach(this::plan), this::leaveSession);
  }

  private static Object shown(Message message) {
    return List.of(
        message.getSeq(), Bodies.number(message.getBody()), (long) message.getDeliveryCount());
  }

  private void plan(Message message) {
    boolean first = seen.add(message.getSeq());
    int dice = random.nextInt(100);
    if (first && dice < 20 && !draining) {
      later(random.nextInt(DELAY_MAX_MILLIS), "nack", message.getSeq());
    } else {
      later(dice < 60 ? 0 : random.nextInt(DELAY_MAX_MILLIS), "ack", message.getSeq());
    }
  }

  private void later(int millis, String f, long seq) {
    plans.add(new Plan(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis), f, seq));
  }

  private MessageId id(long seq) {
    return MessageId.newBuilder().setConversationId(name).setSeq(seq).build();
  }

  private void ack(long seq) {
    if (messages.isEmpty() || acked.contains(seq)) {
      return;
    }
    AgentMessages mine = messages.get();
    caller
        .change(
            "ack",
            name,
            Operation.map("seq", seq),
            () -> CaxtonException.join(mine.ack(id(seq))),
            done -> Operation.map("ended", done))
        .ifPresentOrElse(done -> acked.add(seq), () -> later(DELAY_MAX_MILLIS, "ack", seq));
  }

  private void nack(long seq) {
    if (messages.isEmpty() || acked.contains(seq)) {
      return;
    }
    AgentMessages mine = messages.get();
    Duration delay = Duration.ofMillis(random.nextInt(DELAY_MAX_MILLIS));
    caller.change(
        "nack",
        name,
        Operation.map("seq", seq),
        () -> result(CaxtonException.join(mine.nack(List.of(id(seq)), delay))),
        result -> Operation.map("result", result));
  }

  private static String result(NackMessagesResponse response) {
    return response.getResults(0).hasRefusal()
        ? response.getResults(0).getRefusal().getReason().name()
        : "ok";
  }

  /** Acks all there is, in the session it has: what that one lost must not come by another one. */
  void drain() {
    draining = true;
    long until = System.nanoTime() + DRAIN.toNanos();
    long last =
        Calls.untilAnswered(
                () -> client.conversations().get(name, ReadOptions.getDefaultInstance()))
            .getConversation()
            .getLastSeq();
    while (acked.size() < last && System.nanoTime() - until < 0) {
      step();
    }
    history();
    register();
    if (messages.isPresent()) {
      receive();
    }
    leaveSession();
  }

  private void history() {
    Calls.untilPresent(
        DRAIN,
        () -> caller.look("history", name, null, () -> Bodies.history(client, name), all -> all));
  }
}
