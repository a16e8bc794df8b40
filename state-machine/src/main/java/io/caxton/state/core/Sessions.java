package io.caxton.state.core;

import io.caxton.state.table.Table;
import io.caxton.state.time.TimerHeap;
import io.caxton.v1.Outcome;
import io.caxton.v1.Session;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The sessions and the outcomes that their clients may still ask for. */
public final class Sessions {
  private final Table<Long, Session> rows = new Table<>();
  private final Table<OutcomeKey, Outcome> outcomes = new Table<>();
  private final Map<Long, SessionState> states = new HashMap<>();
  private final List<SessionState> touched = new ArrayList<>();
  private final TimerHeap<SessionState> expiries;

  Sessions(TimerHeap<SessionState> expiries) {
    this.expiries = expiries;
  }

  /** Behind the states until {@link #flush}. */
  public Table<Long, Session> rows() {
    return rows;
  }

  public Table<OutcomeKey, Outcome> outcomes() {
    return outcomes;
  }

  public int size() {
    return states.size();
  }

  /** Null if it is unknown. */
  public SessionState get(long id) {
    return states.get(id);
  }

  public void open(Session session, long tick) {
    SessionState state = new SessionState(session);
    states.put(state.id(), state);
    use(state, tick);
    touch(state);
    expiries.set(state, state.expiresTick(), state.id());
  }

  public void close(SessionState session) {
    trim(session, session.highestSequence + 1);
    states.remove(session.id());
    expiries.clear(session);
    touch(session);
  }

  /** Ends the first expired session, if there is one. */
  public boolean expireFirst(long tick) {
    if (!expiries.isDue(tick)) {
      return false;
    }
    close(expiries.first());
    return true;
  }

  public void use(SessionState session, long tick) {
    if (session.use(tick)) {
      expiries.set(session, session.expiresTick(), session.id());
      touch(session);
    }
  }

  /** Frees the outcomes below {@code firstOpen}. */
  public void raiseFirstOpen(SessionState session, long firstOpen) {
    if (firstOpen > session.firstOpen()) {
      trim(session, firstOpen);
      session.setFirstOpen(firstOpen);
      touch(session);
    }
  }

  private void trim(SessionState session, long end) {
    long last = Math.min(end - 1, session.highestSequence);
    for (long sequence = session.firstOpen();
        sequence <= last && session.outcomes > 0;
        sequence++) {
      if (outcomes.remove(new OutcomeKey(session.id(), sequence)) != null) {
        session.outcomes--;
      }
    }
  }

  /** Null if there is none. */
  public Outcome outcome(SessionState session, long sequence) {
    return sequence > session.highestSequence
        ? null
        : outcomes.get(new OutcomeKey(session.id(), sequence));
  }

  public void store(SessionState session, long sequence, Outcome outcome) {
    if (outcomes.put(new OutcomeKey(session.id(), sequence), outcome) != null) {
      throw new IllegalStateException(
          "session " + session.id() + " executed sequence " + sequence + " twice");
    }
    session.outcomes++;
    session.highestSequence = Math.max(session.highestSequence, sequence);
  }

  private void touch(SessionState session) {
    if (!session.touched) {
      session.touched = true;
      touched.add(session);
    }
  }

  /** Brings the rows up to the states. */
  public void flush() {
    for (SessionState session : touched) {
      session.touched = false;
      if (states.get(session.id()) == session) {
        rows.put(session.id(), session.toSession());
      } else {
        rows.remove(session.id());
      }
    }
    touched.clear();
  }

  /** Builds the states from the loaded tables. */
  void rebuild() {
    for (Session row : rows.rows().values()) {
      SessionState state = new SessionState(row);
      states.put(state.id(), state);
      expiries.set(state, state.expiresTick(), state.id());
    }
    for (OutcomeKey key : outcomes.rows().keySet()) {
      SessionState state = states.get(key.sessionId());
      if (state == null) {
        throw new IllegalStateException("outcome of unknown session " + key.sessionId());
      }
      state.outcomes++;
      state.highestSequence = Math.max(state.highestSequence, key.sequence());
    }
  }
}
