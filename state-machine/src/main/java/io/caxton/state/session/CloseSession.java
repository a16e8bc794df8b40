package io.caxton.state.session;

import io.caxton.state.core.Core;
import io.caxton.state.core.SessionState;
import io.caxton.v1.CloseSessionRequest;
import io.caxton.v1.CloseSessionResponse;
import io.caxton.v1.Reply;

/** Forgets a session and its outcomes. */
public final class CloseSession {
  private final Core core;

  public CloseSession(Core core) {
    this.core = core;
  }

  public Reply apply(CloseSessionRequest request) {
    SessionState session = core.sessions().get(request.getSessionId());
    if (session != null) {
      core.sessions().close(session);
    }
    return Reply.newBuilder()
        .setCloseSession(CloseSessionResponse.newBuilder().setApplied(core.applied()))
        .build();
  }
}
