package io.caxton.jepsen.sim;

import io.caxton.v1.Call;
import io.caxton.v1.CloseSessionRequest;
import io.caxton.v1.Command;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.KeepSessionRequest;
import io.caxton.v1.OpenSessionRequest;
import io.caxton.v1.Reply;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** A client: one session, some calls open at once, each sent again until it is answered. */
final class SimClient {
  private static final int OPEN_MAX = 4;

  /** Brings a request to some node, or loses it. */
  interface Network {
    void send(Message message);
  }

  private final Random random;
  private final Network network;
  private final LongSupplier wallMillis;
  private final Knowledge known;
  private final Requests requests;
  private final Optional<MemoryRequests> memories;
  private final TreeMap<Long, Command> open = new TreeMap<>();
  private long session;
  private long sequence;
  private long firstOpen = 1;
  private long answers;
  private boolean resting;

  /**
   * @param memory it appends, saves, sends and commits, too
   */
  SimClient(
      Random random, Network network, LongSupplier wallMillis, String agentId, boolean memory) {
    this.random = random;
    this.network = network;
    this.wallMillis = wallMillis;
    known = new Knowledge(agentId);
    requests = new Requests(random, known);
    memories = memory ? Optional.of(new MemoryRequests(random, known)) : Optional.empty();
  }

  /** Begins nothing new any more. */
  void rest() {
    resting = true;
  }

  /** Whether it waits for nothing. */
  boolean isDone() {
    return open.isEmpty();
  }

  long answers() {
    return answers;
  }

  /** Does one thing. */
  void act() {
    if (session == 0) {
      if (!resting && random.nextInt(4) == 0) {
        openSession();
      }
    } else if (!open.isEmpty() && (resting || random.nextInt(6) == 0)) {
      sendAgain();
    } else if (!resting && open.size() < OPEN_MAX) {
      begin();
    }
  }

  private void openSession() {
    Command request =
        Command.newBuilder()
            .setOpenSession(
                OpenSessionRequest.newBuilder().setTimeoutMillis(10_000 + random.nextInt(40_000)))
            .build();
    network.send(
        new Message(
            request,
            answer -> {
              if (session == 0
                  && answer instanceof Answer.Applied applied
                  && applied.result().reply().hasOpenSession()) {
                session = applied.result().reply().getOpenSession().getSessionId();
              }
            }));
  }

  private void sendAgain() {
    Long[] sequences = open.keySet().toArray(Long[]::new);
    long which = sequences[random.nextInt(sequences.length)];
    switch (resting ? 9 : random.nextInt(40)) {
      case 0 -> {
        // Gives up on it: its outcome is forgotten, late copies are too old.
        open.remove(which);
        firstOpen = open.isEmpty() ? sequence + 1 : open.firstKey();
      }
      case 1 ->
          // A bug in the client: other content under the same sequence.
          network.send(new Message(next(call(which)), answer -> {}));
      default -> send(which, open.get(which));
    }
  }

  private void begin() {
    switch (random.nextInt(150)) {
      case 0 -> forgetEverything();
      case 1 ->
          sessionCall(
              Command.newBuilder()
                  .setCloseSession(CloseSessionRequest.newBuilder().setSessionId(session)));
      case 2, 3, 4 ->
          sessionCall(
              Command.newBuilder()
                  .setKeepSession(KeepSessionRequest.newBuilder().setSessionId(session)));
      default -> {
        long next = ++sequence;
        if (open.isEmpty()) {
          firstOpen = next;
        }
        Command request = next(call(next));
        open.put(next, request);
        send(next, request);
      }
    }
  }

  private Command next(Call call) {
    return memories.isPresent() && known.registered && random.nextInt(5) > 1
        ? memories.get().next(call)
        : requests.next(call, wallMillis.getAsLong());
  }

  private void sessionCall(Command.Builder request) {
    network.send(new Message(request.build(), answer -> {}));
  }

  /** As a process that died. */
  private void forgetEverything() {
    session = 0;
    sequence = 0;
    firstOpen = 1;
    open.clear();
  }

  private Call call(long which) {
    return Call.newBuilder()
        .setSessionId(session)
        .setSequence(which)
        .setFirstOpen(Math.min(which, firstOpen))
        .build();
  }

  private void send(long which, Command request) {
    long ofSession = session;
    network.send(
        new Message(
            request,
            answer -> {
              if (ofSession == session && request.equals(open.get(which))) {
                answered(which, request, answer);
              }
            }));
  }

  private void answered(long which, Command request, Answer answer) {
    Optional<Reply> reply =
        answer instanceof Answer.Applied applied
            ? Optional.of(applied.result().reply())
            : Optional.empty();
    if (reply.isEmpty()) {
      if (answer instanceof Answer.Refused refused
          && refused.reason() == ErrorReason.INVALID_ARGUMENT) {
        open.remove(which);
      }
      return;
    }
    answers++;
    if (reply.get().getRefusal().getReason() == ErrorReason.SESSION_EXPIRED) {
      forgetEverything();
      return;
    }
    open.remove(which);
    firstOpen = open.isEmpty() ? sequence + 1 : open.firstKey();
    known.learn(request, reply.get());
  }
}
