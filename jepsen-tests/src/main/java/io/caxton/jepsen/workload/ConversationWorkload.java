package io.caxton.jepsen.workload;

import io.caxton.client.AgentEpoch;
import io.caxton.client.AgentMessages;
import io.caxton.client.CaxtonClient;
import io.caxton.jepsen.checker.ConversationChecker;
import io.caxton.jepsen.checker.SameAnswer;
import io.caxton.jepsen.checker.Statistics;
import io.caxton.jepsen.checker.WellFormed;
import io.caxton.jepsen.client.RawNode;
import io.caxton.jepsen.run.Checker;
import io.caxton.jepsen.run.Context;
import io.caxton.jepsen.run.Workload;
import io.caxton.v1.OpenConversationRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Conversations, each with a receiver of the same name, half of them by streams; receivers ack,
 * give back, and begin new epochs.
 */
final class ConversationWorkload implements Workload {
  private static final int CONVERSATIONS = 4;
  private static final int LIBRARY_SENDERS = 2;
  private static final int RAW_SENDERS = 1;
  private static final int PAUSE_MILLIS = 40;
  private static final int CALLS_PER_SESSION = 4_000;

  private final List<String> conversations = new ArrayList<>();
  private final List<Receiver> receivers = new ArrayList<>();
  private final List<ResentCalls> calls = new CopyOnWriteArrayList<>();
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicLong resent = new AtomicLong();
  private AgentEpoch sender;

  @Override
  public String name() {
    return "conversation";
  }

  @Override
  public String description() {
    return "messages: in order without a gap, until they are acked and not after, none lost";
  }

  @Override
  public void setUp(Context context) {
    CaxtonClient client = context.client(Calls.TIMEOUT);
    sender = Calls.registered(client, context.prefix() + "-sender");
    AgentMessages messages = client.conversations().of(sender);
    for (int i = 0; i < CONVERSATIONS; i++) {
      String name = context.prefix() + "-v" + i;
      conversations.add(name);
      Calls.registered(client, name);
      Calls.untilAnswered(
          () ->
              messages.open(OpenConversationRequest.newBuilder().setConversationId(name).build()));
    }
  }

  @Override
  public List<Worker> workers(Context context) {
    List<Worker> workers = new ArrayList<>();
    CaxtonClient client = context.client(Calls.TIMEOUT);
    AgentMessages messages = client.conversations().of(sender);
    for (int i = 0; i < LIBRARY_SENDERS; i++) {
      Random random = context.random("sender-" + i);
      MessageSender sending = sender(context, random);
      Pace pace = new Pace(random, PAUSE_MILLIS);
      workers.add(
          () -> {
            sending.byLibrary(messages);
            pace.pause();
          });
    }
    for (int i = 0; i < RAW_SENDERS; i++) {
      workers.add(raw(context, context.random("raw-" + i)));
    }
    for (RawNode node : context.nodes()) {
      workers.add(once(context, node));
    }
    for (int i = 0; i < CONVERSATIONS; i++) {
      Random random = context.random("receiver-" + i);
      // A client for each: they fail over each on its own.
      CaxtonClient own = context.client(Calls.TIMEOUT);
      Receiver receiver =
          new Receiver(new Caller(context), own, conversations.get(i), i % 2 == 0, random);
      receivers.add(receiver);
      workers.add(receiver::step);
    }
    return workers;
  }

  private MessageSender sender(Context context, Random random) {
    return new MessageSender(new Caller(context), sender, conversations, numbers, random);
  }

  private Worker raw(Context context, Random random) {
    ResentCalls resending = new ResentCalls(context, random, resent, CALLS_PER_SESSION);
    calls.add(resending);
    MessageSender sending = sender(context, random);
    Pace pace = new Pace(random, PAUSE_MILLIS);
    return () -> {
      if (resending.hasSession()) {
        sending.raw(resending);
      }
      pace.pause();
    };
  }

  private Worker once(Context context, RawNode node) {
    Random random = context.random("once-" + node.id());
    SingleTry single = new SingleTry(context, node, random);
    MessageSender sending = sender(context, random);
    Pace pace = new Pace(random, 2 * PAUSE_MILLIS);
    return () -> {
      if (single.mayAnswer()) {
        sending.once(single);
        pace.pause();
      }
    };
  }

  @Override
  public void drain(Context context) {
    Calls.together(calls, ResentCalls::manyAgain);
    Calls.together(receivers, Receiver::drain);
  }

  @Override
  public List<Checker> checkers() {
    return List.of(new WellFormed(), new Statistics(), new ConversationChecker(), new SameAnswer());
  }
}
