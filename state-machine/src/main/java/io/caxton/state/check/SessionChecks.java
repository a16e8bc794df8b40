package io.caxton.state.check;

import io.caxton.v1.CloseSessionRequest;
import io.caxton.v1.KeepSessionRequest;
import io.caxton.v1.OpenSessionRequest;

/** Requests about sessions. */
final class SessionChecks {
  private static final int CLIENT_NAME_BYTES_MAX = 256;
  private static final int TIMEOUT_MILLIS_MIN = 10_000;
  private static final int TIMEOUT_MILLIS_MAX = 86_400_000;

  private SessionChecks() {}

  static void check(Checks checks, OpenSessionRequest request) {
    CommonChecks.fleet(checks, request.getFleet());
    checks.textMax(Path.ROOT, "client_name", request.getClientName(), CLIENT_NAME_BYTES_MAX);
    checks.rangeOrZero(
        Path.ROOT,
        "timeout_millis",
        request.getTimeoutMillis(),
        TIMEOUT_MILLIS_MIN,
        TIMEOUT_MILLIS_MAX);
  }

  static void check(Checks checks, KeepSessionRequest request) {
    CommonChecks.fleet(checks, request.getFleet());
    session(checks, request.getSessionId());
  }

  static void check(Checks checks, CloseSessionRequest request) {
    CommonChecks.fleet(checks, request.getFleet());
    session(checks, request.getSessionId());
  }

  private static void session(Checks checks, long sessionId) {
    if (sessionId == 0) {
      checks.fail(Path.ROOT, "session_id", "0", "it must be one from OpenSession");
    }
  }
}
