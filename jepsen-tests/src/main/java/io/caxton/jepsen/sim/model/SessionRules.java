package io.caxton.jepsen.sim.model;

import io.caxton.v1.CloseSessionRequest;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.KeepSessionRequest;
import io.caxton.v1.OpenSessionRequest;
import java.util.Comparator;
import java.util.Optional;

/** Sessions come, stay and go. */
final class SessionRules {
  private static final int TIMEOUT_MILLIS = 600_000;

  private final Model model;

  SessionRules(Model model) {
    this.model = model;
  }

  String open(OpenSessionRequest request) {
    while (model.sessions.size() >= model.limits.sessionsMax()) {
      Optional<SessionModel> first = firstToExpire(model);
      if (first.isEmpty() || first.get().expiresTick() > model.tick) {
        return ErrorReason.LIMIT_REACHED.name();
      }
      model.sessions.remove(first.get().id);
    }
    int timeoutMillis =
        request.getTimeoutMillis() == 0 ? TIMEOUT_MILLIS : request.getTimeoutMillis();
    SessionModel session = new SessionModel(model.position, timeoutMillis);
    session.use(model.tick);
    model.sessions.put(session.id, session);
    return Summary.opened(session.id, timeoutMillis);
  }

  static Optional<SessionModel> firstToExpire(Model model) {
    return model.sessions.values().stream()
        .min(
            Comparator.comparingLong(SessionModel::expiresTick)
                .thenComparingLong(session -> session.id));
  }

  String keep(KeepSessionRequest request) {
    SessionModel session = model.sessions.get(request.getSessionId());
    if (session == null) {
      return ErrorReason.SESSION_EXPIRED.name();
    }
    session.use(model.tick);
    return "ok";
  }

  String close(CloseSessionRequest request) {
    model.sessions.remove(request.getSessionId());
    return "ok";
  }
}
