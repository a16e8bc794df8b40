package io.caxton.jepsen.workload;

import com.google.protobuf.Message;
import io.caxton.jepsen.client.RawAnswer;
import io.caxton.jepsen.client.RawCall;
import io.caxton.jepsen.client.RawError;
import io.caxton.jepsen.client.RawNode;
import io.caxton.jepsen.client.RawSession;
import io.caxton.jepsen.client.Stubborn;
import io.caxton.jepsen.history.Op;
import io.caxton.jepsen.history.Operation;
import io.caxton.jepsen.run.Context;
import io.caxton.v1.Call;
import io.caxton.v1.ErrorReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Mutating calls which are sent again, byte for byte, although they were answered: at once and much
 * later, over other connections, to whoever leads then. Each must be executed once, and every
 * answer must be the first one. For one thread.
 */
final class ResentCalls {
  static final String F = "resend";

  private static final Duration FIRST = Duration.ofSeconds(4);
  private static final Duration AGAIN = Duration.ofSeconds(2);

  /** So many connections are worn out one after the other. */
  private static final int FRESH_EVERY = 10;

  /** At the end; more would take too long. */
  private static final int AT_THE_END_MAX = 400;

  /**
   * A call that may have been executed.
   *
   * @param answer empty if it is not known yet
   */
  private record Sent(RawCall<?, ?> call, Optional<RawAnswer> answer) {}

  private final Context context;
  private final Random random;
  private final Stubborn cluster;
  private final AtomicLong resent;
  private final int keptMax;
  private final List<RawNode> fresh = new ArrayList<>();
  private final List<Sent> sent = new ArrayList<>();
  private Optional<RawSession> session = Optional.empty();
  private Stubborn others;
  private int resends;

  /**
   * @param resent counts those that were sent again and answered
   * @param keptMax calls of one session; all stay open, so that each can be asked for again
   */
  ResentCalls(Context context, Random random, AtomicLong resent, int keptMax) {
    this.context = context;
    this.random = random;
    this.resent = resent;
    this.keptMax = keptMax;
    cluster = new Stubborn(context.nodes(), random);
    others = cluster;
  }

  /** Not part of the history: a session that is opened twice harms nobody. */
  boolean hasSession() {
    if (session.isEmpty()) {
      session = RawSession.open(cluster, AGAIN);
    }
    return session.isPresent();
  }

  /** The response, or {@link Caller.NoAnswer}. */
  <R extends Message> R send(Function<Call, RawCall<?, R>> make, Class<R> type) {
    RawCall<?, R> call = make.apply(session.orElseThrow().next());
    Stubborn.Outcome outcome = cluster.send(call, FIRST);
    Optional<Message> response = outcome.answer().response();
    if (response.isPresent()) {
      sent.add(new Sent(call, Optional.of(outcome.answer().lasting())));
      if (sent.size() >= keptMax) {
        sent.clear();
        session = Optional.empty();
      }
      return type.cast(response.get());
    }
    RawError error = outcome.answer().error().orElseThrow();
    if (error.reason() == ErrorReason.SESSION_EXPIRED) {
      sent.clear();
      session = Optional.empty();
    } else if (outcome.unknown()) {
      // Whatever comes of it when it is sent again, it is still the same unknown operation.
      sent.add(new Sent(call, Optional.empty()));
    }
    throw new Caller.NoAnswer(error.toString(), !outcome.unknown());
  }

  /** Sends the last one or any earlier one again. */
  void again() {
    if (!sent.isEmpty()) {
      again(random.nextBoolean() ? sent.size() - 1 : random.nextInt(sent.size()), AGAIN);
    }
  }

  /** Sends many again, the oldest among them. */
  void manyAgain() {
    int step = 1 + sent.size() / AT_THE_END_MAX;
    for (int i = 0; i < sent.size(); i += step) {
      again(i, FIRST);
    }
    forget();
  }

  private void again(int i, Duration atMost) {
    if (resends++ % FRESH_EVERY == 0) {
      forget();
      context.nodes().forEach(node -> fresh.add(node.another()));
      others = new Stubborn(List.copyOf(fresh), random);
    }
    Sent call = sent.get(i);
    RawAnswer answer = others.send(call.call(), atMost).answer();
    if (answer.response().isEmpty()) {
      return;
    }
    resent.incrementAndGet();
    RawAnswer now = answer.lasting();
    if (call.answer().isEmpty()) {
      sent.set(i, new Sent(call.call(), Optional.of(now)));
    } else if (!call.answer().get().equals(now)) {
      differs(call, now);
    }
  }

  private void differs(Sent call, RawAnswer now) {
    Op invocation =
        Op.invoke(
            context.newProcess(),
            F,
            F,
            Operation.map("call", call.call().toString(), "first", call.answer().toString()));
    context.record(invocation);
    context.record(invocation.ok(Operation.map("then", now.toString())));
  }

  private void forget() {
    fresh.forEach(RawNode::close);
    fresh.clear();
  }
}
