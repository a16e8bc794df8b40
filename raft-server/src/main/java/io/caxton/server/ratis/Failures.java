package io.caxton.server.ratis;

import io.caxton.server.consensus.NotAppendedException;
import io.caxton.server.consensus.NotAppendedException.Reason;
import io.caxton.server.consensus.OutcomeUnknownException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.ratis.protocol.exceptions.LeaderNotReadyException;
import org.apache.ratis.protocol.exceptions.LeaderSteppingDownException;
import org.apache.ratis.protocol.exceptions.ResourceUnavailableException;
import org.apache.ratis.protocol.exceptions.StateMachineException;

/**
 * Says of a failed submission whether it is definite. Ratis's exception does not tell: the same
 * NotLeaderException is given to a request that was refused at the door and to one that was
 * appended, replicated and will commit under the next leader. What tells is whether the log asked
 * for the entry ({@link Submission#appendReached}), which it does under its lock just before it
 * appends: a request that failed before has no entry anywhere and cannot get one any more.
 */
final class Failures {
  private Failures() {}

  static RuntimeException of(Submission submission, Throwable thrown) {
    Throwable cause = unwrap(thrown);
    if (submission.appendReached()) {
      return new OutcomeUnknownException(
          "appended, and then this node lost the outcome: " + cause, cause);
    }
    return new NotAppendedException(reason(cause), String.valueOf(cause.getMessage()));
  }

  static Throwable unwrap(Throwable thrown) {
    Throwable cause = thrown;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static Reason reason(Throwable cause) {
    return switch (cause) {
      case LeaderNotReadyException notReady -> Reason.NOT_READY;
      case LeaderSteppingDownException steppingDown -> Reason.NOT_READY;
      // Of a leadership of this node that is over.
      case StateMachineException outOfTerm -> Reason.NOT_READY;
      case ResourceUnavailableException full -> Reason.OVERLOADED;
      // NotLeader, a closing server, a foreign group: whatever it is, not here.
      default -> Reason.NOT_LEADER;
    };
  }
}
