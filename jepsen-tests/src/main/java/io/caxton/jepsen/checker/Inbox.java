package io.caxton.jepsen.checker;

import io.caxton.jepsen.history.Operation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the receiver of one conversation was given. Within a session (an epoch, or one stream in an
 * epoch) everything that is not acked comes, in order: when a message comes for the first time, all
 * before it have come or were acked.
 */
final class Inbox {
  private final Sequence log;

  /** By place: acks that may have taken effect. */
  private final Map<Long, Operation> firstAck = new HashMap<>();

  private final Map<Long, Operation> acked = new HashMap<>();
  private final Map<Long, Session> sessions = new HashMap<>();

  private record Delivery(long count, Operation receive) {}

  private final Map<Long, Delivery> deliveries = new HashMap<>();
  private long again;

  private static final class Session {
    /** What began it. */
    private final Operation first;

    private final Set<Long> delivered = new HashSet<>();

    /** All before it were delivered or acked. */
    private long complete = 1;

    Session(Operation first) {
      this.first = first;
    }

    /**
     * When at the earliest something may have been sent that this call gave: a stream sends ahead,
     * and what waits at the receiver may be acked meanwhile.
     */
    private Operation asked(Operation receive) {
      return receive.in("stream").equals(true) ? first : receive;
    }
  }

  /**
   * @param acks that did not surely fail
   */
  Inbox(Sequence log, List<Operation> acks) {
    this.log = log;
    for (Operation ack : acks) {
      long seq = (Long) ack.in("seq");
      firstAck.merge(seq, ack, (a, b) -> a.startNanos() <= b.startNanos() ? a : b);
      if (ack.ok()) {
        acked.merge(seq, ack, (a, b) -> a.endNanos() <= b.endNanos() ? a : b);
      }
    }
  }

  /** In the order in which the receiver asked: there is one at a time. */
  void received(Operation receive) {
    Session session =
        sessions.computeIfAbsent((Long) receive.in("session"), number -> new Session(receive));
    for (Object message : (List<?>) receive.output()) {
      List<?> fields = (List<?>) message;
      received(session, (Long) fields.get(0), (Long) fields.get(2), receive);
      log.place((Long) fields.get(0), (Long) fields.get(1), receive);
    }
  }

  private void received(Session session, long seq, long count, Operation receive) {
    if (acked.containsKey(seq) && acked.get(seq).before(session.asked(receive))) {
      log.anomaly("acked, and delivered again: " + acked.get(seq) + " " + receive);
    }
    Delivery before = deliveries.put(seq, new Delivery(count, receive));
    if (before != null) {
      again++;
      if (before.count() >= count) {
        log.anomaly(
            "place %d was delivered for the %d. time, and then for the %d.: %s %s"
                .formatted(seq, before.count(), count, before.receive(), receive));
      }
    }
    for (; session.complete < seq; session.complete++) {
      if (!session.delivered.contains(session.complete)
          && !ackedInTime(session.complete, receive)) {
        log.anomaly("place %d came before place %d: %s".formatted(seq, session.complete, receive));
      }
    }
    session.delivered.add(seq);
  }

  private boolean ackedInTime(long seq, Operation receive) {
    Operation ack = firstAck.get(seq);
    return ack != null && ack.startNanos() < receive.endNanos();
  }

  boolean wasReceived(long seq) {
    return deliveries.containsKey(seq);
  }

  /** Deliveries that were not the first. */
  long again() {
    return again;
  }
}
