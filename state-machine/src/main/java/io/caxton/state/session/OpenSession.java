package io.caxton.state.session;

import io.caxton.state.Refusals;
import io.caxton.state.core.Core;
import io.caxton.v1.OpenSessionRequest;
import io.caxton.v1.OpenSessionResponse;
import io.caxton.v1.Reply;
import io.caxton.v1.Session;

/** Opens a session; takes the place of expired ones only. */
public final class OpenSession {
  static final int TIMEOUT_MILLIS = 600_000;

  private final Core core;

  public OpenSession(Core core) {
    this.core = core;
  }

  public Reply apply(OpenSessionRequest request) {
    long tick = core.progress().tick();
    int sessionsMax = core.limits().sessionsMax();
    while (core.sessions().size() >= sessionsMax) {
      if (!core.sessions().expireFirst(tick)) {
        return Refusals.reply(Refusals.limit("sessions", sessionsMax));
      }
    }
    int timeoutMillis =
        request.getTimeoutMillis() == 0 ? TIMEOUT_MILLIS : request.getTimeoutMillis();
    long id = core.progress().nextSessionId();
    core.sessions()
        .open(
            Session.newBuilder()
                .setId(id)
                .setClientName(request.getClientName())
                .setTimeoutMillis(timeoutMillis)
                .setFirstOpen(1)
                .build(),
            tick);
    return Reply.newBuilder()
        .setOpenSession(
            OpenSessionResponse.newBuilder()
                .setApplied(core.applied())
                .setSessionId(id)
                .setTimeoutMillis(timeoutMillis))
        .build();
  }
}
