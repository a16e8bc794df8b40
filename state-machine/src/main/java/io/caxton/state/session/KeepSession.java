package io.caxton.state.session;

import io.caxton.state.Refusals;
import io.caxton.state.core.Core;
import io.caxton.state.core.SessionState;
import io.caxton.v1.KeepSessionRequest;
import io.caxton.v1.KeepSessionResponse;
import io.caxton.v1.Reply;

/** Keeps an idle session alive. */
public final class KeepSession {
  private final Core core;

  public KeepSession(Core core) {
    this.core = core;
  }

  public Reply apply(KeepSessionRequest request) {
    SessionState session = core.sessions().get(request.getSessionId());
    if (session == null) {
      return Refusals.reply(DedupGate.sessionExpired(request.getSessionId()));
    }
    core.sessions().use(session, core.progress().tick());
    return Reply.newBuilder()
        .setKeepSession(KeepSessionResponse.newBuilder().setApplied(core.applied()))
        .build();
  }
}
