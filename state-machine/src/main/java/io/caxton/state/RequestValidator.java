package io.caxton.state;

import com.google.protobuf.Message;
import io.caxton.state.check.ClusterChecks;
import io.caxton.state.check.ReadChecks;
import io.caxton.state.check.RequestChecks;
import io.caxton.v1.ChangeMembersRequest;
import io.caxton.v1.Command;
import io.caxton.v1.OpenGrants;
import io.caxton.v1.Refusal;
import io.caxton.v1.TransferLeadershipRequest;
import java.util.Optional;

/**
 * Says before append whether a request of a client is well formed. A pure function; any thread.
 * What depends on the state (epochs, fences, limits) is decided at apply.
 */
public final class RequestValidator {
  /** Of a whole serialized request. */
  public static final int REQUEST_BYTES_MAX = RequestChecks.REQUEST_BYTES_MAX;

  private RequestValidator() {}

  /**
   * Empty if the request may be appended; else INVALID_ARGUMENT that names the first wrong field,
   * its value and the bound. Commands of the leader itself are refused: it need not ask.
   */
  public static Optional<Refusal> check(Command command) {
    return RequestChecks.check(command);
  }

  /** The same for the opening message of a grant stream, of which the leader makes claims. */
  public static Optional<Refusal> check(OpenGrants request) {
    return RequestChecks.check(request);
  }

  /**
   * The same for a request that changes nothing: a get, a list, a count, an await, a watch, and the
   * opening of a message stream.
   */
  public static Optional<Refusal> checkRead(Message request) {
    return ReadChecks.check(request);
  }

  /** The same for what an operator asks of the cluster itself. */
  public static Optional<Refusal> check(ChangeMembersRequest request) {
    return ClusterChecks.check(request);
  }

  public static Optional<Refusal> check(TransferLeadershipRequest request) {
    return ClusterChecks.check(request);
  }
}
