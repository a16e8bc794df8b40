package io.caxton.client;

import io.caxton.v1.ErrorReason;
import io.caxton.v1.Errors;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A call that was not answered with a result. There are two kinds, and a caller must tell them
 * apart: after a {@link DefiniteFailure} the call had no effect and will have none; after an {@link
 * OutcomeUnknown} it may have been executed once, or may still be.
 *
 * <p>The client has already repeated what could be repeated safely, up to the call's deadline.
 */
public abstract sealed class CaxtonException extends RuntimeException
    permits DefiniteFailure, OutcomeUnknown {
  private static final long serialVersionUID = 1;

  private final Failure failure;

  CaxtonException(Failure failure, String message) {
    // Made on network threads: a stack trace would say nothing about the caller and cost much.
    super(message, null, false, false);
    this.failure = failure;
  }

  /** True if the call had no effect and will have none. */
  public abstract boolean definite();

  /**
   * Why, in the words of the error registry. UNSPECIFIED if no node gave a reason: none was
   * reached, or none answered in time.
   */
  public ErrorReason reason() {
    return failure.reason();
  }

  /** What to do about it, one sentence; empty without a reason. */
  public String advice() {
    return reason() == ErrorReason.UNRECOGNIZED
        ? ""
        : reason().getValueDescriptor().getOptions().getExtension(Errors.rule).getAdvice();
  }

  /** How long the server asks to wait before another try, if it said so. */
  public Optional<Duration> retryDelay() {
    return failure.retryMillis() > 0
        ? Optional.of(Duration.ofMillis(failure.retryMillis()))
        : Optional.empty();
  }

  /** The fields of the request that are to blame. */
  public List<FieldViolation> fieldViolations() {
    return failure.violations();
  }

  /** Facts for programs, such as owner, epoch, attempt, state, revision, first_position. */
  public Map<String, String> details() {
    return failure.details();
  }

  Failure failure() {
    return failure;
  }

  /**
   * Waits for a call and gives its result, or throws its CaxtonException as it is, not wrapped. Do
   * not call it on a network thread (see {@link CaxtonClient}).
   */
  public static <T> T join(CompletableFuture<T> call) {
    try {
      return call.join();
    } catch (CompletionException wrapped) {
      if (wrapped.getCause() instanceof CaxtonException failure) {
        throw failure;
      }
      throw wrapped;
    }
  }
}
